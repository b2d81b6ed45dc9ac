import { describe, expect, it } from 'vitest'
import { policyOf } from '../read.ts'
import { expectOne, people } from './expect-one.ts'

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
