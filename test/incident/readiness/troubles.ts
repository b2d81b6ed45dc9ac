import type { Finding } from '../../../src/incident/finding.ts'
import type { BranchFact, ReadinessFacts } from '../../../src/incident/readiness/facts.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { policyFrom } from '../policies.ts'
import { healthy, known, quietBranch } from './facts.ts'

export const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

export const text = `
version: 1
roles:
  maintainers: ["@alice", "@bob"]
  security: ["@acme/security"]
  primary:
    rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: UTC, members: ["@alice", "@bob"] }
    overrides: [{ from: 2026-12-24T00:00, to: 2026-12-27T00:00, members: ["@dana"] }]
severities:
  P0: { freeze: hotfix-only, responders: [maintainers, primary], approvals: { required: 1, from: [maintainers, security] } }
escalation:
  policies: { default: { steps: [{ notify: [maintainers] }, { after: 30m, notify: [security] }] } }
kinds:
  outage: { label: kind/outage, runbook: docs/outage.md }
freeze: { branches: ["~DEFAULT_BRANCH"], exempt: { labels: [freeze-exempt] } }
checklists:
  first: { title: First, on: declared, file: .github/incident/first.md }
post-mortem: { open: resolved, repository: acme/post-mortems, assign: ["@erin"], labels: [post-mortem] }
drills:
  - { name: Quarterly, cron: "0 10 1 */3 *", timezone: UTC, scenarios: [".github/incident/drills/*.yml"], assign: ["@frank"] }
`
export const policy: Policy = await policyFrom(text)

export const onBranch = (change: Partial<BranchFact>) => ({ branches: known([{ ...quietBranch, ...change }]) })
export const without = (name: string) => {
  const { permissions } = healthy(now)
  const rest = permissions.known ? Object.entries(permissions.value).filter(([key]) => key !== name) : []
  return known(Object.fromEntries(rest))
}
const deafTo = (name: string) => {
  const { events } = healthy(now)
  return known(events.known ? events.value.filter((event) => event !== name) : [])
}
/** A check that the ruleset `house` asks for. */
export const ci = { what: 'ci', by: [3] }
export const house = { ruleset: 'House', rulesetId: 3 }
const classic = { rulesets: known('no' as const) }
const person = (login: string, permission: 'absent' | 'none' | 'read') => known([{ login, permission }])
/** Nobody whom the configuration names may do more than read. */
const onlyReaders = known(
  ['alice', 'bob', 'dana', 'erin', 'frank'].map((login) => ({ login, permission: 'read' as const })),
)
const team = (change: object) =>
  known([{ team: 'acme/security', state: 'ready' as const, members: 3, permission: 'write' as const, ...change }])
const secluded = known({ owner: 'organization' as const, private: true, archived: false, hasIssues: true })

