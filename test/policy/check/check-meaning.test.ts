import { describe, expect, it } from 'vitest'
import { problemsOf } from '../read.ts'
import { expectOne, found } from './expect-one.ts'

describe('names that are not defined', () => {
  it.each([
    ['default-severity: P9', 'default-severity', 'no such severity'],
    ['severities: { P0: { responders: [maintaners] } }', 'severities.P0.responders[0]', 'Did you mean `maintainers`?'],
    ['severities: { P0: { approvals: { from: [ops] } } }', 'severities.P0.approvals.from[0]', 'no such role'],
    ['severities: { P0: { escalation: night } }', 'severities.P0.escalation', 'no such escalation policy'],
    ['kinds: { a: { severity: P1 } }', 'kinds.a.severity', 'Defined are `emergency`.'],
    ['kinds: { a: { checklists: [befor] } }', 'kinds.a.checklists[0]', 'Did you mean `before`?'],
    [
      'escalation: { policies: { p: { steps: [{ notify: [ops] }] } } }',
      'escalation.policies.p.steps[0].notify[0]',
      'no such role',
    ],
    [
      'escalation: { policies: { p: { steps: [{ channels: [slack] }] } } }',
      'escalation.policies.p.steps[0].channels[0]',
      'no such channel',
    ],
    ['updates: { deadlines: [{ within: 1h, to: [ops] }] }', 'updates.deadlines[0].to[0]', 'no such role'],
    [
      'updates: { deadlines: [{ within: 1h, to: [commander], kinds: [leak] }] }',
      'updates.deadlines[0].kinds[0]',
      'no such kind',
    ],
    [
      'updates: { deadlines: [{ within: 1h, to: [commander], severities: [P9] }] }',
      'updates.deadlines[0].severities[0]',
      'no such severity',
    ],
    ['kinds: { outage: { update-every: { P9: 30m } } }', 'kinds.outage.update-every.P9', 'no such severity'],
    ['checklists: { a: { on: declared, items: [x], kinds: [k] } }', 'checklists.a.kinds[0]', 'no such kind'],
    [
      'checklists: { a: { on: declared, items: [x], severities: [s] } }',
      'checklists.a.severities[0]',
      'no such severity',
    ],
    ['post-mortem: { severities: [P7] }', 'post-mortem.severities[0]', 'no such severity'],
    ['post-mortem: { assign: [comander] }', 'post-mortem.assign[0]', 'Did you mean `commander`?'],
    [
      'post-mortem: { follow-ups: [{ after: 1d, checklist: later }] }',
      'post-mortem.follow-ups[0].checklist',
      'no such checklist',
    ],
    [
      'drills: [{ name: d, cron: "0 9 1 * *", scenarios: [x.yml], assign: [ops] }]',
      'drills[0].assign[0]',
      'no such role',
    ],
  ])('%s', expectOne)

  it('are not those that every incident has, nor accounts', async () => {
    expect(
      await found(
        'severities: { P0: { responders: [commander, reporter] } }\npost-mortem: { assign: ["@a", commander] }',
      ),
    ).toEqual([])
  })

  it('are not those whose definition has a slip of its own', async () => {
    const messages = await found(
      'channels: { slack: { type: slac, secret: S } }\nescalation: { policies: { p: { steps: [{ channels: [slack] }] } } }',
    )
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('channels.slack.type')
  })
})

