import { describe, expect, it } from 'vitest'
import { detectKind } from '../../src/incident/detect.ts'
import { updateEveryOf } from '../../src/incident/incident.ts'
import { followUpsToCome } from '../../src/incident/still-to-do.ts'
import { timersOf } from '../../src/incident/timers.ts'
import { branchMatches, matchesPattern } from '../../src/lib/glob.ts'
import type { Policy, Severity } from '../../src/policy/policy.ts'
import { declared, incidentAfter } from '../render/samples.ts'
import { adopted } from './adopted.ts'
import { shown } from './read.ts'

const minutes = (many: number): number => many * 60_000
const hours = (many: number): number => minutes(60 * many)
const days = (many: number): number => hours(24 * many)

function severity(policy: Policy, id: string): Severity {
  const found = policy.severities.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no severity ${id}.`)
  return found
}

describe('firebreak:single-maintainer', () => {
  it('says what to do where nobody is named', async () => {
    expect(await shown('extends: firebreak:single-maintainer')).toEqual([
      '1:10 warning In `firebreak:single-maintainer`: `roles.maintainers` has no members yet: until somebody is named, anybody with write permission may approve a hotfix. Name people in `roles.maintainers`, for example `["@you"]`, or lower `required`.',
    ])
  })

  it('asks again after four hours, by the direct channel that its docstring shows', async () => {
    const policy = await adopted('single-maintainer')
    expect(policy.severities[0]).toMatchObject({
      respondWithin: hours(4),
      escalation: 'default',
      responders: ['maintainers'],
    })
    expect(policy.escalation.policies.default?.steps.map(({ after, channels }) => [after, channels])).toEqual([
      [0, []],
      [hours(4), ['direct']],
    ])
  })

  it.each([
    ['Critical security fix: leaked tokens', 'security', 'hotfix/critical-security-fix'],
    ['Production fix: checkout is down', 'production', 'hotfix/production-fix'],
    ['Dependency security update: lodash', 'dependency', 'hotfix/dependency-security-update'],
    ['Dependency security update: lodash (CVE-2025-1234)', 'dependency', 'hotfix/urgent-fix'],
  ])('knows a scenario by its title and branch: %s', async (title, kind, branch) => {
    const policy = await adopted('single-maintainer')
    const thread = { title: `[EMERGENCY] ${title}`, body: '', labels: [] }
    expect(detectKind(policy, thread, undefined)?.kind).toBe(kind)
    const patterns = [...policy.hotfix.branches, ...(policy.kinds[kind]?.hotfixBranches ?? [])]
    expect(patterns.some((pattern) => matchesPattern(pattern, branch))).toBe(true)
  })

  it('freezes the default branch until the hotfix is merged', async () => {
    const policy = await adopted('single-maintainer')
    expect(policy.severities[0]?.freeze).toBe('hotfix-only')
    expect(policy.freeze.lift).toBe('hotfix-merged')
    expect(branchMatches(policy.freeze.branches, 'trunk', 'trunk')).toBe(true)
    expect(policy.hotfix.require).toEqual(['title', 'branch', 'incident', 'impact', 'bypass-reason', 'approvals'])
    expect(policy.postmortem.open).toBe('hotfix-merged')
  })

  it('posts the three lists of the procedure, one more for the scenario, and one for afterwards', async () => {
    const { checklists } = await adopted('single-maintainer')
    const of = (kind: string) =>
      checklists
        .filter(({ kinds }) => kinds.length === 0 || kinds.includes(kind))
        .map(({ on, items }) => [on, items[0], items.length])
    expect(of('production')).toEqual([
      ['declared', 'Issue is truly critical/urgent', 5],
      ['hotfix-opened', 'Use [EMERGENCY] prefix in title', 5],
      ['hotfix-merged', 'Document the emergency', 5],
      ['declared', 'Assess impact and scope', 7],
      ['hotfix-merged', 'Conduct post-mortem analysis', 3],
      ['post-mortem', 'Documentation: Document the emergency and response', 10],
    ])
  })
})

describe('the phases after it', () => {
  it('add several approvals and shared authority, then a team and detection, then on-call and a committee', async () => {
    const [two, three, four] = [
      await adopted('maintainer-team'),
      await adopted('response-team'),
      await adopted('committee'),
    ]
    expect(severity(two, 'emergency').approvals).toEqual({ required: 2, from: ['maintainers'], each: false })
    expect(two.commands).toEqual({ freeze: 'write', thaw: 'write' })
    expect(two.detection.alerts.dependabot).toBe(false)
    expect(three.detection.alerts).toEqual({ dependabot: true, advisories: true })
    expect(severity(three, 'emergency').responders).toEqual(['emergency-response', 'security'])
    expect(four.roles.primary?.type).toBe('rotation')
    expect(four.escalation.policies.default?.steps.map(({ notify }) => notify[0])).toEqual([
      ...['primary', 'secondary', 'emergency-response', 'maintainers'],
    ])
    expect(four.postmortem.assign).toEqual(['commander', 'committee'])
    for (const policy of [two, three, four]) {
      expect(Object.keys(policy.kinds)).toEqual(['dependency', 'security', 'production'])
      expect(severity(policy, 'emergency').freeze).toBe('hotfix-only')
    }
  })
})

describe('firebreak:dependency-response', () => {
  it('keeps the table of the runbook', async () => {
    const policy = await adopted('dependency-response')
    const rows = policy.severities.map(({ id, when, respondWithin, responders, freeze }) => [
      ...[id, when?.cvss?.score, when?.exploited, respondWithin, responders.length, freeze],
    ])
    expect(rows).toEqual([
      ['P0', 9, undefined, hours(2), 4, 'reviewed'],
      ['P1', 7, true, hours(8), 2, false],
      ['P2', 7, undefined, hours(72), 1, false],
    ])
    expect(policy.severities.every(({ when }) => when?.scope === 'runtime')).toBe(true)
  })

  it('asks for the approvers of each level, and protects the branch as the runbook does', async () => {
    const policy = await adopted('dependency-response')
    const roles = ['tech-lead', 'security']
    expect(severity(policy, 'P0').approvals).toEqual({ required: 2, from: roles, each: true })
    expect(severity(policy, 'P1').approvals).toEqual({ required: 1, from: roles, each: false })
    expect(policy.freeze.reviewed).toEqual({ approvals: 2, strict: true, enforceAdmins: true })
    expect(policy.freeze.lift).toBe('resolved')
  })

  it.each([
    ['hotfix/cve-2025-12345', true],
    ['hotfix/cve-2025-X', false],
    ['hotfix/urgent', false],
  ])('takes hotfixes from branches that name their CVE: %s', async (branch, fits) => {
    const { hotfix } = await adopted('dependency-response')
    expect(hotfix.branches.some((pattern) => matchesPattern(pattern, branch))).toBe(fits)
  })

  it('rolls out in the three stages of the runbook', async () => {
    const { rollOut } = await adopted('dependency-response')
    expect(rollOut.stages.map(({ name, traffic, watch, rollBack }) => [name, traffic, watch, rollBack])).toEqual([
      ['Canary', '10 %', minutes(30), 'Error rate > 0.1 %'],
      ['Stage 2', '50 %', minutes(30), 'Error rate > 0.05 %'],
      ['Full', '100 %', hours(1), 'Error rate > 0.02 %'],
    ])
  })

  it('has the times of each phase in P0 and in P1', async () => {
    const { checklists } = await adopted('dependency-response')
    const of = (id: string) =>
      checklists.filter(({ severities }) => severities.includes(id)).map(({ title, due }) => [title.slice(9), due])
    expect(of('P0')).toEqual([
      ['CONTAINMENT', hours(2)],
      ['REMEDIATION', hours(4)],
      ['VALIDATION', hours(2)],
    ])
    expect(of('P1')).toEqual([
      ['CONTAINMENT', hours(2)],
      ['REMEDIATION', hours(6)],
      ['VALIDATION', hours(4)],
    ])
  })
})

describe('firebreak:care-and-learning', () => {
  it('answers within the times of the guide, and freezes nothing', async () => {
    const { severities } = await adopted('care-and-learning')
    expect(severities.map(({ id, respondWithin, freeze }) => [id, respondWithin, freeze])).toEqual([
      ['SEV-0', minutes(5), false],
      ['SEV-1', hours(1), false],
      ['SEV-2', hours(4), false],
      ['SEV-3', hours(18), false],
    ])
  })

  it('asks for updates hourly or daily, and every half hour in outages', async () => {
    const policy = await adopted('care-and-learning')
    expect(policy.severities.map(({ updateEvery }) => updateEvery)).toEqual([hours(1), days(1), undefined, undefined])
    for (const kind of ['outage', 'database', 'cdn'])
      expect(policy.kinds[kind]?.updateEvery).toEqual({ 'SEV-0': minutes(30), 'SEV-1': minutes(30) })
    expect(policy.updates.minimumWords).toBeGreaterThan('Still working on it.'.split(' ').length)
  })

  it.each([
    ['outage', 'SEV-1', minutes(30)],
    ['security', 'SEV-1', days(1)],
    ['outage', 'SEV-2', undefined],
    [undefined, 'SEV-0', hours(1)],
  ])('has a cadence of its own for outages: %s, %s', async (kind, id, every) => {
    const policy = await adopted('care-and-learning')
    expect(updateEveryOf({ policy, kind, severity: id })).toBe(every)
  })

  it('keeps security incidents confidential, those alone', async () => {
    const { kinds } = await adopted('care-and-learning')
    const secret = Object.entries(kinds).filter(([, { confidential }]) => confidential)
    expect(secret.map(([id]) => id)).toEqual(['security'])
  })

  it('has the words of the guide at hand', async () => {
    const { kinds } = await adopted('care-and-learning')
    expect(kinds.communication?.drafts.map(({ title }) => title)).toEqual([
      ...['If criticism is valid', 'If criticism is inaccurate', 'If criticism is mixed'],
    ])
    expect(kinds.community?.drafts[0]?.text).toContain('24-hour cooling-off period')
  })

  it.each([
    ['community', [0]],
    ['outage', []],
  ])('checks in after a week where people were in conflict: %s', async (kind, places) => {
    const policy = await adopted('care-and-learning')
    const resolved = { type: 'Resolved', summary: 'Talked', how: 'command', by: 'dana' } as const
    const incident = incidentAfter([declared, resolved], { policy, kind, severity: 'SEV-1' })
    expect(followUpsToCome(incident)).toEqual(places)
  })

  it('reviews within 48 hours, a week and two weeks, in public', async () => {
    const { postmortem, drills } = await adopted('care-and-learning')
    expect(postmortem.due).toEqual({ scheduled: hours(48), held: days(7), published: days(14) })
    expect(postmortem.publish.discussions).toBe('Incidents')
    expect(drills.map(({ cron }) => cron)).toEqual(['0 14 1 1,4,7,10 *'])
  })
})

describe('firebreak:incident-response-plan', () => {
  it('answers and escalates as the plan says', async () => {
    const { severities } = await adopted('incident-response-plan')
    expect(severities.map(({ id, respondWithin, escalation }) => [id, respondWithin, escalation])).toEqual([
      ['P0', minutes(5), 'required'],
      ['P1', hours(1), 'recommended'],
      ['P2', hours(4), 'optional'],
      ['P3', days(1), false],
    ])
  })

  it('has a playbook for each kind', async () => {
    const { kinds, checklists } = await adopted('incident-response-plan')
    for (const kind of Object.keys(kinds))
      expect(checklists.filter((list) => list.kinds.includes(kind))).toHaveLength(1)
  })
})

describe('firebreak:production', () => {
  it('answers within the times of the document, level by level', async () => {
    const { severities, escalation } = await adopted('production')
    expect(severities.map(({ id, respondWithin }) => [id, respondWithin])).toEqual([
      ['P0', minutes(15)],
      ['P1', hours(1)],
      ['P2', hours(4)],
      ['P3', days(1)],
    ])
    expect(escalation.policies.critical?.steps.map(({ notify }) => notify)).toEqual([
      ['technical-team'],
      ['technical-lead'],
      ['management'],
    ])
  })

  it.each([
    ['P0', 'outage', ['deadline/1', 'deadline/2', 'deadline/4']],
    ['P0', 'security', ['deadline/0', 'deadline/1', 'deadline/2', 'deadline/3', 'deadline/4']],
    ['P3', undefined, []],
  ])('tells by its deadlines those whom the document names: %s %s', async (id, kind, deadlines) => {
    const policy = await adopted('production')
    const timers = timersOf(incidentAfter([declared], { policy, severity: id, ...(kind !== undefined && { kind }) }))
    expect(timers.map(({ name }) => name).filter((name) => name.startsWith('deadline/'))).toEqual(deadlines)
  })

  it('follows up for a month: each list is posted when its time begins, and asked for when it ends', async () => {
    const { checklists, postmortem } = await adopted('production')
    expect(checklists.find(({ id }) => id === 'first-24-hours')).toMatchObject({ on: 'resolved', due: days(1) })
    expect(postmortem.followUps).toEqual([
      { after: days(1), checklist: 'first-week' },
      { after: days(7), checklist: 'first-month' },
    ])
    const ends = postmortem.followUps.map(
      ({ after, checklist }) => after + (checklists.find(({ id }) => id === checklist)?.due ?? 0),
    )
    expect(ends).toEqual([days(7), days(30)])
  })
})
