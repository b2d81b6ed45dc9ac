import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../src/incident/alert.ts'
import type { AlertChanged } from '../../../src/incident/event.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import { policyFrom } from '../policies.ts'
import { person } from '../procedure.ts'
import { effectsOf, entriesOf, messagesOf, Story } from '../story.ts'

const configuration = `
detection: { alerts: { dependabot: true, advisories: true } }
roles: { maintainers: ["@alice"] }
default-severity: P1
severities:
  P0: { when: { cvss: ">=9.0" }, freeze: hotfix-only, responders: [maintainers] }
  P1: { when: { cvss: ">=7.0" }, responders: [maintainers] }
kinds:
  leak: { keywords: [leaks], confidential: true }
  dependency: {}
post-mortem: { open: false }
`
const policy = await policyFrom(configuration)

const alert = (change: Partial<Alert> = {}): Alert => ({
  source: 'dependabot',
  number: 5,
  ghsa: 'GHSA-jfh8-c2jp-5v3q',
  cve: 'CVE-2021-44228',
  summary: 'Remote code injection',
  severity: 'critical',
  score: 10,
  exploited: undefined,
  scope: 'runtime',
  package: { ecosystem: 'maven', name: 'log4j-core' },
  manifest: 'pom.xml',
  vulnerable: '< 2.15',
  patched: '2.15',
  url: 'https://github.test/acme/shop/security/dependabot/5',
  ...change,
})

class Alerts extends Story {
  raised(change: Partial<Alert> = {}, more: Partial<AlertChanged> = {}): Decision {
    const actor = person('github')
    return this.happens({
      type: 'AlertChanged',
      change: 'opened',
      how: 'created',
      actor,
      alert: alert(change),
      ...more,
    })
  }

  ended(number = 5, more: Partial<AlertChanged> = {}): Decision {
    return this.raised({ number }, { change: 'closed', how: 'fixed', ...more })
  }

  issueOpens(number = 12): Decision {
    const url = `https://github.test/acme/shop/issues/${number}`
    return this.succeeds('OpenIssue', { type: 'IssueOpened', number, url })
  }
}

function begun(change: Partial<Alert> = {}): Alerts {
  const story = new Alerts(policy)
  story.raised(change)
  story.issueOpens()
  return story
}

const keyOf = (decision: Decision): string | undefined => decision.effects[0]?.key

describe('an alert', () => {
  it('asks for one issue, with the mark and the severity on it, and begins nothing before it is there', () => {
    const story = new Alerts(policy)
    const [issue] = effectsOf(story.raised(), 'OpenIssue')
    expect(issue?.labels.map(({ name }) => name)).toEqual(['emergency', 'severity/P0'])
    expect(story.incidents).toEqual([])
    story.issueOpens()
    expect(story.incident()).toMatchObject({
      status: 'declared',
      severity: 'P0',
      kind: 'dependency',
      reporter: 'firebreak[bot]',
    })
    const ofGitHub = story.asked.filter(({ ask }) => ask !== 'effects-asked-for')
    // The engine asks GitHub the same question once within a decision.
    expect(new Set(ofGitHub.map((question) => JSON.stringify(question))).size).toBe(1)
    expect(ofGitHub[0]?.ask).toBe('open-alerts')
  })

  it('asks for one issue together with others of its advisory, and for another one when it is back later', () => {
    const story = new Alerts(policy)
    const first = keyOf(story.raised())
    story.now += 5 * 60_000
    expect(story.raised({ number: 6 }).effects).toEqual([])
    expect(keyOf(story.raised({ ghsa: 'GHSA-aaaa-bbbb-cccc' }))).not.toBe(first)
    story.now += 30 * 60_000
    expect(keyOf(story.raised({ number: 7 }))).not.toBe(first)
  })

  it('opens another incident when it was fixed and is back within the hour', () => {
    const story = begun()
    story.now += 20 * 60_000
    story.ended()
    expect(story.incident().status).toBe('closed')
    story.now += 20 * 60_000
    expect(effectsOf(story.raised({}, { how: 'reintroduced' }), 'OpenIssue')).toHaveLength(1)
  })

  it('is left alone below the scale, and where its sort opens nothing', () => {
    const story = new Alerts(policy)
    expect(story.raised({ score: 6.9 }).effects).toEqual([])
    story.policy = { ...policy, detection: { ...policy.detection, alerts: { dependabot: false, advisories: false } } }
    expect(story.raised().effects).toEqual([])
    expect(story.raised({ source: 'advisory', number: undefined }).effects).toEqual([])
  })

  it('that is dismissed before its issue is opened calls nobody, unless another manifest is still open', () => {
    const story = new Alerts(policy)
    const key = keyOf(story.raised()) ?? ''
    story.now += 1000
    const dismissed = { how: 'auto_dismissed' } as const
    expect(story.ended(5, dismissed).cancelled).toEqual([])
    story.facts['open-alerts'] = () => [alert(), alert({ number: 6 })]
    expect(story.ended(5, dismissed).cancelled).toEqual([])
    story.facts['open-alerts'] = () => [alert(), alert({ number: 6, score: 2 })]
    expect(story.ended(5, dismissed).cancelled).toEqual([key])
    story.asked.length = 0
    story.now += 3_600_000
    expect(story.ended(5, dismissed).cancelled).toEqual([])
    expect(story.asked.map(({ ask }) => ask)).toEqual(['effects-asked-for'])
  })

  it('whose issue GitHub refuses begins nothing', () => {
    const story = new Alerts(policy)
    story.raised()
    expect(story.givesUp('OpenIssue', 'Issues are switched off').effects).toEqual([])
    expect(story.incidents).toEqual([])
  })

  it('begins one incident however often the outcome comes', () => {
    const story = begun()
    expect(story.issueOpens()).toMatchObject({ entries: [], effects: [] })
  })

  it('whose severity left the scale meanwhile gets the default', () => {
    const story = new Alerts(policy)
    story.raised()
    story.policy = { ...policy, severities: policy.severities.filter(({ id }) => id === 'P1') }
    story.issueOpens()
    expect(story.incident().severity).toBe('P1')
  })
})

