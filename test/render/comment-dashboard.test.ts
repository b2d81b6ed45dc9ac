import { describe, expect, it } from 'vitest'
import type { DashboardMessage } from '../../src/incident/dashboard.ts'
import { type Finding, findingTopics } from '../../src/incident/finding.ts'
import { type BranchFact, nothingKnown, type ReadinessFacts } from '../../src/incident/readiness/facts.ts'
import { findingsOf } from '../../src/incident/readiness/judge.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { known, quietBranch } from '../incident/readiness/facts.ts'
import { ci } from '../incident/readiness/troubles.ts'
import { contextOf, declared, incidentAfter, policy } from './samples.ts'

const at = Date.parse('2026-03-02T06:53:00Z')
const context = contextOf(incidentAfter([declared]))

const body = (findings: readonly Finding[], change: Partial<Extract<DashboardMessage, { type: 'Dashboard' }>> = {}) =>
  ({
    type: 'Dashboard',
    findings,
    lookedAt: at,
    nextAt: at + 86_400_000,
    called: undefined,
    byHand: undefined,
    isPrivate: true,
    ...change,
  }) as const
const broken: Finding = {
  topic: 'freeze',
  level: 'broken',
  seen: 'A freeze would not hold on release/1.',
  emergency: 'Anybody merges.',
  remedy: 'Grant administration.',
}
const weak: Finding = { topic: 'labels', level: 'weak', seen: 'A label is missing.' }
const unknown: Finding = { topic: 'rivals', level: 'unknown', seen: 'It was not seen.' }
const good: Finding = { topic: 'clock', level: 'good', seen: 'The clock is right.' }

