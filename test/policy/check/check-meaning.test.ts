import { describe, expect, it } from 'vitest'
import { policyOf, problemsOf } from '../read.ts'

const people = 'roles: { maintainers: ["@a", "@b"], security: ["@acme/security"], nobody: [] }\n'

/** Everything found in a file that also defines the roles above. */
async function found(text: string): Promise<string[]> {
  const problems = await problemsOf(people + text)
  return problems.map((one) => `${one.severity} ${one.keyPath}: ${one.message}`)
}

async function expectOne(text: string, keyPath: string, words: string): Promise<void> {
  const messages = await found(text)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toContain(`${keyPath}: `)
  expect(messages[0]).toContain(words)
}

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

describe('escalation', () => {
  const policy = (inner: string): string => `escalation: { policies: { p: { ${inner} } } }`
  it.each([
    [policy('steps: []'), 'escalation.policies.p.steps', '1 to 20 steps'],
    [policy('steps: [{ after: 1h }]'), 'escalation.policies.p.steps[0]', 'tells nobody'],
    [
      policy('steps: [{ notify: [maintainers] }, { notify: [security] }]'),
      'escalation.policies.p.steps[1]',
      'without `after`',
    ],
    [
      policy('steps: [{ after: 2h, notify: [maintainers] }, { after: 1h, notify: [security] }]'),
      'escalation.policies.p.steps[1].after',
      'which comes after 2h',
    ],
    [
      policy('steps: [{ notify: [security] }], repeat: { every: 8d }'),
      'escalation.policies.p.repeat.every',
      'from `1s`',
    ],
    [
      policy('steps: [{ notify: [security] }], hours: { from: "18:00", to: "09:00" }'),
      'escalation.policies.p.hours.to',
      'a later time of day',
    ],
    [
      policy('steps: [{ notify: [security] }], hours: { days: Mon-Fry }'),
      'escalation.policies.p.hours.days',
      'Did you mean `Fri`?',
    ],
    [
      policy('steps: [{ notify: [security] }], hours: { from: "25:00" }'),
      'escalation.policies.p.hours.from',
      'a time of day',
    ],
  ])('%s', expectOne)

  it('reads days as ranges and lists', async () => {
    const { policy: resolved } = await policyOf(
      people + policy('steps: [{ notify: [security] }], hours: { days: "Sat-Mon, Wed, friday" }'),
    )
    expect(resolved.escalation.policies.p?.hours?.days).toEqual([1, 3, 5, 6, 7])
  })
})

describe('freeze', () => {
  it.each([
    ['freeze: { branches: [] }', 'freeze.branches', '1 to 20 ref patterns'],
    ['freeze: { branches: ["~DEFAULT"] }', 'freeze.branches[0]', 'Did you mean `~DEFAULT_BRANCH`?'],
    ['freeze: { branches: ["/main/"] }', 'freeze.branches[0]', 'no regular expressions'],
    ['freeze: { branches: ["{a,b}"] }', 'freeze.branches[0]', 'one pattern for each'],
    ['freeze: { branches: [refs/heads/main] }', 'freeze.branches[0]', 'without `refs/heads/`'],
    ['freeze: { branches: ["a b"] }', 'freeze.branches[0]', 'No branch name contains'],
    ['freeze: { branches: ["[a"] }', 'freeze.branches[0]', 'never closed'],
    ['freeze: { branches: ["~ALL"] }', 'freeze.branches[0]', 'freezes hotfix branches such as `hotfix/x` too'],
    ['freeze: { max-duration: 60d }', 'freeze.max-duration', 'from `1s` to `30d`'],
    ['freeze: { exempt: { labels: [Emergency] } }', 'freeze.exempt.labels[0]', 'does not declare an emergency'],
    ['freeze: { exempt: { paths: ["**"] } }', 'freeze.exempt.paths[0]', 'stop nothing'],
    ['freeze: { exempt: { paths: ["/docs/**"] } }', 'freeze.exempt.paths[0]', 'without a slash'],
    ['freeze: { exempt: { paths: ["../x"] } }', 'freeze.exempt.paths[0]', 'no `.`, `..`'],
    ['freeze: { exempt: { authors: ["@octocat"] } }', 'freeze.exempt.authors[0]', 'without the `@`'],
    [
      'freeze: { windows: [{ name: a, from: 2025-02-02T00:00, to: 2025-02-01T00:00 }] }',
      'freeze.windows[0].to',
      'later than `from`',
    ],
    [
      'freeze: { windows: [{ name: Year end, from: 2025-02-01T00:00, to: 2025-02-02T00:00 }, { name: year-end, from: 2025-03-01T00:00, to: 2025-03-02T00:00 }] }',
      'freeze.windows[1].name',
      'no other window',
    ],
    [
      'freeze: { windows: [{ name: a, from: 2025-02-01T00:00, to: 2026-02-03T00:00 }] }',
      'freeze.windows[0].to',
      'frozen for more than a year',
    ],
    [
      'freeze: { windows: [{ name: "!", from: 2025-02-01T00:00, to: 2025-02-02T00:00 }] }',
      'freeze.windows[0].name',
      'a name with a letter or digit',
    ],
    [
      'freeze: { windows: [{ name: a, from: 2025-02-30T00:00, to: 2025-03-01T00:00 }] }',
      'freeze.windows[0].from',
      'a date and time',
    ],
    [
      'severities: { P0: { freeze: locked } }\nfreeze: { lift: hotfix-merged }',
      'severities.P0.freeze',
      'hotfixes neither',
    ],
  ])('%s', expectOne)
})