const ghsa = (index: number): string => `GHSA-0000-0000-${String(index).padStart(4, '0')}`

const report = { source: 'advisory', number: undefined, package: undefined } as const

describe('a flood of alerts', () => {
  const opened = (decisions: readonly Decision[]) => decisions.flatMap((each) => effectsOf(each, 'OpenIssue'))
  const flood = (story: Alerts, count: number, change: Partial<Alert> = {}, from = 0) =>
    Array.from({ length: count }, (_, index) => story.raised({ ghsa: ghsa(from + index), ...change }))

  it('opens five incidents of the lowest severity at once; of the others one issue tells, once', () => {
    const decisions = flood(new Alerts(policy), 200, { score: 7.5 })
    expect(opened(decisions)).toHaveLength(5)
    const kept = decisions.flatMap(({ effects }) => effects.filter(({ effect }) => effect.type === 'KeepIssue'))
    expect(kept).toHaveLength(195)
    expect(new Set(kept.map(({ key, keep }) => `${key} ${keep}`))).toEqual(new Set(['alert/7/held-back latest']))
  })

  it('leaves room for what is more severe', () => {
    const story = new Alerts(policy)
    flood(story, 20, { score: 7.5 })
    expect(opened(flood(story, 20, {}, 100))).toHaveLength(5)
  })

  it('of reports by anybody is bounded by itself, and keeps no alert back', () => {
    const story = new Alerts(policy)
    const reports = Array.from({ length: 20 }, (_, index) =>
      story.raised({ ...report, ghsa: ghsa(index) }, { actor: person('mallory') }),
    )
    expect(opened(reports)).toHaveLength(5)
    expect(opened([story.raised()])).toHaveLength(1)
  })

  it('opens none more later while those are open, and again when they are over', () => {
    const story = new Alerts(policy)
    for (let index = 0; index < 5; index++) {
      story.raised({ ghsa: ghsa(index), number: index, score: 7.5 })
      story.issueOpens(100 + index)
    }
    story.now += 24 * 3_600_000
    expect(opened(flood(story, 1, { score: 7.5 }, 50))).toEqual([])
    story.comments('/incident cancel not used', 'alice', { number: 100 })
    expect(opened(flood(story, 1, { score: 7.5 }, 50))).toHaveLength(1)
  })
})

describe('another manifest', () => {
  it('is one line on the timeline and no comment', () => {
    const story = begun()
    const decision = story.raised({ number: 6, manifest: 'a/pom.xml' })
    expect(entriesOf(decision, 'AlertRaised')).toHaveLength(1)
    expect(effectsOf(decision, 'PostComment')).toEqual([])
    expect(story.incident().alert?.open).toEqual([5, 6])
    expect(story.raised({ number: 6 }).entries).toEqual([])
  })

  it('that is more severe raises the severity, and one that is less does not lower it', () => {
    const story = begun({ score: 7.5 })
    expect(story.incident().severity).toBe('P1')
    const decision = story.raised({ number: 6 })
    expect(messagesOf(decision, 'SeverityChanged')).toEqual([
      expect.objectContaining({ from: 'P1', to: 'P0', by: undefined }),
    ])
    expect(effectsOf(decision, 'ApplyFreeze')).toHaveLength(1)
    story.raised({ number: 7, score: 7.5 })
    expect(story.incident().severity).toBe('P0')
  })

  it('that would open nothing by itself does not hold the incident open', () => {
    const story = begun()
    expect(story.raised({ number: 6, score: 2 }).entries).toEqual([])
    expect(story.incident().alert?.open).toEqual([5])
  })

  it('that GitHub lists and nobody told of is noted from the start, and before the end', () => {
    const story = new Alerts(policy)
    story.facts['open-alerts'] = () => [alert(), alert({ number: 6 }), alert({ number: 7, score: 1 })]
    story.raised()
    story.issueOpens()
    expect(story.incident().alert?.open).toEqual([5, 6])
    story.ended(5)
    story.facts['open-alerts'] = () => [alert({ number: 5 }), alert({ number: 6 }), alert({ number: 8 })]
    story.ended(6)
    expect(story.incident()).toMatchObject({ status: 'declared', alert: { open: [8], shut: [5, 6] } })
    story.facts['open-alerts'] = () => undefined
    story.ended(8)
    expect(story.incident().status).toBe('closed')
  })
})