describe('the dashboard', () => {
  it.each([
    [[broken, weak, weak, weak, good], '**1 would fail in an emergency, 3 are weak.**'],
    [[broken, broken], '**2 would fail in an emergency.**'],
    [[weak], '**1 is weak.**'],
    [[good], '**Nothing is known that would fail in an emergency.**'],
    [[good, unknown], '**Nothing is known that would fail in an emergency. 1 thing could not be seen.**'],
    [[], '**Nothing is known that would fail in an emergency.**'],
  ])('begins with how it stands: %#', (findings, glance) => {
    expect(renderMessage(body(findings), context).split('\n')[0]).toBe(glance)
  })

  it('says of each finding what it means and what to do, under its topic', () => {
    const text = renderMessage(body([broken, weak]), context)
    expect(text).toContain(
      '### Freeze\n\n- ❌ A freeze would not hold on release/1.\n  - In an emergency: Anybody merges.\n  - What to do: Grant administration.',
    )
    expect(text).toContain('### Labels\n\n- ⚠️ A label is missing.')
    expect(text).not.toContain('### Drills')
  })

  it('gives of what is not for everybody numbers alone where anybody reads', () => {
    const all = findingTopics.map(
      (topic): Finding => ({ topic, level: 'broken', seen: `About ${topic}.`, remedy: 'Mend it.' }),
    )
    const text = renderMessage(body(all, { isPrivate: false }), context)
    const shown = findingTopics.filter((topic) => text.includes(`About ${topic}.`))
    expect(findingTopics.filter((topic) => !shown.includes(topic))).toEqual([
      'permissions',
      'freeze',
      'bypass',
      'checks',
      'merge-queue',
      'people',
      'deliveries',
    ])
    expect(text).toContain('- Freeze: ❌ 1')
    expect(text).toContain('Anybody can read this issue')
    const news = renderMessage({ type: 'DashboardNews', broke: all, members: [], isPrivate: false }, context)
    expect(news).not.toContain('About freeze.')
    expect(renderMessage(body(all), context)).not.toContain('Anybody can read this issue')
  })

  it('tells strangers nothing of who passes, who administers, how people stand to it, or what the App may', () => {
    const why = { known: false, why: 'the App may not look: it lacks secret-permission=read' } as const
    const passer = { who: 'secret-passer', ruleset: 'secret-ruleset', rulesetId: 3, isPeople: true }
    const queued = {
      ...quietBranch,
      requiredChecks: [ci],
      otherRules: [{ what: 'update', by: [3] }],
      hasMergeQueue: true,
    }
    const facts: ReadinessFacts = {
      ...nothingKnown(why.why),
      ...{ branches: known([queued]), bypasses: known([passer, { ...passer, mode: 'exempt' }]) },
      ...{
        closedRulesets: known([]),
        administrators: known(['secret-admin']),
        permissions: known({}),
        events: known([]),
      },
      people: known([{ login: 'secret-person', permission: 'none' as const }]),
      teams: known([{ team: 'acme/secret-team', state: 'unseen' as const, members: undefined }]),
    }
    const findings = findingsOf(policy, facts, at)
    expect(renderMessage(body(findings), context)).toMatch(/secret-passer[\s\S]*secret-permission/)
    for (const isPrivate of [false, true]) {
      const text = renderMessage(body(findings, { isPrivate }), context)
      const news = renderMessage({ type: 'DashboardNews', broke: findings, members: [], isPrivate }, context)
      expect(/secret|the App lacks|not granted|not subscribed/.test(text + news)).toBe(isPrivate)
    }
  })

  it('notifies nobody by the names in it', () => {
    const calls = [
      { after: 0, members: ['@dana', '@acme/sre'], channels: ['pager'] },
      { after: 900_000, members: ['@rob'], channels: [] },
    ]
    const called = { severity: 'P0', calls }
    const text = renderMessage(body([], { called }), context)
    expect(text).toContain('Were P0 reported at this moment and not answered, these would be called:')
    expect(text).toContain('| at once | dana and acme/sre | `pager` |\n| after 15 min | rob |  |')
    expect(text).not.toContain('@')
  })

  it('says what was not looked at, and that nothing is known of it', () => {
    const leftOut = ['2 more branches that would be frozen were not looked at.', 'Nor were others.']
    const text = renderMessage(body([good], { leftOut }), context)
    expect(text).toContain('**Nothing is known that would fail in an emergency. Not all of it was looked at.**')
    expect(text).toContain(
      '### Not looked at\n\n- 2 more branches that would be frozen were not looked at.\n- Nor were others.',
    )
    expect(renderMessage(body([good], { leftOut: [] }), context)).not.toContain('ot looked at')
  })

  describe('whatever its size', () => {
    const long = (level: Finding['level'], topic: Finding['topic'], index: number): Finding => ({
      ...{ topic, level, seen: `${level} ${topic} ${index}: ${'word '.repeat(100)}` },
      ...{ emergency: 'Then. '.repeat(90), remedy: 'Do. '.repeat(140) },
    })
    const many = (amount: number) =>
      findingTopics.flatMap((topic) =>
        (['good', 'weak', 'broken'] as const).flatMap((level) =>
          Array.from({ length: amount }, (_, index) => long(level, topic, index)),
        ),
      )
    const protectedBy = (branch: string): BranchFact => ({
      ...{ branch, requiredChecks: [], hasMergeQueue: false, codeOwnersMustReview: false, otherRules: [] },
      byHand: { before: { checks: 'x'.repeat(4_000) }, frozen: { checks: 'x'.repeat(4_000) }, signatures: false },
    })
    const byHandFor = (branches: number) => ({
      freeze: { ...policy.freeze, mechanism: 'branch-protection' as const },
      facts: {
        ...nothingKnown('nobody looked'),
        protection: { known: true as const, value: 'yes' as const },
        branches: {
          known: true as const,
          value: Array.from({ length: branches }, (_, index) => protectedBy(`release/${index}`)),
        },
      },
    })

    it.each([0, 1, 6, 30])('has the page of commands whole: beside %i findings of a kind', (amount) => {
      const text = renderMessage(body(many(amount), { byHand: byHandFor(2) }), context)
      expect(text).toContain('## 2. Freeze')
      expect(text).toContain('## 6. Compare')
    })

    it('or has no command of it at all, and says what prints them', () => {
      const text = renderMessage(body(many(3), { byHand: byHandFor(10) }), context)
      expect(text).not.toMatch(/^## /m)
      expect(text).not.toContain('gh api')
      expect(text).toContain('`firebreak doctor acme/shop --by-hand` prints it')
    })

    it('has what would fail before what is weak, whatever its topic', () => {
      const text = renderMessage(body(many(1)), context)
      for (const topic of findingTopics) expect(text.includes(`❌ broken ${topic} 0`), topic).toBe(true)
      expect(text.includes('⚠️ weak drills 0')).toBe(false)
    })

    it('says of findings that there is no room for how many there are, and of none a half', () => {
      const text = renderMessage(body(many(6), { byHand: byHandFor(2) }), context)
      const written = text.match(/^- (?:❌|⚠️|✅) .*\n {2}- In an emergency: Then\..*\n {2}- What to do: Do\./gm) ?? []
      expect(written.length).toBe(text.match(/^- (?:❌|⚠️|✅)/gm)?.length)
      expect(text).toMatch(/^- and \d+ more than there is room for here$/m)
      const more = [...text.matchAll(/^- (?:and )?(\d+) more than/gm)].reduce((sum, [, rest]) => sum + Number(rest), 0)
      expect(more + written.length).toBe(many(6).length)
    })
  })

  it('says when it is looked at next, as far as it is', () => {
    expect(renderMessage(body([]), context)).toContain('on 2026-03-02 06:53 UTC, and next on 2026-03-03 06:53 UTC.')
    expect(renderMessage(body([], { nextAt: undefined }), context)).toContain('on 2026-03-02 06:53 UTC.')
  })
})

describe('its news', () => {
  it('is one comment for what broke, with whoever has to know', () => {
    const text = renderMessage({ type: 'DashboardNews', broke: [broken], members: ['@dana'], isPrivate: true }, context)
    expect(text).toMatch(
      /^@dana – \*\*1 thing would fail in an emergency\*\* and did not before:\n\n- ❌ A freeze would/,
    )
  })
})
