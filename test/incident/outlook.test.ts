import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Alarm, outlookOf } from '../../src/incident/outlook.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { minutes } from './story.ts'

async function read(text: string): Promise<Policy> {
  const loaded = await loadPolicy(text, async () => undefined)
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'))
  return loaded.value.policy
}

const text = `version: 1
roles:
  on-call: { rotation: { every: 1w, starts: 2026-03-02T09:00, timezone: Europe/London, members: ["@ana", "@ben"] } }
  backup: ["@acme/backup"]
  boss: ["@cleo"]
channels:
  pager: { type: pagerduty, secret: PAGER }
  chat: { type: slack, secret: CHAT }
severities:
  P0: { name: Critical, description: Down, respond-within: 15m, freeze: hotfix-only, responders: [on-call], escalation: now }
  P1: { name: High, description: Slow, respond-within: 1h, freeze: false, responders: [on-call], escalation: office }
  P2: { name: Low, description: Odd, freeze: false, responders: [] }
kinds:
  leak: { confidential: true }
escalation:
  policies:
    now: { steps: [{ notify: [on-call, reporter] }, { after: 15m, notify: [backup], channels: [pager] }], repeat: { every: 1h, times: 2 } }
    office: { steps: [{ notify: [on-call] }, { after: 30m, notify: [backup] }], hours: { days: Mon-Fri, from: "09:00", to: "17:00", timezone: Europe/London } }
updates:
  messages:
    users: { title: For users, on: declared, template: "It is down.\\nWe are on it.", severities: [P0], channels: [chat] }
  deadlines:
    - { within: 1h, to: [boss, backup], channels: [pager, chat], severities: [P0] }
commands: { thaw: admin }
`

const policy = await read(text)
const monday = Date.parse('2026-03-02T10:00:00Z')
const brief = ({ at, why, members, channels }: Alarm) => [
  (at - monday) / minutes(1),
  why,
  [...members, ...channels.map(({ name, type }) => `${name} (${type})`)].join(' '),
]

describe('who would be told', () => {
  it('is told step by step, until the last repeat, and deadlines among them', () => {
    const outlook = outlookOf(policy, { severity: 'P0', kind: undefined, at: monday })
    expect(outlook?.alarms.map(brief)).toEqual([
      [0, 'declared', '@ana'],
      [15, 'no-response', '@acme/backup pager (pagerduty)'],
      // Whoever and whatever was told before is not told again for it.
      [55, 'deadline', '@cleo'],
      [75, 'repeat', '@acme/backup pager (pagerduty)'],
      [135, 'repeat', '@acme/backup pager (pagerduty)'],
    ])
    expect(outlook?.alarms.map(({ tellsReporter }) => tellsReporter)).toEqual([true, false, false, false, false])
    expect(outlook?.announced).toEqual([{ title: 'For users', channels: [{ name: 'chat', type: 'slack' }] }])
  })

  it('says who is on call and until when, whose answer counts, and what is frozen', () => {
    const outlook = outlookOf(policy, { severity: 'P0', kind: undefined, at: monday })
    expect(outlook?.roles).toEqual([
      { role: 'on-call', members: ['@ana'], next: { at: Date.parse('2026-03-09T09:00:00Z'), members: ['@ben'] } },
      { role: 'backup', members: ['@acme/backup'], next: undefined },
      { role: 'boss', members: ['@cleo'], next: undefined },
    ])
    expect(outlook?.answer).toMatchObject({ from: 'named', members: ['@ana'], promisedBy: monday + minutes(15) })
    expect(outlook?.freeze).toEqual({
      ...{ mode: 'hotfix-only', branches: ['~DEFAULT_BRANCH'], lift: 'resolved', thaw: 'admin' },
    })
  })

  it('is told later where working hours hold an escalation back, and it says since when', () => {
    const friday = Date.parse('2026-03-06T16:50:00Z')
    const outlook = outlookOf(policy, { severity: 'P1', kind: undefined, at: friday })
    expect(outlook?.alarms.map(({ at, heldBackFrom }) => ({ at, heldBackFrom }))).toEqual([
      { at: friday, heldBackFrom: undefined },
      { at: Date.parse('2026-03-09T09:20:00Z'), heldBackFrom: friday + minutes(30) },
    ])
    expect(outlook?.freeze).toBeUndefined()
  })

  it.each([
    [
      'of a severity without an escalation, nobody',
      { severity: 'P2', kind: undefined },
      { alarms: [], confidential: false },
    ],
    ['of a confidential kind, the same in secret', { severity: 'P2', kind: 'leak' }, { confidential: true }],
  ])('%s', (_what, imagined, expected) => {
    expect(outlookOf(policy, { ...imagined, at: monday })).toMatchObject(expected)
  })

  it('is unknown of a severity that there is not', () => {
    expect(outlookOf(policy, { severity: 'P9', kind: undefined, at: monday })).toBeUndefined()
  })

  it('comes in order, never before it is due, and ends, whenever it begins', () => {
    const at = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-01-01T00:00:00Z') })
    fc.assert(
      fc.property(at, fc.constantFrom('P0', 'P1', 'P2'), (begin, severity) => {
        const alarms = outlookOf(policy, { severity, kind: undefined, at: begin })?.alarms ?? []
        const moments = alarms.map((alarm) => alarm.at)
        expect(moments).toEqual(moments.toSorted((one, other) => one - other))
        expect(alarms.length).toBeLessThan(10)
        for (const alarm of alarms) {
          expect(alarm.at).toBeGreaterThanOrEqual(begin)
          if (alarm.heldBackFrom !== undefined) expect(alarm.at).toBeGreaterThan(alarm.heldBackFrom)
        }
      }),
    )
  })
})
