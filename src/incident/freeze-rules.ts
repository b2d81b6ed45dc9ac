/** What rulesets that freeze are made of, those of this App and those that people make by hand. */

export interface Rule {
  readonly type: string
  readonly parameters?: Readonly<Record<string, unknown>>
}

/** A required check in the spelling of rulesets; without an id, any source may report it. */
export interface RequiredCheckRule {
  readonly context: string
  readonly integration_id?: number
}

export interface BypassActor {
  readonly actor_type: 'RepositoryRole'
  readonly actor_id: number
  readonly bypass_mode: 'pull_request'
}

/** The whole body of `POST|PUT /repos/{owner}/{repo}/rulesets[/{id}]`. */
export interface RulesetBody {
  readonly name: string
  readonly target: 'branch'
  readonly enforcement: 'active' | 'disabled'
  readonly conditions: {
    readonly ref_name: { readonly include: readonly string[]; readonly exclude: readonly string[] }
  }
  readonly bypass_actors: readonly BypassActor[]
  readonly rules: readonly Rule[]
}

/** What the names of all freeze rulesets of this App begin with. */
export const anyFreezePrefix = 'Firebreak freeze '

/** What the names of rulesets begin with that people make by hand. The App neither knows nor touches them. */
export const byHandPrefix = 'Freeze by hand ('

/** What a freeze that people make by hand asks for: a check that nobody reports by itself. */
export const byHandCheck = 'freeze-by-hand'

/** Role ids are not documented; 5 is admin (github/rest-api-description#4406). */
export const adminsByPullRequest: BypassActor = {
  actor_type: 'RepositoryRole',
  actor_id: 5,
  bypass_mode: 'pull_request',
}

export const keepHistory: readonly Rule[] = [{ type: 'non_fast_forward' }, { type: 'deletion' }]

/** A pattern of the configuration in the spelling of rulesets. */
export const refPattern = (pattern: string): string =>
  pattern === '~DEFAULT_BRANCH' || pattern === '~ALL' ? pattern : `refs/heads/${pattern}`

export function requireChecks(required: readonly RequiredCheckRule[], strict: boolean): Rule {
  return {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: required,
      strict_required_status_checks_policy: strict,
      do_not_enforce_on_create: true,
    },
  }
}

/** Approvals given before a push do not count for what was pushed; with none asked for, there is nothing to dismiss. */
export function requireReviews(approvals: number): Rule {
  return {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: approvals,
      dismiss_stale_reviews_on_push: approvals > 0,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
    },
  }
}

/**
 * A freeze as an administrator makes it while the App is down: like the mode `hotfix-only`, with a check that anybody who
 * may push can report, because the App does not.
 */
export const rulesetByHand = (patterns: readonly string[]): RulesetBody => ({
  name: `${byHandPrefix}emergency): an admin may delete this ruleset to lift it`,
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: patterns.map(refPattern), exclude: [] } },
  bypass_actors: [adminsByPullRequest],
  rules: [requireChecks([{ context: byHandCheck }], false), requireReviews(0), ...keepHistory],
})