describe('the end', () => {
  it('of an alert that no incident is about means nothing', () => {
    const story = begun()
    expect(story.ended(5, { alert: alert({ ghsa: 'GHSA-aaaa-bbbb-cccc' }) }).entries).toEqual([])
  })

  it('of one manifest ends nothing while the fix of another is only begun', () => {
    const story = begun()
    story.raised({ number: 6 })
    story.raised({}, { change: 'closed', how: 'dismissed', reason: 'fix_started', actor: person('alice') })
    story.ended(6)
    expect(story.incident()).toMatchObject({ status: 'declared', alert: { open: [5] } })
  })

  it('of an alert after its incident was resolved by hand is noted, and said no more', () => {
    const story = new Alerts({ ...policy, postmortem: { ...policy.postmortem, open: 'resolved' } })
    story.raised()
    story.issueOpens()
    story.comments('/incident resolve It is repaired')
    const decision = story.ended()
    expect(entriesOf(decision, 'AlertClosed')).toHaveLength(1)
    expect(entriesOf(decision, 'Resolved')).toEqual([])
  })

  it('asks what the one may who dismisses, and nothing about a fix', () => {
    const story = begun()
    story.asked.length = 0
    story.raised({}, { change: 'closed', how: 'dismissed', reason: 'not_used', actor: person('mallory') })
    expect(story.asked.map(({ ask }) => ask)).toContain('permission')
    expect(story.incident().status).toBe('declared')
    expect(messagesOf(story.raised({ number: 5 }), 'AlertClosed')).toEqual([])
    story.asked.length = 0
    story.ended()
    expect(story.asked.map(({ ask }) => ask)).not.toContain('permission')
    expect(story.incident().status).toBe('closed')
  })

  it('is taken back aloud when an alert is open again while the incident goes on, and another manifest is no return', () => {
    const story = begun()
    expect(messagesOf(story.raised({ number: 6 }), 'AlertReturned')).toEqual([])
    story.ended(6)
    story.ended(5, { how: 'dismissed', reason: 'not_used', actor: person('mallory') })
    const back = story.raised({}, { how: 'reopened' })
    expect(messagesOf(back, 'AlertReturned')).toMatchObject([{ members: ['@alice'] }])
    expect(messagesOf(story.raised({}, { how: 'reopened' }), 'AlertReturned')).toEqual([])
  })

  it('and a return make a new incident, also while the post-mortem of the first is written', () => {
    const story = new Alerts({ ...policy, postmortem: { ...policy.postmortem, open: 'resolved' } })
    story.raised()
    story.issueOpens()
    story.ended()
    expect(story.incident().status).toBe('resolved')
    story.now += 3_600_000
    expect(effectsOf(story.raised({}, { how: 'reintroduced' }), 'OpenIssue')).toHaveLength(1)
    story.issueOpens(30)
    expect(story.incident(30).status).toBe('declared')
  })
})

describe('the kind', () => {
  it.each([
    ['a keyword', { summary: 'It leaks memory' }, 'leak'],
    ['the name of a kind that is called after such alerts', {}, 'dependency'],
  ])('is named by %s', (_, change, kind) => {
    expect(begun(change).incident().kind).toBe(kind)
  })

  it('that is confidential makes the issue say nothing, and the incident a secret', () => {
    const story = new Alerts(policy)
    const [issue] = effectsOf(story.raised({ summary: 'It leaks passwords' }), 'OpenIssue')
    expect(issue?.message).toMatchObject({ confidential: true })
    story.issueOpens()
    expect(story.incident().disclosure.tracking).toBe('SEC-2026-12')
  })
})

describe('a private report', () => {
  const report = { source: 'advisory', number: undefined, package: undefined } as const

  it('from somebody trusted declares, from anybody else it only reports', () => {
    for (const [login, status] of [
      ['alice', 'declared'],
      ['mallory', 'reported'],
    ] as const) {
      const story = new Alerts(policy)
      story.raised(report, { how: 'reported', actor: person(login) })
      story.issueOpens()
      expect(story.incident()).toMatchObject({ status, alert: { source: 'advisory', secret: true } })
      expect(story.incident().disclosure.tracking).toBeDefined()
    }
  })

  it('that is published is told once', () => {
    const story = new Alerts(policy)
    story.raised(report, { how: 'reported', actor: person('alice') })
    story.issueOpens()
    const published = () => story.raised(report, { change: 'published', how: 'published', actor: person('alice') })
    expect(messagesOf(published(), 'AdvisoryPublished')).toHaveLength(1)
    expect(published().entries).toEqual([])
  })
})
