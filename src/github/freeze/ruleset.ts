import type { ApplyFreeze } from '../../incident/effect.ts'

/** A required check in the spelling of rulesets; without an id, any source may report it. */
export interface RequiredCheckRule {
  readonly context: string
  readonly integration_id?: number
}

export interface RulesetWish
  extends Pick<ApplyFreeze, 'number' | 'window' | 'mode' | 'branches' | 'reviewed' | 'checkName'> {
  readonly appId: number
  /** Checks that are required on every frozen branch anyway; mode `reviewed` can make them strict. */
  readonly alreadyRequired: readonly RequiredCheckRule[]
  /** Of a drill: it is switched off. */
  readonly rehearsal?: boolean
}

interface Rule {
  readonly type: string
  readonly parameters?: Readonly<Record<string, unknown>>
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

interface BypassActor {
  readonly actor_type: 'RepositoryRole'
  readonly actor_id: number
  readonly bypass_mode: 'pull_request'
}

/** What the names of all freeze rulesets begin with. */
export const anyFreezePrefix = 'Firebreak freeze '

/** What tells the freezes of a repository apart: `#12` for that of anchor 12, `w-year-end` for a planned one. */
export type FreezeMark = string

export const freezeMark = ({ number, window }: Pick<ApplyFreeze, 'number' | 'window'>): FreezeMark =>
  window ? `w-${window.slug}` : `#${number}`

/** What the names of the rulesets of one freeze begin with, whatever their mode. */
export const freezePrefix = (mark: FreezeMark): string => `${anyFreezePrefix}${mark} (`

/** Rulesets are world-readable on public repositories: the name says how to lift the freeze, and never why it is there. */
function freezeName({ mode, ...named }: Pick<RulesetWish, 'number' | 'window' | 'mode'>): string {
  const { window } = named
  const until = window ? ` until ${window.to.replace('T', ' ')} ${window.timezone}` : ''
  return `${freezePrefix(freezeMark(named))}${mode}${until}): an admin may delete this ruleset to lift it`
}

/** What the name of a drill's ruleset begins with: no freeze is ever looked for under it. */
export const rehearsalPrefix = (mark: FreezeMark): string => `Firebreak drill ${mark} (`

const rehearsalName = (wish: RulesetWish): string =>
  `${rehearsalPrefix(freezeMark(wish))}${wish.mode}): switched off, enforces nothing`

/** Role ids are not documented; 5 is admin (github/rest-api-description#4406). */
const adminsByPullRequest: BypassActor = { actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'pull_request' }

/** The ruleset of a freeze. Everything is said, because it is not known what a PUT makes of what is left out. */
export function rulesetBody(wish: RulesetWish): RulesetBody {
  return {
    name: wish.rehearsal ? rehearsalName(wish) : freezeName(wish),
    target: 'branch',
    enforcement: wish.rehearsal ? 'disabled' : 'active',
    conditions: { ref_name: { include: wish.branches.map(refPattern), exclude: [] } },
    ...contentOf(wish),
  }
}

function refPattern(pattern: string): string {
  return pattern === '~DEFAULT_BRANCH' || pattern === '~ALL' ? pattern : `refs/heads/${pattern}`
}

const keepHistory: readonly Rule[] = [{ type: 'non_fast_forward' }, { type: 'deletion' }]

function contentOf(wish: RulesetWish): Pick<RulesetBody, 'bypass_actors' | 'rules'> {
  switch (wish.mode) {
    case 'hotfix-only': {
      // Nobody reported it, so it blocks: also pull requests opened later, also while the App is down.
      const check = { context: wish.checkName, integration_id: wish.appId }
      return { bypass_actors: [adminsByPullRequest], rules: [checks([check], false), reviews(0), ...keepHistory] }
    }
    case 'reviewed': {
      const { approvals, strict, enforceAdmins } = wish.reviewed
      const upToDate = strict && wish.alreadyRequired.length > 0 ? [checks(wish.alreadyRequired, true)] : []
      const bypass = enforceAdmins ? [] : [adminsByPullRequest]
      return { bypass_actors: bypass, rules: [reviews(approvals), ...upToDate, ...keepHistory] }
    }
    case 'locked':
      return { bypass_actors: [], rules: [{ type: 'update' }, ...keepHistory] }
  }
}

function checks(required: readonly RequiredCheckRule[], strict: boolean): Rule {
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
function reviews(approvals: number): Rule {
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
