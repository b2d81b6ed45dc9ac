import { describe, expect, it } from 'vitest'
import type { DashboardMessage } from '../../src/incident/dashboard.ts'
import { type Finding, findingTopics } from '../../src/incident/finding.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { contextOf, declared, incidentAfter } from './samples.ts'

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
      'people',
      'deliveries',
    ])
    expect(text).toContain('- Freeze: ❌ 1')
    expect(text).toContain('Anybody can read this issue')
    const news = renderMessage({ type: 'DashboardNews', broke: all, members: [], isPrivate: false }, context)
    expect(news).not.toContain('About freeze.')
    expect(renderMessage(body(all), context)).not.toContain('Anybody can read this issue')
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
