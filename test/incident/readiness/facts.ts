import fc from 'fast-check'
import type { BranchFact, Fact, ReadinessFacts } from '../../../src/incident/readiness/facts.ts'
import { eventNeeds, permissionNeeds } from '../../../src/incident/readiness/permissions.ts'

export const known = <T>(value: T): Fact<T> => ({ known: true, value })

export const quietBranch: BranchFact = {
  branch: 'main',
  requiredChecks: [],
  silentChecks: [],
  hasMergeQueue: false,
  codeOwnersMustReview: false,
  approvals: 0,
  needsPullRequest: false,
  otherRules: [],
}

const allGranted = Object.fromEntries(permissionNeeds.map(({ name, access }) => [name, access]))
const allHeard = eventNeeds.map(({ name }) => name)

/** A repository in which all is well at a moment. */
export const healthy = (now: number): ReadinessFacts => ({
  repository: known({ owner: 'organization', private: false, archived: false, hasIssues: true }),
  app: known({
    ...{ slug: 'firebreak', permissions: allGranted, events: allHeard },
    installationPage: 'https://github.com/organizations/acme/settings/installations/7',
  }),
  permissions: known(allGranted),
  events: known(allHeard),
  rulesets: known('yes'),
  protection: known('yes'),
  branches: known([quietBranch]),
  unmatchedPatterns: known([]),
  bypasses: known([]),
  closedRulesets: known([]),
  administrators: known(['alice', 'olga']),
  rivals: known([]),
  missingLabels: known([]),
  missingFiles: known([]),
  unreachable: known([]),
  people: known([
    { login: 'alice', permission: 'admin' },
    { login: 'bob', permission: 'write' },
    ...['dana', 'erin', 'frank'].map((login) => ({ login, permission: 'read' as const })),
  ]),
  teams: known([{ team: 'acme/security', state: 'ready', members: 3, permission: 'write' }]),
  codeOwners: known('* @alice\n'),
  drills: known({ newest: now - 30 * 86_400_000 }),
  deliveries: known({ newest: now - 60_000, failed: 0, total: 12 }),
  hook: known({ hasAddress: true, isInsecure: false }),
  clockSkew: known(300),
  leftOut: [],
})

const word = fc.constantFrom(
  'main',
  'ci',
  'alice',
  'release/*',
  '~ALL',
  '.github/settings.yml',
  'x'.repeat(300),
  '',
  '@',
)
const words = fc.array(word, { maxLength: 4 })
const fact = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    value.map(known),
    word.map((why) => ({ known: false as const, why })),
  )
const permission = fc.constantFrom('absent', 'none', 'read', 'triage', 'write', 'maintain', 'admin')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const moment = maybe(fc.integer({ min: 0, max: 4_000_000_000_000 }))
const levels = fc.constantFrom('read', 'write', 'admin', 'none')
const grants = fc.dictionary(fc.constantFrom(...permissionNeeds.map(({ name }) => name)), levels)

const sources = fc.array(fc.constantFrom(1, 2, 'protection' as const), { minLength: 1 })

const branch: fc.Arbitrary<BranchFact> = fc.record({
  branch: word,
  requiredChecks: fc.array(fc.record({ what: word, by: sources }), { maxLength: 4 }),
  silentChecks: maybe(words),
  hasMergeQueue: fc.boolean(),
  codeOwnersMustReview: fc.boolean(),
  approvals: fc.nat(6),
  needsPullRequest: maybe(fc.boolean()),
  otherRules: fc.array(
    fc.record({ what: fc.constantFrom('update', 'workflows', 'code_scanning', 'a_rule_of_tomorrow'), by: sources }),
  ),
  classic: maybe(fc.record({ holdsAdmins: fc.boolean(), notWritable: maybe(word) })),
})

/** Any combination of what can be known and what cannot. */
export const anyFacts: fc.Arbitrary<ReadinessFacts> = fc.record({
  repository: fact(
    fc.record({
      owner: fc.constantFrom('user' as const, 'organization' as const),
      ...{ private: fc.boolean(), archived: fc.boolean(), hasIssues: fc.boolean() },
    }),
  ),
  app: fact(fc.record({ slug: word, permissions: grants, events: words, installationPage: maybe(word) })),
  permissions: fact(grants),
  events: fact(fc.subarray(eventNeeds.map(({ name }) => name))),
  rulesets: fact(fc.constantFrom('yes' as const, 'no' as const)),
  protection: fact(fc.constantFrom('yes' as const, 'no' as const)),
  branches: fact(fc.uniqueArray(branch, { maxLength: 3, selector: ({ branch: name }) => name })),
  unmatchedPatterns: fact(words),
  bypasses: fact(
    fc.array(
      fc.record({
        ...{ who: word, ruleset: word, rulesetId: fc.nat(2), isPeople: fc.boolean(), ofOrganization: fc.boolean() },
        mode: fc.constantFrom('always' as const, 'pull_request' as const, 'exempt' as const, undefined),
      }),
    ),
  ),
  closedRulesets: fact(fc.array(fc.record({ id: fc.nat(2), name: word }))),
  administrators: fact(words),
  rivals: fact(words),
  missingLabels: fact(words),
  missingFiles: fact(words),
  unreachable: fact(words),
  people: fact(fc.uniqueArray(fc.record({ login: word, permission }), { selector: ({ login }) => login })),
  teams: fact(
    fc.uniqueArray(
      fc.record({
        team: fc.constantFrom('acme/security', 'acme/other', 'none', 'acme/'),
        state: fc.constantFrom('unseen' as const, 'without-access' as const, 'ready' as const),
        ...{ members: maybe(fc.nat(9)), isSecret: fc.boolean(), isMuted: fc.boolean(), permission: maybe(permission) },
      }),
      { selector: ({ team }) => team },
    ),
  ),
  codeOwners: fact(maybe(fc.constantFrom('* @alice', '# nobody', '/.github @acme/security'))),
  drills: fact(fc.record({ newest: moment })),
  deliveries: fact(fc.record({ newest: moment, failed: fc.nat(9), total: fc.nat(9) })),
  hook: fact(fc.record({ hasAddress: fc.boolean(), isInsecure: fc.boolean() })),
  clockSkew: fact(fc.integer({ min: -4_000_000_000, max: 4_000_000_000 })),
  leftOut: words,
})
