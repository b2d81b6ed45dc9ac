import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { contextOf, declared, hour, incidentAfter, minute, policy, sha, start } from './samples.ts'

const paced: Policy = {
  ...policy,
  severities: policy.severities.map((severity) => ({ ...severity, updateEvery: 30 * minute })),
}

type Line = EntryBody & { readonly at?: number; readonly by?: string }

const afterLines = (...lines: readonly Line[]): Incident => incidentAfter([declared, ...lines], { policy: paced })

/** What a message with this template says, `later` after the beginning. */
const said = (incident: Incident, template: string, later = hour): string =>
  renderMessage(
    { type: 'Announcement', incident: incident.id, message: 'status', title: 'Status', template },
    { ...contextOf(incident), now: start + later },
  ).replace('### Status\n\n', '')

const linked: Line = { type: 'HotfixLinked', number: 20, how: 'by its description', byHand: false }
const judged = (passed: boolean): Line => ({ type: 'HotfixJudged', number: 20, sha, passed, failed: [] })
const merged: Line = { type: 'HotfixMerged', number: 20, sha, closesAnchor: false }

describe('a message knows', () => {
  it.each([
    ['containment', []],
    ['remediation', [linked, judged(false)]],
    ['validation', [linked, judged(true)]],
    ['deployment', [linked, judged(true), merged, { type: 'Mitigated', number: 20 }]],
    ['post-mortem', [{ type: 'Resolved', summary: undefined, how: 'command' }]],
    ['over', [{ type: 'Cancelled', reason: 'a false alarm' }]],
  ] satisfies readonly (readonly [string, readonly Line[]])[])('the phase %s', (phase, lines) => {
    expect(said(afterLines(...lines), '{{ incident.phase }}')).toBe(phase)
  })

  it('when a stage was deployed, however long it was watched since', () => {
    const moved = (status: 'deployed' | 'watched' | 'failed', at: number): Line => ({
      ...{ type: 'StageChanged', stage: 0, status, url: undefined, news: undefined },
      at,
    })
    const begun: Line = { type: 'RollOutBegun', hotfix: 20, stages: ['Full'], followed: [0] }
    const template = '{{ roll-out[0].deployed-at | default: "not yet" }}'
    const through = [begun, moved('deployed', start + hour), moved('watched', start + 2 * hour)]
    expect(said(afterLines(...through), template)).toBe('2026-11-20 21:30 UTC')
    expect(said(afterLines(begun), template)).toBe('not yet')
    expect(said(afterLines(...through, moved('failed', start + 3 * hour)), template)).toBe('not yet')
  })

  it('the hour of the response, counted from one, and how many were promised', () => {
    const template = 'Hour {{ incident.hour }}/{{ incident.response-hours }}, {{ incident.elapsed }}'
    expect(said(afterLines(), template, 0)).toContain('Hour 1/8')
    expect(said(afterLines(), template, hour - 1)).toContain('Hour 1/8')
    expect(said(afterLines(), template, 2 * hour)).toBe('Hour 3/8, 2 hours')
  })

  it('when the next update comes, in both spellings, and none when it is over', () => {
    const template = '{{ incident.next-update-at }}|{{ incident.next_update_at }}|{{ incident.update-every }}'
    expect(said(afterLines(), template, 0)).toBe('2026-11-20 21:00 UTC|2026-11-20 21:00 UTC|30 minutes')
    const updated: Line = { type: 'Updated', text: 'We know more', at: start + 40 * minute }
    expect(said(afterLines(updated), '{{ incident.next-update-at }}')).toBe('2026-11-20 21:40 UTC')
    const resolved: Line = { type: 'Resolved', summary: undefined, how: 'command' }
    expect(said(afterLines(resolved), '{{ incident.next-update-at | default: "none" }}')).toBe('none')
    // Whoever writes the one that is overdue promises the one after it.
    expect(said(afterLines(), '{{ incident.next-update-at }}', 70 * minute)).toBe('2026-11-20 22:10 UTC')
  })

  it('what is done and what is open on all lists', () => {
    const list: Line = {
      type: 'ChecklistRequested',
      checklist: 'before',
      title: 'Before',
      items: ['Scope is minimal', 'Impact is known'],
      thread: 12,
    }
    const ticked: Line = { type: 'ItemTicked', checklist: 'before', item: 1, ticked: true, trusted: true, by: 'dana' }
    const template = 'Done: {{ tasks.done | join: ", " }}; open: {{ tasks.open | join: ", " }}'
    expect(said(afterLines(list, ticked), template)).toBe('Done: Impact is known; open: Scope is minimal')
  })

  it('the decision, the hotfix and the post-mortem', () => {
    const decided: Line = { type: 'RepairDecided', choice: 'hotfix', reason: 'A patch is there', by: 'dana' }
    const opened: Line = { type: 'PostmortemOpened', number: 30, url: 'https://github.test/acme/shop/issues/30' }
    const incident = afterLines(decided, linked, merged, { type: 'PostmortemRequested', effect: 'x' }, opened)
    expect(
      said(
        incident,
        '{{ decision.choice }}: {{ decision.reason }} / {% for one in hotfixes %}#{{ one.number }} {{ one.sha }}{% endfor %} / {{ post-mortem.url }}',
      ),
    ).toBe('hotfix: A patch is there / #20 abcdef0 / https://github.test/acme/shop/issues/30')
  })
})

it('a message whose template is not there says where things stand', () => {
  const incident = afterLines({ type: 'CommanderNamed', login: 'dana', by: 'rob' })
  const words = renderMessage(
    { type: 'Announcement', incident: incident.id, message: 'status', title: 'Status', template: undefined },
    contextOf(incident),
  )
  expect(words).toContain('Incident commander: dana')
  expect(words).toContain('Next update: 2026-11-20 21:00 UTC, then every 30 min')
})
