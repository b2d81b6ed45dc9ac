import { ApiError } from '../../emulator/http/api-error.ts'
import type { ActName, PlannedStep } from '../../policy/simulation.ts'
import { NotPlayable, personNamed, type Scene, threadNamed } from './scene.ts'
import type { Line } from './transcript.ts'

type Person = ReturnType<ReturnType<Scene['github']['as']>['in']>

interface Doing {
  readonly scene: Scene
  readonly login: string
  readonly person: Person
  readonly step: PlannedStep
}

/** Carries out what a step says. @returns who did what, and how GitHub refused it if it did */
export function act(scene: Scene, step: PlannedStep): readonly Line[] {
  if (step.act === undefined) return []
  const login = step.act === 'alert' ? 'dependabot' : personNamed(scene, step.by ?? '')
  const { github, repository } = scene
  const person = github.as(step.act === 'alert' ? 'administrator' : login).in(repository)
  try {
    return deeds[step.act]({ scene, login, person, step })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return [
      { kind: 'act', text: `${login}: ${step.act}`, who: [login] },
      { kind: 'refused', text: `GitHub refuses: ${oneLine(error.message)}` },
    ]
  }
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

const did = (login: string, text: string): Line => ({ kind: 'act', text: `${login} ${text}`, who: [login] })

/** The thread that a step is about: the incident, unless it says otherwise. */
const about = ({ scene, step }: Doing): number => threadNamed(scene, step.on ?? 'incident')

function named(value: string | number | undefined): string | number {
  if (value === undefined) throw new NotPlayable('the step names nothing')
  return value
}

const deeds: { readonly [Name in ActName]: (doing: Doing) => readonly Line[] } = {
  issue: openIssue,
  'pull-request': openPull,
  comment: (doing) => {
    const number = about(doing)
    const text = doing.step.comment ?? ''
    doing.person.comment(number, text)
    return [did(doing.login, `comments on #${number}: “${oneLine(text)}”`)]
  },
  tick,
  label: (doing) => {
    const labels = doing.step.label ?? []
    doing.person.label(about(doing), ...labels)
    return [did(doing.login, `puts ${labels.join(', ')} on #${about(doing)}`)]
  },
  unlabel: (doing) => {
    const labels = doing.step.unlabel ?? []
    for (const label of labels) doing.person.unlabel(about(doing), label)
    return [did(doing.login, `takes ${labels.join(', ')} off #${about(doing)}`)]
  },
  edit,
  approve: (doing) => review(doing, named(doing.step.approve), 'APPROVED'),
  'request-changes': (doing) => review(doing, named(doing.step['request-changes']), 'CHANGES_REQUESTED'),
  merge,
  close: (doing) => {
    const number = threadNamed(doing.scene, named(doing.step.close))
    doing.person.close(number)
    return [did(doing.login, `closes #${number}`)]
  },
  reopen: (doing) => {
    const number = threadNamed(doing.scene, named(doing.step.reopen))
    doing.person.reopen(number)
    return [did(doing.login, `reopens #${number}`)]
  },
  push,
  deploy: ({ person, login, step }) => {
    const { environment = 'production', state = 'success' } = step.deploy ?? {}
    const { id } = person.deploy({ environment })
    person.deploymentStatus(id, state)
    return [did(login, `deploys to ${environment}: ${state}`)]
  },
  alert,
  'private-report': ({ person, login, step }) => {
    const { summary = '', severity } = step['private-report'] ?? {}
    person.reportVulnerability({ summary, description: summary, ...(severity !== undefined && { severity }) })
    return [did(login, `reports a vulnerability privately: “${summary}”`)]
  },
  'delete-freeze': ({ scene, person, login }) => {
    const { rulesets } = scene.github.repository(scene.repository)
    for (const { id } of rulesets) person.deleteRuleset(id)
    return [did(login, 'deletes the rulesets of the freeze')]
  },
}

function openIssue({ scene, person, login, step }: Doing): readonly Line[] {
  const { title, body, labels, as } = step.issue ?? { title: '' }
  const { number } = person.openIssue({ title, ...(body !== undefined && { body }), labels: labels ?? [] })
  if (as !== undefined) scene.names.set(as, number)
  const marked = labels && labels.length > 0 ? `, labelled ${labels.join(', ')}` : ''
  return [did(login, `opens issue #${number} “${title}”${marked}`)]
}

function openPull({ scene, person, login, step }: Doing): readonly Line[] {
  const { title, branch, base, body, files, as } = step['pull-request'] ?? { title: '', branch: '' }
  const changes = files ?? { [`${branch.replace(/[^A-Za-z0-9]+/gu, '-')}.md`]: 'A change.\n' }
  const { number } = person.openPull({
    ...{ title, head: branch, files: changes },
    ...(base !== undefined && { base }),
    ...(body !== undefined && { body: body.replaceAll('#incident', `#${threadNamed(scene, 'incident')}`) }),
  })
  if (as !== undefined) scene.names.set(as, number)
  return [did(login, `opens pull request #${number} “${title}” from ${branch}`)]
}

function tick({ scene, person, login, step }: Doing): readonly Line[] {
  const item = step.tick ?? ''
  const number = step.on === undefined ? undefined : threadNamed(scene, step.on)
  const { comments, issues } = scene.github.repository(scene.repository)
  const isOpen = (body: string | null): boolean =>
    (body ?? '').split('\n').some((line) => /\[ \]/u.test(line) && line.includes(item))
  const isAsked = (thread: number): boolean => number === undefined || number === thread
  const comment = comments.find(({ body, issueNumber }) => isAsked(issueNumber) && isOpen(body))
  const issue = comment ? undefined : issues.find((each) => isAsked(each.number) && isOpen(each.body))
  if (comment) person.tick(comment.id, item)
  else if (issue) person.tickInIssue(issue.number, item)
  else throw new NotPlayable(`there is no open box “${item}” then`)
  return [did(login, `ticks “${item}” on #${comment?.issueNumber ?? issue?.number}`)]
}

function edit(doing: Doing): readonly Line[] {
  const number = about(doing)
  const { title, body } = doing.step.edit ?? {}
  const change = {
    ...(title !== undefined && { title }),
    ...(body !== undefined && { body: body.replaceAll('#incident', `#${threadNamed(doing.scene, 'incident')}`) }),
  }
  const isPull = doing.scene.github
    .repository(doing.scene.repository)
    .issues.some((one) => one.number === number && one.pull)
  if (isPull) doing.person.editPull(number, change)
  else doing.person.editIssue(number, change)
  return [did(doing.login, `edits ${Object.keys(change).join(' and ')} of #${number}`)]
}

function review({ scene, person, login }: Doing, name: string | number, state: 'APPROVED' | 'CHANGES_REQUESTED') {
  const number = threadNamed(scene, name)
  person.review(number, state)
  return [did(login, state === 'APPROVED' ? `approves #${number}` : `requests changes of #${number}`)]
}

function merge({ scene, person, login, step }: Doing): readonly Line[] {
  const number = threadNamed(scene, named(step.merge))
  const { merged, reason } = person.merge(number)
  if (merged) return [did(login, `merges #${number}`)]
  return [did(login, `tries to merge #${number}`), { kind: 'refused', text: `GitHub refuses: ${oneLine(reason)}` }]
}

function push({ person, login, step }: Doing): readonly Line[] {
  const { branch, files, force } = step.push ?? { branch: '' }
  const { accepted, reason } = person.pushTo(branch, files ?? { 'pushed.md': 'A change.\n' }, { force: force ?? false })
  const how = force ? 'force-pushes to' : 'pushes to'
  if (accepted) return [did(login, `${how} ${branch}`)]
  return [did(login, `tries to push to ${branch}`), { kind: 'refused', text: `GitHub refuses: ${oneLine(reason)}` }]
}

function alert({ scene, step }: Doing): readonly Line[] {
  const { summary = 'Remote code injection', severity = 'critical', cvss, scope } = step.alert ?? {}
  scene.github.dependabot(scene.repository).find({
    ...{ summary, severity },
    ...(scope !== undefined && { scope }),
    ...(cvss !== undefined && { cvssV3: { score: cvss, vector: null } }),
  })
  const scored = cvss === undefined ? severity : `${severity}, CVSS ${cvss}`
  return [{ kind: 'act', text: `Dependabot finds a vulnerability: “${summary}” (${scored})`, who: ['dependabot'] }]
}
