import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/incident/finding.ts'
import { coverageFindings } from '../../../src/incident/readiness/coverage.ts'
import { policyFrom } from '../policies.ts'

/** A Monday. */
const now = Date.parse('2026-03-02T09:00:00Z')

const found = async (text: string): Promise<readonly Finding[]> => coverageFindings(await policyFrom(text), now)
const seen = async (text: string): Promise<readonly string[]> => (await found(text)).map((finding) => finding.seen)

/** One severity that freezes, called by these steps. */
const called = (steps: string, more = ''): string => `
roles: { on-call: ["@ana"], backup: ["@ben"], empty: [] }
channels: { pager: { type: pagerduty, secret: PAGER } }
severities: { P0: { freeze: hotfix-only, responders: [on-call], ${more} } }
escalation: { policies: { default: { steps: [${steps}] } } }
`

const both = '{ notify: [on-call] }, { after: 1h, notify: [backup] }'

describe('who is called', () => {
  it('all is well', async () => {
    expect(await found(called(both))).toMatchObject([{ topic: 'coverage', level: 'good' }])
  })

  it.each([
    ['no escalation', called(both, 'escalation: false')],
    [
      'nobody in its roles',
      called('{ notify: [empty] }, { after: 1h, notify: [empty] }').replace(
        'responders: [on-call]',
        'responders: [empty]',
      ),
    ],
  ])('nobody: %s', async (_, text) => {
    const [finding] = await found(text)
    expect(finding).toMatchObject({ level: 'broken', key: ['severities', 'P0', 'escalation'] })
    expect(finding?.seen).toBe('Nobody is called for P0.')
    expect(finding?.emergency).toContain('Merges are held back')
  })

  it('nobody for any severity: the roles of a preset are not filled in yet', async () => {
    const text = `
roles: { on-call: [] }
severities: { P0: { freeze: hotfix-only }, P1: {}, P2: { escalation: false } }
escalation: { policies: { default: { steps: [{ notify: [on-call] }] } } }
`
    expect(await found(text)).toMatchObject([{ level: 'broken', seen: 'Nobody is called for P0 and P1.' }])
  })

  it('nobody for what neither freezes nor is the worst is somebody’s choice', async () => {
    const text = `
roles: { on-call: ["@ana"], backup: ["@ben"] }
severities: { P0: { responders: [on-call] }, P3: { responders: [on-call], escalation: false } }
escalation: { policies: { default: { steps: [${both}] } } }
`
    expect(await found(text)).toMatchObject([{ level: 'good' }])
    expect(
      await seen(text.replace('P3: { responders: [on-call],', 'P3: { responders: [on-call], freeze: locked,')),
    ).toEqual(['Nobody is called for P3.'])
  })

  it('not before an hour has passed', async () => {
    expect(await seen(called('{ after: 1h, notify: [on-call] }, { after: 3h, notify: [backup] }'))).toEqual([
      expect.stringMatching(/^Whatever freezes/),
    ])
    expect(await seen(called('{ after: 90m, notify: [on-call] }, { after: 3h, notify: [backup] }'))).toEqual([
      'P0 calls nobody before 1h30m have passed.',
    ])
    expect(await seen(called('{ notify: [empty] }, { after: 3h, notify: [on-call, backup] }'))).toEqual([
      'P0 calls nobody before 3h have passed.',
    ])
  })

  it('not alone in the weeks to come because of an override months ahead, and alone because of one that is near', async () => {
    const rotating = (override: string) => `
roles:
  first: { rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: UTC, members: ["@a", "@b"] }, overrides: [${override}] }
  second: { rotation: { every: 1w, offset: 1, starts: 2025-01-13T09:00, timezone: UTC, members: ["@a", "@b"] } }
severities: { P0: { freeze: locked, escalation: e, approvals: { required: 1, from: [first] } } }
escalation: { policies: { e: { steps: [{ notify: [first] }, { after: 15m, notify: [second] }] } } }
`
    const near = new Date(now + 8 * 86_400_000).toISOString().slice(0, 10)
    const over = (from: string, to: string) => `{ from: ${from}, to: ${to}, members: ["@a"] }`
    expect(await seen(rotating(over('2031-01-01T00:00', '2031-02-01T00:00')))).toEqual([
      expect.stringMatching(/^Whatever freezes/),
    ])
    const later = new Date(now + 20 * 86_400_000).toISOString().slice(0, 10)
    expect(await seen(rotating(over(`${near}T00:00`, `${later}T00:00`)))).toEqual([
      expect.stringMatching(/^Only one person on \d{4}-\d\d-\d\d is called for P0\.$/),
    ])
  })

  it('not for weeks, however much longer: so far ahead it is not looked', async () => {
    const text = called('{ after: 30d, notify: [on-call, backup] }').replace(
      'steps:',
      'hours: { timezone: Europe/Berlin, days: Mon, from: "09:00", to: "09:01" }, steps:',
    )
    const [finding] = await found(text)
    expect(finding?.seen).toMatch(/^P0 on \w+ \d\d:00 \(Europe\/Berlin\) calls nobody within 28 days\.$/)
  })

  it('not on weekends, because of the hours', async () => {
    const text = called('{ after: 15m, notify: [on-call, backup] }').replace(
      'steps:',
      'hours: { timezone: Europe/Berlin, days: Mon-Fri, from: "09:00", to: "17:00" }, steps:',
    )
    const [finding] = await found(text)
    expect(finding?.seen).toBe('P0 on Friday 17:00 (Europe/Berlin) calls nobody before Monday 09:15, 2d16h15m later.')
    expect(finding?.remedy).toContain('does not wait for them')
    expect(await found(text.replace('after: 15m, ', ''))).toMatchObject([{ level: 'good' }])
  })

  it('only after the response was promised', async () => {
    const text = called('{ after: 30m, notify: [on-call, backup] }', 'respond-within: 30m')
    expect(await found(text)).toMatchObject([
      {
        level: 'weak',
        seen: 'A response to P0 is promised within 30m, and the first call goes out after 30m.',
        key: ['severities', 'P0', 'respond-within'],
      },
    ])
    expect(await found(text.replace('respond-within: 30m', 'respond-within: 31m'))).toMatchObject([{ level: 'good' }])
  })
})