describe('severities', () => {
  it.each([
    ['severities: {}', 'severities', 'an empty map'],
    [
      'severities: { P0: { when: { cvss: ">=7.0" } }, P1: { when: { cvss: ">=9.0" } } }',
      'severities.P1.when',
      'is unreachable: every alert that meets it',
    ],
    [
      'severities: { P0: { when: { exploited: true } }, P1: { when: { exploited: false } }, P2: { when: { cvss: ">1" } } }',
      'severities.P2.when',
      'is unreachable',
    ],
    ['severities: { P0: { when: { cvss: ">10.0" } } }', 'severities.P0.when', 'no alert can meet it'],
    [
      'severities: { P0: { respond-within: 4h, resolve-within: 1h } }',
      'severities.P0.respond-within',
      '`resolve-within` (1h)',
    ],
    [
      'severities: { P0: { label: urgent }, P1: { label: Urgent } }',
      'severities.P1.label',
      'stands for `severities.P0` already',
    ],
    [
      'severities: { P0: {} }\nkinds: { a: { label: severity/p0 } }',
      'kinds.a.label',
      'stands for `severities.P0` already',
    ],
    ['severities: { P0: { label: incident/declared } }', 'severities.P0.label', 'only the app sets them'],
    [`severities: { P0: { label: ${'x'.repeat(51)} } }`, 'severities.P0.label', 'at most 50 characters'],
    ['severities: { 0: {} }', 'severities.0', 'starts with a letter'],
    ['severities: { P0: { when: { cvss: 9.0 } } }', 'severities.P0.when.cvss', 'such as `">=9.0"`'],
    ['severities: { P0: { when: { cvss: ">=11" } } }', 'severities.P0.when.cvss', 'from 0.0 to 10.0'],
    ['severities: { P0: { update-every: 60w } }', 'severities.P0.update-every', 'from `1s`'],
    [
      'severities: { P0: { freeze: true } }',
      'severities.P0.freeze',
      '`hotfix-only`, `reviewed` or `locked`, or `false`',
    ],
  ])('%s', expectOne)

  it('may overlap as long as each decides something', async () => {
    const scale =
      'severities: { P0: { when: { cvss: ">=9.0", exploited: true } }, P1: { when: { cvss: ">=7.0", exploited: true } }, P2: { when: { cvss: ">=7.0" } }, P3: {} }'
    expect(await found(scale)).toEqual([])
  })
})

describe('approvals that could never be given', () => {
  it.each([
    [
      'severities: { P0: { approvals: { required: 3, from: [maintainers] } } }',
      'severities.P0.approvals.required',
      'the roles have 2 members',
    ],
    [
      'severities: { P0: { approvals: { required: 1, from: [nobody] } } }',
      'severities.P0.approvals.from',
      '`roles.nobody` has no members',
    ],
    [
      'severities: { P0: { approvals: { required: 2, from: [maintainers, nobody], each: true } } }',
      'severities.P0.approvals.from',
      '`roles.nobody` has no members',
    ],
    [
      'severities: { P0: { approvals: { from: [reporter] } } }',
      'severities.P0.approvals.from[0]',
      'The reporter may be anybody',
    ],
  ])('%s', expectOne)

  it('are not those of a team, or of nobody in particular', async () => {
    expect(await found('severities: { P0: { approvals: { required: 5, from: [security] } } }')).toEqual([])
    expect(await found('severities: { P0: { approvals: { required: 5 } } }')).toEqual([])
  })
})

describe('roles', () => {
  const rotation = '{ every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@a", "@b"]'
  it.each([
    [
      `roles: { r: { rotation: ${rotation}, offset: 2 } } }`,
      'roles.r.rotation.offset',
      'less than the number of members (2)',
    ],
    [
      `roles: { r: { rotation: ${rotation} }, overrides: [{ from: 2025-02-02T00:00, to: 2025-02-01T00:00, members: ["@c"] }] } }`,
      'roles.r.overrides[0].to',
      'not after `from`',
    ],
    [
      `roles: { r: { rotation: ${rotation} }, overrides: [{ from: 2025-02-01T00:00, to: 2025-02-03T00:00, members: ["@c"] }, { from: 2025-02-02T00:00, to: 2025-02-04T00:00, members: ["@d"] }] } }`,
      'roles.r.overrides[1]',
      'the same time as `overrides[0]`',
    ],
    ['roles: { commander: ["@a"] }', 'roles.commander', 'a built-in role'],
    ['roles: { r: "@a" }', 'roles.r', 'a list of members'],
    ['roles: { r: ["@a/b/c"] }', 'roles.r[0]', '`"@user"` or `"@org/team"`'],
    ['roles: { r: ["@a b"] }', 'roles.r[0]', '`"@user"` or `"@org/team"`'],
    [
      'roles: { r: { rotation: { every: 1w, starts: 2025-01-13T09:00+01:00, members: ["@a"] } } }',
      'roles.r.rotation.starts',
      'Remove the offset',
    ],
    [
      'roles: { r: { rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/Londn, members: ["@a"] } } }',
      'roles.r.rotation.timezone',
      'Did you mean `Europe/London`?',
    ],
  ])('%s', async (text, keyPath, words) => {
    const problems = await problemsOf(text)
    expect(problems.map((one) => one.keyPath)).toEqual([keyPath])
    expect(problems[0]?.message).toContain(words)
  })
})
