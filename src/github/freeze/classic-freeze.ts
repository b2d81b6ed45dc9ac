import type { ApplyFreeze } from '../../incident/effect.ts'
import {
  openReviews,
  openSettings,
  type ProtectionSettings,
  type RequiredCheck,
  type RequiredReviews,
  type StatusChecks,
} from './protection-settings.ts'

export type FreezeWish = Pick<ApplyFreeze, 'mode' | 'reviewed' | 'checkName'> & { readonly appId: number }

/**
 * The settings with a freeze laid on top; laying it on twice changes nothing more, and nothing becomes weaker.
 * @param before null: the branch was not protected
 */
export function withFreeze(before: ProtectionSettings | null, wish: FreezeWish): ProtectionSettings {
  const settings = { ...(before ?? openSettings), allow_force_pushes: false, allow_deletions: false }
  switch (wish.mode) {
    case 'hotfix-only':
      return { ...settings, required_status_checks: withCheck(settings.required_status_checks, wish) }
    case 'reviewed':
      return withReviews(settings, wish.reviewed)
    case 'locked':
      // The check nobody reports marks whose lock it is: it still holds when an overlapping freeze takes the lock away.
      return {
        ...settings,
        required_status_checks: withCheck(settings.required_status_checks, wish),
        lock_branch: true,
        enforce_admins: true,
      }
  }
}

function withCheck(before: StatusChecks | null, wish: FreezeWish): StatusChecks {
  const ours: RequiredCheck = { context: wish.checkName, app_id: wish.appId }
  const others = (before?.checks ?? []).filter((check) => !isSameCheck(check, ours))
  return { strict: before?.strict ?? false, checks: [...others, ours] }
}

export function isSameCheck(left: RequiredCheck, right: RequiredCheck): boolean {
  return left.context === right.context && left.app_id === right.app_id
}

function withReviews(settings: ProtectionSettings, wanted: FreezeWish['reviewed']): ProtectionSettings {
  const checks = settings.required_status_checks
  return {
    ...settings,
    required_pull_request_reviews: atLeast(settings.required_pull_request_reviews, wanted.approvals),
    required_status_checks: checks && { ...checks, strict: checks.strict || wanted.strict },
    enforce_admins: settings.enforce_admins || wanted.enforceAdmins,
  }
}

/** GitHub's own default for a rule that does not say a number is one approval. */
function atLeast(before: RequiredReviews | null, approvals: number): RequiredReviews {
  const reviews = before ?? openReviews
  return {
    ...reviews,
    dismiss_stale_reviews: true,
    required_approving_review_count: Math.max(reviews.required_approving_review_count ?? 1, approvals),
  }
}
