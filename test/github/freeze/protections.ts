import fc from 'fast-check'

/** Answers of `GET …/branches/{branch}/protection`, in every shape that GitHub's description allows. */

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const context = fc.constantFrom('ci', 'ci / build', 'lint', 'deploy', 'firebreak/hotfix')
const unique = <Value>(values: fc.Arbitrary<Value>) => fc.uniqueArray(values, { maxLength: 4 })
const absentOr = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const enabled = absentOr(fc.record({ enabled: fc.boolean() }))

const actors = fc.record({
  url: fc.constant('https://github.test/actors'),
  users: unique(name).map((logins) => logins.map((login) => ({ login, id: 1 }))),
  teams: unique(name).map((slugs) => slugs.map((slug) => ({ slug, id: 2, name: slug.toUpperCase() }))),
  apps: absentOr(unique(name).map((slugs) => slugs.map((slug) => ({ slug, id: 3 })))),
})

const check = fc.record({ context, app_id: fc.constantFrom(null, 1, 99) })

const statusChecks = fc
  .record({
    strict: fc.boolean(),
    checks: fc.uniqueArray(check, { maxLength: 4, selector: (each) => `${each.context} ${each.app_id}` }),
    old: fc.boolean(),
  })
  .map(({ strict, checks, old }) => {
    const contexts = [...new Set(checks.map((each) => each.context))]
    return old ? { strict, contexts } : { strict, contexts, checks }
  })

const reviews = fc.record(
  {
    dismiss_stale_reviews: fc.boolean(),
    require_code_owner_reviews: fc.boolean(),
    require_last_push_approval: fc.boolean(),
    required_approving_review_count: fc.integer({ min: 0, max: 6 }),
    dismissal_restrictions: actors,
    bypass_pull_request_allowances: actors,
  },
  { requiredKeys: ['dismiss_stale_reviews', 'require_code_owner_reviews'] },
)

export const protectionAnswer = fc
  .record({
    url: fc.constant('https://github.test/protection'),
    required_status_checks: absentOr(statusChecks),
    enforce_admins: enabled,
    required_pull_request_reviews: absentOr(reviews),
    restrictions: absentOr(actors),
    required_linear_history: enabled,
    allow_force_pushes: enabled,
    allow_deletions: enabled,
    block_creations: enabled,
    required_conversation_resolution: enabled,
    lock_branch: enabled,
    allow_fork_syncing: enabled,
    required_signatures: enabled,
  })
  .map((answer) => Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)))

/** A freeze of any mode, with a check of its own number. */
export const wish = fc.record({
  mode: fc.constantFrom('hotfix-only' as const, 'reviewed' as const, 'locked' as const),
  checkName: fc.integer({ min: 1, max: 9 }).map((number) => `firebreak/freeze-${number}`),
  appId: fc.constant(4242),
  reviewed: fc.record({
    approvals: fc.integer({ min: 0, max: 6 }),
    strict: fc.boolean(),
    enforceAdmins: fc.boolean(),
  }),
})