/** [what is wrong, topic, level, what is said of it] */
export const troubles: readonly (readonly [Partial<ReadinessFacts>, Finding['topic'], Finding['level'], RegExp])[] = [
  [
    { permissions: without('administration') },
    'permissions',
    'broken',
    /administration: write.*The freeze is advisory/,
  ],
  [{ permissions: without('administration') }, 'freeze', 'broken', /may not write rules.*goes on merging/],
  [
    { permissions: without('members') },
    'permissions',
    'broken',
    /nobody in them is notified.*settings\/installations\/7/,
  ],
  [{ events: deafTo('issues') }, 'permissions', 'broken', /event issues.*Emergencies declared/],
  [{ events: deafTo('label') }, 'permissions', 'weak', /event label/],
  [{ missingFiles: known(['docs/outage.md']) }, 'configuration', 'weak', /docs\/outage\.md/],
  [{ unreachable: known(['acme/post-mortems']) }, 'configuration', 'broken', /acme\/post-mortems.*installs the App/],
  [{ codeOwners: known(undefined) }, 'configuration', 'weak', /no code owner/],
  [{ rulesets: known('no'), protection: known('no') }, 'freeze', 'broken', /Neither rulesets nor.*GitHub Pro/],
  [{ unmatchedPatterns: known(['release/*']) }, 'freeze', 'weak', /No branch matches release\/\*.*stays open/],
  [
    { ...classic, ...onBranch({ classic: { holdsAdmins: true, notWritable: 'it has the wildcard rule `*`' } }) },
    ...(['freeze', 'broken', /protection of main cannot be changed/] as const),
  ],
  [{ administrators: known(['alice']) }, 'bypass', 'weak', /alice alone.*only alice can lift/],
  [{ administrators: known([]) }, 'bypass', 'broken', /nobody who administers/],
  [{ ...classic, ...onBranch({}) }, 'bypass', 'weak', /Administrators are not held.*push to a frozen branch/],
  [
    { bypasses: known([{ who: 'the App 9', ...house, isPeople: false, mode: 'exempt' }]) },
    'bypass',
    'weak',
    /App 9 is exempt.*no trace/,
  ],
  [onBranch({ requiredChecks: [ci] }), 'checks', 'weak', /If ci is what is broken, nobody can merge/],
  [
    onBranch({ requiredChecks: [ci], silentChecks: ['ci'] }),
    'checks',
    'weak',
    /No check run called ci.*holds back every hotfix/,
  ],
  [onBranch({ codeOwnersMustReview: true }), 'checks', 'weak', /code owners.*whoever is on call/],
  [onBranch({ approvals: 2 }), 'checks', 'weak', /2 approvals, and P0 for fewer/],
  [
    onBranch({ otherRules: [{ what: 'update', by: [3] }] }),
    'checks',
    'broken',
    /Nobody may update main.*No hotfix can be merged/,
  ],
  [onBranch({ otherRules: [{ what: 'required_signatures', by: [3] }] }), 'checks', 'weak', /commits has to be signed/],
  [
    { ...onBranch({ hasMergeQueue: true }), events: deafTo('merge_group') },
    'merge-queue',
    'broken',
    /event merge_group.*never gets its verdict/,
  ],
  [{ rivals: known(['.github/settings.yml']) }, 'rivals', 'weak', /settings bot.*lifts the freeze/],
  [{ ...classic, rivals: known(['.github/settings.yml']) }, 'rivals', 'broken', /puts branch protection back/],
  [{ missingLabels: known(['freeze-exempt']) }, 'labels', 'weak', /freeze-exempt.*Nobody can put on/],
  [{ people: person('alice', 'absent') }, 'people', 'broken', /no user @alice.*roles\.maintainers.*notifies nobody/],
  [{ people: person('bob', 'none') }, 'people', 'broken', /@bob cannot see.*only those who may read/],
  [{ people: person('bob', 'read') }, 'people', 'weak', /@bob is to approve hotfixes of P0.*does not count/],
  [{ people: onlyReaders }, 'people', 'weak', /None of those.*\/incident thaw, which takes maintain/],
  [
    { teams: team({ state: 'unseen', members: undefined }) },
    'people',
    'broken',
    /@acme\/security is not there.*notifies nobody/,
  ],
  [{ teams: team({ members: 0 }) }, 'people', 'broken', /Nobody is in the team/],
  [
    { teams: team({ state: 'without-access', permission: undefined }), repository: secluded },
    'people',
    'weak',
    /no access.*Unless the organisation's base permission.*not notified.*Member privileges/,
  ],
  [{ teams: team({ state: 'without-access', permission: undefined }) }, 'people', 'weak', /no access.*as anybody can/],
  [{ teams: team({ isMuted: true }) }, 'people', 'broken', /Notifications of the team/],
  [{ teams: team({ isSecret: true }) }, 'people', 'weak', /is secret/],
  [{ teams: team({ permission: 'read' }) }, 'people', 'weak', /team @acme\/security is to approve.*counts none/],
  [{ hook: known({ hasAddress: false, isInsecure: false }) }, 'deliveries', 'broken', /no webhook address/],
  [{ hook: known({ hasAddress: true, isInsecure: true }) }, 'deliveries', 'weak', /without TLS/],
  [{ deliveries: known({ newest: now, failed: 2, total: 9 }) }, 'deliveries', 'weak', /newest 9 deliveries 2 did not/],
  [
    { deliveries: known({ newest: now, failed: 9, total: 9 }) },
    'deliveries',
    'broken',
    /does not hear of an emergency/,
  ],
  [{ clockSkew: known(-45_000) }, 'clock', 'weak', /45s ahead of GitHub's.*refuses calls at first.*NTP/],
  [{ clockSkew: known(600_000) }, 'clock', 'broken', /10m behind GitHub's.*deadlines come at the wrong time/],
  [{ drills: known({ newest: undefined }) }, 'drills', 'weak', /No drill was ever held.*\/incident drill Quarterly/],
  [{ drills: known({ newest: now - 200 * day }) }, 'drills', 'weak', /200 days ago/],
  [
    { repository: known({ owner: 'user', private: false, archived: true, hasIssues: false }) },
    ...(['configuration', 'broken', /archived/] as const),
  ],
  [
    { repository: known({ owner: 'user', private: false, archived: false, hasIssues: false }) },
    ...(['configuration', 'broken', /Issues are switched off.*Settings → General/] as const),
  ],
]
