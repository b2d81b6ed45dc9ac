import type { Expectation } from '../../policy/schema/simulation.ts'
import { contributor } from './cast.ts'
import { incidentNumber, type Scene, threadNamed } from './scene.ts'
import type { Line, Moment } from './transcript.ts'

/** Says of each thing that a scenario expects whether it is so. */
export function checkExpectations(scene: Scene, expected: Expectation, past: readonly Moment[]): readonly Line[] {
  const lines = past.flatMap((moment) => moment.lines)
  return [
    ...told(scene, expected, lines),
    ...(expected.channels ?? []).map((name) => verdict(`channel ${name} is told`, isTold(lines, name))),
    ...frozen(scene, expected),
    ...merges(scene, expected['may-merge'], true),
    ...merges(scene, expected['may-not-merge'], false),
    ...written(scene, expected),
    ...(expected.merged ?? []).map((name) => verdict(`#${threadNamed(scene, name)} is merged`, isMerged(scene, name))),
  ]
}

const verdict = (text: string, met: boolean): Line => ({ kind: 'expected', text, met })

const isTold = (lines: readonly Line[], name: string): boolean =>
  lines.some(({ kind, who }) => kind === 'told' && who?.includes(name) === true)

function told(scene: Scene, expected: Expectation, lines: readonly Line[]): readonly Line[] {
  const isReached = (login: string): boolean => [...membersNamed(scene, login)].some((name) => isTold(lines, name))
  const each = (name: string, wanted: boolean): readonly Line[] => {
    const logins = scene.cast.named(name, scene.now())
    if (logins.length === 0) return [verdict(`“${name}” is somebody`, false)]
    return logins.map((login) => verdict(`@${login} is ${wanted ? '' : 'not '}told`, isReached(login) === wanted))
  }
  return [
    ...(expected.told ?? []).flatMap((name) => each(name, true)),
    ...(expected['not-told'] ?? []).flatMap((name) => each(name, false)),
  ]
}

/** A person is told when a team of theirs is. */
const membersNamed = ({ cast }: Scene, login: string): readonly string[] => [
  `@${login}`,
  ...cast.teams.filter(({ members }) => members.includes(login)).map(({ slug }) => `@${cast.owner}/${slug}`),
]

/** Frozen is a branch to which one who may write cannot push; no branch here is protected in any other way. */
function frozen({ github, repository, branches }: Scene, expected: Expectation): readonly Line[] {
  if (expected.frozen === undefined) return []
  const now = branches.filter((branch) => !github.mayPush(repository, branch, contributor).allowed).sort()
  const wanted = [...expected.frozen].sort()
  const text = wanted.length === 0 ? 'nothing is frozen' : `frozen: ${wanted.join(', ')}`
  return [verdict(text, now.join('\n') === wanted.join('\n'))]
}

function merges(scene: Scene, map: Expectation['may-merge'], wanted: boolean): readonly Line[] {
  return Object.entries(map ?? {}).flatMap(([name, people]) => {
    const number = threadNamed(scene, name)
    return people
      .flatMap((who) => scene.cast.named(who, scene.now()))
      .map((login) => {
        const { allowed } = scene.github.mayMerge(scene.repository, number, login)
        return verdict(`${login} ${wanted ? 'can' : 'cannot'} merge #${number}`, allowed === wanted)
      })
  })
}

function written(scene: Scene, expected: Expectation): readonly Line[] {
  const { issues, comments, labels } = scene.github.repository(scene.repository)
  const texts = [...comments, ...issues].filter(({ byApp }) => byApp).map(({ body }) => body ?? '')
  const anchor = issues.find(({ number }) => number === incidentNumber(scene))
  const names = labels.filter(({ id }) => anchor?.labelIds.includes(id)).map(({ name }) => name)
  const isOpened = (title: string): boolean => issues.some((one) => !one.pull && one.title.includes(title))
  return [
    ...(expected.labels ?? []).map((name) => verdict(`the incident is labelled ${name}`, names.includes(name))),
    ...(expected.says ?? []).map((text) =>
      verdict(
        `Firebreak says “${text}”`,
        texts.some((one) => one.includes(text)),
      ),
    ),
    ...(expected.opened ?? []).map((title) => verdict(`there is an issue “${title}”`, isOpened(title))),
  ]
}

const isMerged = (scene: Scene, name: string | number): boolean => {
  const number = threadNamed(scene, name)
  const { issues } = scene.github.repository(scene.repository)
  return issues.some((one) => one.number === number && one.pull?.merged === true)
}
