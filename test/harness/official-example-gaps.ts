/** Where GitHub's own examples do not fit GitHub's own description. Each gap is needed by at least one example. */
export interface KnownGap {
  readonly problem: RegExp
  readonly because: string
}

const recordedEarlier = 'the example was recorded before the field existed'

export const webhookGaps: readonly KnownGap[] = [
  {
    problem: /(repo|repository|forkee) must have required property '(has_discussions|disabled|topics|visibility)'$/,
    because: recordedEarlier,
  },
  { problem: /discussion must have required property 'state_reason'$/, because: recordedEarlier },
  { problem: /\/release must have required property '(immutable|updated_at)'$/, because: recordedEarlier },
  {
    problem: /\/pull_request must have required property '(active_lock_reason|auto_merge|draft)'$/,
    because: recordedEarlier,
  },
  {
    problem: /\/(issue|comment) must have required property '(active_lock_reason|reactions)'$/,
    because: recordedEarlier,
  },
  { problem: /\/label(s\/0)? must have required property 'description'$/, because: recordedEarlier },
  { problem: /\/comment must have required property 'performed_via_github_app'$/, because: recordedEarlier },
  {
    problem: /\/comment must have required property '(original_)?(start_)?(line|side)'$/,
    because: `${recordedEarlier} (comments on several lines)`,
  },
  {
    problem: /\/installation must have required property '(app_slug|suspended_at|suspended_by)'$/,
    because: recordedEarlier,
  },
  { problem: /\/rule must have required property 'lock_branch_enforcement_level'$/, because: recordedEarlier },
  { problem: /\/check_run must have required property '(details_url|node_id)'$/, because: recordedEarlier },
  { problem: /\/app must have required property '(events|permissions)'$/, because: recordedEarlier },
  { problem: /\/verification must have required property 'verified_at'$/, because: recordedEarlier },
  { problem: /\/security_advisory must have required property '(cvss|cwes)'$/, because: recordedEarlier },
  { problem: /\/alert must have required property '(node_id|number|state)'$/, because: recordedEarlier },
  { problem: /\/sender must have required property 'node_id'$/, because: recordedEarlier },
  { problem: /\/tier\/from must have required property 'is_one_time'$/, because: recordedEarlier },
  { problem: /^deployment\.created: \/ must have required property 'workflow(_run)?'$/, because: recordedEarlier },
  { problem: /\/workflow_(job|run) must have required property '\w+'$/, because: recordedEarlier },
  {
    problem: /^installation_repositories\.added: \/ must have required property 'requester'$/,
    because: recordedEarlier,
  },
  {
    problem: /\/(homepage|environment_url) must match format "uri"$/,
    because: 'GitHub sends an empty string where no address is set',
  },
  { problem: /\/app\/(created|updated)_at must match format "date-time"$/, because: 'the example has a bare date' },
  {
    problem: /\/installation\/(created|updated)_at must be string$/,
    because: 'installations send epoch seconds here, the description knows only text',
  },
  { problem: /\/author\/email must match format "email"$/, because: 'a commit holds whatever its author configured' },
  {
    problem: /^pull_request\.review_request(ed|_removed): \/ must have required property 'requested_team'$/,
    because: 'explains both variants; the example fails in the other one, for has_discussions',
  },
  {
    problem: /\/price_model must be equal to one of/,
    because: 'the description has upper case, GitHub sends lower case',
  },
  {
    problem: /^repository_dispatch\.on-demand-test: GitHub documents no such webhook$/,
    because: 'the action is chosen by the caller',
  },
]

export const restGaps: readonly KnownGap[] = [
  { problem: /\/(teams|requested_teams)\/0 must have required property 'type'$/, because: recordedEarlier },
  { problem: /\/user must have required property 'role_name'$/, because: 'the example has role_name one level up' },
  {
    problem: /\/enforcement must be equal to one of/,
    because: 'the example says "enabled", an earlier name of "active"',
  },
  {
    problem: /^(GET|PATCH) \/repos\/\{owner\}\/\{repo\}: .+ must have required property '(language|has_discussions)'$/,
    because: recordedEarlier,
  },
  {
    problem: /\/required_status_checks must have required property 'checks'$/,
    because: 'the example is of a time with contexts alone',
  },
  {
    problem: /\/dismissal_restrictions\/apps\/0\/owner must have required property '\w+'$/,
    because: 'the example shows an organization where the description has a user or an enterprise',
  },
]
