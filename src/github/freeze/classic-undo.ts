import { isSameSetting } from './canonical.ts'
import { isSameCheck } from './classic-freeze.ts'
import {
  openReviews,
  openSettings,
  type ProtectionSettings,
  type RequiredCheck,
  type RequiredReviews,
  type StatusChecks,
} from './protection-settings.ts'

/** One branch's protection at three moments; null: not protected. */
export interface ThreeStates {
  readonly before: ProtectionSettings | null
  /** What the freeze made of it. */
  readonly made: ProtectionSettings
  readonly now: ProtectionSettings | null
}

/**
 * A three-way merge: what the freeze changed goes back to what stood before, what somebody changed since stays.
 * Undoing twice changes nothing more, so an interrupted thaw may start again.
 * @returns null when the branch is to be unprotected
 */
export function withoutFreeze({ before, made, now }: ThreeStates): ProtectionSettings | null {
  if (now === null) return null
  const merged = mergeSettings(before ?? openSettings, made, now)
  return before === null && isSameSetting(merged, openSettings) ? null : merged
}

function mergeSettings(
  before: ProtectionSettings,
  made: ProtectionSettings,
  now: ProtectionSettings,
): ProtectionSettings {
  const back = <Key extends keyof ProtectionSettings>(key: Key) => pick(before[key], made[key], now[key])
  return {
    required_status_checks: mergeChecks(
      before.required_status_checks,
      made.required_status_checks,
      now.required_status_checks,
    ),
    required_pull_request_reviews: mergeReviews(
      before.required_pull_request_reviews,
      made.required_pull_request_reviews,
      now.required_pull_request_reviews,
    ),
    enforce_admins: back('enforce_admins'),
    restrictions: back('restrictions'),
    required_linear_history: back('required_linear_history'),
    allow_force_pushes: back('allow_force_pushes'),
    allow_deletions: back('allow_deletions'),
    block_creations: back('block_creations'),
    required_conversation_resolution: back('required_conversation_resolution'),
    lock_branch: back('lock_branch'),
    allow_fork_syncing: back('allow_fork_syncing'),
    required_signatures: back('required_signatures'),
  }
}

function pick<Value>(before: Value, made: Value, now: Value): Value {
  return isSameSetting(made, now) ? before : now
}

/** Check by check: only the ones that the freeze added go, so that overlapping freezes leave each other's alone. */
function mergeChecks(
  before: StatusChecks | null,
  made: StatusChecks | null,
  now: StatusChecks | null,
): StatusChecks | null {
  if (isSameSetting(made, now)) return before
  if (now === null || made === null) return now
  const strict = pick(before?.strict ?? false, made.strict, now.strict)
  const added = made.checks.filter((check) => !includesCheck(before?.checks ?? [], check))
  const checks = now.checks.filter((check) => !includesCheck(added, check))
  return checks.length === 0 && !strict && hadNoneOfItsOwn(before) ? null : { strict, checks }
}

function includesCheck(checks: readonly RequiredCheck[], wanted: RequiredCheck): boolean {
  return checks.some((check) => isSameCheck(check, wanted))
}

/** Whether only freezes required anything, so that nothing has to be required when the last of them goes. */
function hadNoneOfItsOwn(before: StatusChecks | null): boolean {
  return before === null || (before.checks.length > 0 && before.checks.every(isFreezeCheck))
}

export function isFreezeCheck(check: RequiredCheck): boolean {
  return check.context.startsWith('firebreak/freeze-')
}

function mergeReviews(
  before: RequiredReviews | null,
  made: RequiredReviews | null,
  now: RequiredReviews | null,
): RequiredReviews | null {
  if (isSameSetting(made, now)) return before
  if (now === null || made === null) return now
  const from = before ?? openReviews
  const back = <Key extends keyof RequiredReviews>(key: Key) => pick(from[key], made[key], now[key])
  const merged: RequiredReviews = {
    dismiss_stale_reviews: back('dismiss_stale_reviews'),
    require_code_owner_reviews: back('require_code_owner_reviews'),
    require_last_push_approval: back('require_last_push_approval'),
    required_approving_review_count: back('required_approving_review_count'),
    dismissal_restrictions: back('dismissal_restrictions'),
    bypass_pull_request_allowances: back('bypass_pull_request_allowances'),
  }
  return before === null && isSameSetting(merged, openReviews) ? null : merged
}
