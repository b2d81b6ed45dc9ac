import fc from 'fast-check'

const logins = ['@ana', '@ben', '@cara', '@acme/backup', '@acme/on-call'] as const
const roles = ['on-call', 'backup', 'turns'] as const
const branches = ['main', '~DEFAULT_BRANCH', '~ALL', 'release/*'] as const
const durations = ['10m', '45m', '2h', '6h', '1d'] as const

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)
const few = <Value>(values: readonly Value[], least = 1) =>
  fc.uniqueArray(some(...values), { minLength: least, maxLength: 3 })
const maybe = <Value>(key: string, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }))
const joined = (...parts: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((found): object => Object.assign({}, ...found))

const severity = joined(
  maybe('freeze', some<string | boolean>('hotfix-only', 'reviewed', 'locked', false)),
  maybe('respond-within', some(...durations)),
  maybe('resolve-within', some('2d', '1w')),
  maybe('update-every', some('1h', '3h')),
  maybe('responders', few(roles)),
  maybe('escalation', some<string | boolean>('default', false)),
)

const turns = fc
  .record({
    every: some('12h', '1d', '1w'),
    starts: some('2025-01-13T09:00', '2027-06-01T00:00'),
    members: few(logins),
  })
  .map((rotation) => ({ rotation: { ...rotation, timezone: 'America/New_York' } }))

/** Steps at moments that rise, as they must. */
const steps = fc.array(fc.tuple(few(roles), few(['pager', 'chat'], 0)), { minLength: 1, maxLength: 4 }).map((found) =>
  found.map(([notify, channels], place) => ({
    ...{ notify, channels },
    ...(place > 0 && { after: durations[place] }),
  })),
)

const policy = joined(
  steps.map((found) => ({ steps: found })),
  maybe('repeat', fc.record({ every: some('2h', '12h'), times: some(1, 3) })),
  maybe('hours', some({ timezone: 'Asia/Kolkata', days: 'mon-fri', from: '09:00', to: '17:00' })),
)

const freeze = joined(
  maybe('branches', few(branches)),
  maybe('lift', some('hotfix-merged', 'resolved', 'manual')),
  maybe('max-duration', some('1h', '8h')),
  maybe('mechanism', some('auto', 'ruleset', 'branch-protection')),
  maybe(
    'windows',
    some([{ name: 'Sale', from: '2026-01-10T00:00', to: '2026-01-12T00:00', timezone: 'Europe/Paris' }]),
  ),
)

const checklist = { title: 'First', on: 'declared', due: '1h', items: ['Look at the graphs', 'Call the others'] }
const greeting = { on: 'declared', template: 'It has begun.\nMore will follow.', channels: ['chat'] }

/** A configuration that is valid, as JSON: what people combine, by chance. */
export const randomConfiguration: fc.Arbitrary<string> = fc
  .tuple(
    few(logins),
    few(logins),
    turns,
    fc.array(severity, { minLength: 1, maxLength: 2 }),
    policy,
    freeze,
    fc.boolean(),
  )
  .map(([onCall, backup, rotation, severities, escalation, frozen, isTalkative]) =>
    JSON.stringify({
      version: 1,
      roles: { 'on-call': onCall, backup, turns: rotation },
      channels: { pager: { type: 'pagerduty', secret: 'PAGER' }, chat: { type: 'slack', secret: 'CHAT' } },
      severities: Object.fromEntries(severities.map((one, place) => [`P${place}`, one])),
      escalation: { policies: { default: escalation } },
      freeze: frozen,
      ...(isTalkative && { checklists: { first: checklist }, updates: { messages: { hello: greeting } } }),
    }),
  )
