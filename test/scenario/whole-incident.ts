import { configured, described, type Scene, shop } from './stage.ts'

const checklists = {
  before: { title: 'Before', on: 'declared', items: ['It is real'] },
  after: { title: 'After', on: 'hotfix-merged', items: ['Tell everybody'] },
}

export const wholeConfig = configured({
  checklists,
  hotfix: { require: ['title', 'branch', 'base', 'incident', 'impact', 'approvals', 'checklist'] },
  freeze: { lift: 'hotfix-merged', exempt: { labels: ['freeze-exempt'] } },
})

/** What people do, from the report to the closed post-mortem. Numbers: #1 is an ordinary pull request, #2 the incident, #3 the hotfix. */
const acts: readonly ((scene: Scene) => void)[] = [
  ({ carol }) => void carol.openPull({ title: 'Ordinary', head: 'ordinary', files: { 'a.ts': 'a' } }),
  ({ trudy }) => void trudy.openIssue({ title: '[EMERGENCY] Everything is down' }),
  ({ carol, mallory }) => {
    carol.editPull(1, { title: 'Ordinary, with a better title' })
    mallory.comment(2, '/incident resolve')
  },
  ({ alice }) => void alice.comment(2, '/incident ack\n/incident commander me'),
  ({ carol }) => {
    const input = { title: '[EMERGENCY] Repair', body: described(2), head: 'hotfix/one' }
    carol.openPull({ ...input, files: { 'b.ts': 'b' } })
  },
  ({ alice }) => void alice.review(3, 'APPROVED'),
  ({ alice, github }) => {
    const list = github.repository(shop).comments.find(({ body }) => body.includes('### Before'))
    if (list) alice.tick(list.id, 'It is real')
  },
  ({ carol }) => void carol.merge(3),
  ({ bob }) => void bob.comment(2, '/incident resolve It was the cache'),
  ({ alice, seen }) => alice.close(seen.issues(/^Post-mortem/)[0]?.number ?? 0),
]

/**
 * Plays the whole incident.
 * @param during wraps each act: plan the misbehaviour, call the act, let it end
 */
export async function playIncident(
  scene: Scene,
  during: (act: () => void, index: number) => Promise<void> = async (act) => act(),
): Promise<void> {
  for (const [index, act] of acts.entries()) {
    await during(() => act(scene), index)
    await scene.settle()
    // Time in which what failed may be tried again, and in which nothing else is due.
    await scene.world.fastForward('10m')
  }
}

/** What is left of an incident on GitHub, without what may differ between two runs: moments, ids and the order of comments. */
export function pictureOf({ github, seen }: Scene) {
  const { issues, labels, rulesets, checkRuns, comments } = github.repository(shop)
  return {
    issues: issues.map(({ number, title, state, body, byApp }) => ({
      number,
      title,
      state,
      body: byApp ? timeless(body ?? '') : body,
      labels: seen.labels(number),
      // The card's first appearance says that it is frozen; where the freeze came later, a comment does.
      comments: seen
        .comments(number)
        .filter((comment) => !comment.startsWith('🧊'))
        .map(timeless)
        .sort(),
      checks: ['firebreak/hotfix', 'firebreak/freeze-2'].map((name) => seen.check(number, name)),
    })),
    runs: Object.entries(Object.groupBy(checkRuns, ({ name, headSha }) => `${name} ${headSha}`))
      .map(([of, runs]) => `${of}: ${runs?.length}`)
      .sort(),
    reactions: comments.filter(({ byApp }) => !byApp).map(({ reactions }) => reactions.map(({ content }) => content)),
    rulesets: rulesets.map(({ name }) => name),
    labels: labels.map(({ name, color, description }) => ({ name, color, description })).sort(byName),
  }
}

const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name)

/** Without moments and lengths of time, and with its lines in one order: what happened at one moment has none. */
const timeless = (body: string): string =>
  body
    .replace(/<!-- [^>]*-->/g, '')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'THEN')
    .replace(/\b(?:less than a second|(?:\d+ (?:d|h|min|s|days?|hours?|minutes?|seconds?)(?: |\b))+)/g, 'A WHILE')
    .split('\n')
    .sort()
    .join('\n')
