import type { ApplyFreeze } from '../../incident/effect.ts'
import {
  adminsByPullRequest,
  anyFreezePrefix,
  keepHistory,
  type RequiredCheckRule,
  type RulesetBody,
  refPattern,
  requireChecks,
  requireReviews,
} from '../../incident/freeze-rules.ts'

export interface RulesetWish
  extends Pick<ApplyFreeze, 'number' | 'window' | 'mode' | 'branches' | 'reviewed' | 'checkName'> {
  readonly appId: number
  /** Checks that are required on every frozen branch anyway; mode `reviewed` can make them strict. */
  readonly alreadyRequired: readonly RequiredCheckRule[]
  /** Of a drill: it is switched off. */
  readonly rehearsal?: boolean
}

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

function contentOf(wish: RulesetWish): Pick<RulesetBody, 'bypass_actors' | 'rules'> {
  switch (wish.mode) {
    case 'hotfix-only': {
      // Nobody reported it, so it blocks: also pull requests opened later, also while the App is down.
      const check = { context: wish.checkName, integration_id: wish.appId }
      return {
        bypass_actors: [adminsByPullRequest],
        rules: [requireChecks([check], false), requireReviews(0), ...keepHistory],
      }
    }
    case 'reviewed': {
      const { approvals, strict, enforceAdmins } = wish.reviewed
      const upToDate = strict && wish.alreadyRequired.length > 0 ? [requireChecks(wish.alreadyRequired, true)] : []
      const bypass = enforceAdmins ? [] : [adminsByPullRequest]
      return { bypass_actors: bypass, rules: [requireReviews(approvals), ...upToDate, ...keepHistory] }
    }
    case 'locked':
      return { bypass_actors: [], rules: [{ type: 'update' }, ...keepHistory] }
  }
}