describe('hotfixes, kinds and detection', () => {
  it.each([
    ['hotfix: { branches: ["/(/"] }', 'hotfix.branches[0]', 'cannot be read'],
    ['hotfix: { branches: ["hotfix/ x"] }', 'hotfix.branches[0]', 'No branch name contains'],
    ['hotfix: { branches: ["fix-[0-9]{4}"] }', 'hotfix.branches[0]', 'looks like a regular expression'],
    ['hotfix: { branches: [], require: [branch] }', 'hotfix.require[0]', 'no branch can keep'],
    ['hotfix: { require: [title, title] }', 'hotfix.require[1]', 'each rule once'],
    [
      'hotfix: { require: [checklist] }\nchecklists: { a: { on: resolved, items: [x] } }',
      'hotfix.require[0]',
      'a rule without a checklist',
    ],
    ['hotfix: { sections: { impact: "" } }', 'hotfix.sections.impact', 'not an empty text'],
    ['kinds: { a: { keywords: [Outage] }, b: { keywords: [outage] } }', 'kinds.b.keywords[0]', 'The first kind wins.'],
    ['kinds: { a: { runbook: https://example.com/x } }', 'kinds.a.runbook', 'Addresses are not possible here.'],
    ['detection: { title-prefixes: [], labels: [] }', 'detection', 'no emergency would ever be noticed'],
    ['detection: { title-prefixes: [[EMERGENCY]] }', 'detection.title-prefixes[0]', 'starts with `[` between quotes'],
    ['commands: { freze: write }', 'commands.freze', 'Did you mean `freeze`?'],
    ['commands: { freeze: none }', 'commands.freeze', '`maintain` or `admin`'],
    ['version: 2', 'version', 'expected `1`'],
    ['updates: { freeze: {} }', 'updates.freeze', 'check the indentation'],
  ])('%s', expectOne)
})

describe('records', () => {
  const drill = (cron: string, name = 'a'): string => `{ name: ${name}, cron: "${cron}", scenarios: ["x/*.yml"] }`
  it.each([
    ['checklists: { a: { on: declared } }', 'checklists.a', 'without items'],
    ['checklists: { a: { on: declared, items: [x], file: y.md } }', 'checklists.a', '`items` and `file` at once'],
    ['checklists: { a: { items: [x] } }', 'checklists.a', 'never posted'],
    ['post-mortem: { due: { scheduled: 1w, held: 2d } }', 'post-mortem.due.held', 'at least `scheduled` (1w)'],
    ['post-mortem: { assign: ["@acme/team"] }', 'post-mortem.assign[0]', 'people, not teams'],
    ['post-mortem: { repository: acme }', 'post-mortem.repository', '`OWNER/REPO`'],
    ['post-mortem: { open: never }', 'post-mortem.open', '`resolved` or `false`'],
    ['updates: { deadlines: [{ within: 1h }] }', 'updates.deadlines[0]', 'for nobody'],
    [`drills: [${drill('0 10 31 2 *')}]`, 'drills[0].cron', 'No such day ever comes.'],
    [`drills: [${drill('0 25 * * *')}]`, 'drills[0].cron', 'cannot be read'],
    [`drills: [${drill('0 0 10 1 * *')}]`, 'drills[0].cron', 'The five fields are'],
    [`drills: [${drill('0 9 1 * *')}, ${drill('0 9 2 * *', 'A')}]`, 'drills[1].name', 'no other drill'],
    ['readiness: { cron: "* * * * *" }', 'readiness.cron', 'once in an hour at most'],
    ['readiness: { cron: "0 6 31 2 *" }', 'readiness.cron', 'No such day ever comes.'],
    ['readiness: { timezone: Mars/Olympus }', 'readiness.timezone', 'time zone'],
    ['readiness: { dashboard: maybe }', 'readiness.dashboard', '`true` or `false`'],
    ['readiness: { dashbord: true }', 'readiness.dashbord', 'Did you mean `dashboard`'],
  ])('%s', expectOne)

  it('a list without an event is one that a kind or a follow-up names', async () => {
    const text =
      'checklists: { a: { items: [x] }, b: { items: [y] } }\nkinds: { k: { checklists: [a] } }\npost-mortem: { follow-ups: [{ after: 1d, checklist: b }] }'
    const { policy } = await policyOf(people + text)
    expect(policy.checklists.map(({ id, on }) => [id, on])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ])
  })
})