describe('one person', () => {
  it('alone, for each severity that freezes: said once', async () => {
    const text = `
roles: { on-call: ["@ana"] }
severities:
  P0: { freeze: hotfix-only, responders: [on-call] }
  P1: { freeze: reviewed, responders: [on-call] }
  P2: { responders: [on-call] }
escalation: { policies: { default: { steps: [{ notify: [on-call] }] } } }
`
    expect(await found(text)).toMatchObject([
      { level: 'weak', seen: 'Only @ana is ever called for P0 and P1.', key: ['severities', 'P0', 'escalation'] },
    ])
  })

  it('by turns', async () => {
    const rotation = 'rotation: { every: 1w, starts: 2026-01-05T09:00, members: ["@ana", "@ben"] }'
    const text = called('{ notify: [on-call] }').replace('["@ana"]', `{ ${rotation} }`)
    expect(await seen(text)).toEqual(['Only one person at a time is called for P0.'])
    const second = text.replace('backup: ["@ben"]', `backup: { ${rotation.replace('] }', '], offset: 1 }')} }`)
    const paired = second.replace('{ notify: [on-call] }', both)
    expect(await found(paired)).toMatchObject([{ level: 'good' }])
  })

  it('on some days, when both turns come to the same one', async () => {
    const of = (every: string) =>
      `{ rotation: { every: ${every}, starts: 2026-03-02T09:00, members: ["@ana", "@ben"], offset: 1 } }`
    const text = called(both).replace('["@ana"]', of('1w')).replace('["@ben"]', of('2w'))
    expect(await seen(text)).toEqual(['Only one person on 2026-03-02 is called for P0.'])
  })

  it.each([
    ['a team', called('{ notify: [on-call] }').replace('"@ana"', '"@acme/ops"')],
    ['a pager, with people of its own behind it', called('{ notify: [on-call], channels: [pager] }')],
  ])('%s is enough', async (_, text) => {
    expect(await found(text)).toMatchObject([{ level: 'good' }])
  })
})

describe('approvals', () => {
  const asking = (required: number, members: string): string =>
    called(both, `approvals: { required: ${required}, from: [on-call, backup] }`).replace('"@ana"', members)

  it('that leave nobody to write the hotfix', async () => {
    expect(await found(asking(2, '"@ana"'))).toMatchObject([
      {
        seen: 'A hotfix of P0 needs 2 approvals, and 2 people can give one.',
        key: ['severities', 'P0', 'approvals'],
      },
    ])
  })

  it('somebody in two roles is one', async () => {
    expect(await found(asking(2, '"@ana", "@Ben"'))).toMatchObject([{ level: 'weak' }])
  })

  it.each([
    ['one is left', asking(2, '"@ana", "@eve"')],
    ['a team', asking(2, '"@acme/ops"')],
    ['one approval', asking(1, '"@ana"')],
  ])('are enough: %s', async (_, text) => {
    expect(await found(text)).toMatchObject([{ level: 'good' }])
  })
})
