import { z } from 'zod'

/**
 * Classic branch protection as plain data: every setting said, nothing left to a default, in the spelling of the PUT.
 * Lists are in the order in which they were found, and are written back so; they are compared as sets.
 */
const actorNames = z.object({
  users: z.array(z.string()),
  teams: z.array(z.string()),
  apps: z.array(z.string()),
})

/** `app_id` -1: whoever reports it. */
const requiredCheck = z.object({ context: z.string(), app_id: z.number() })

const statusChecks = z.object({ strict: z.boolean(), checks: z.array(requiredCheck) })

const reviews = z.object({
  dismiss_stale_reviews: z.boolean(),
  require_code_owner_reviews: z.boolean(),
  require_last_push_approval: z.boolean(),
  /** Null: an old server did not say. */
  required_approving_review_count: z.number().nullable(),
  dismissal_restrictions: actorNames.nullable(),
  bypass_pull_request_allowances: actorNames.nullable(),
})

export const protectionSettings = z.object({
  required_status_checks: statusChecks.nullable(),
  enforce_admins: z.boolean(),
  required_pull_request_reviews: reviews.nullable(),
  /** Null lets everybody with write permission push; empty lists let nobody. */
  restrictions: actorNames.nullable(),
  required_linear_history: z.boolean(),
  allow_force_pushes: z.boolean(),
  allow_deletions: z.boolean(),
  block_creations: z.boolean(),
  required_conversation_resolution: z.boolean(),
  lock_branch: z.boolean(),
  allow_fork_syncing: z.boolean(),
  /** Not part of the PUT: it has an endpoint of its own. */
  required_signatures: z.boolean(),
})

export type ActorNames = z.infer<typeof actorNames>
export type RequiredCheck = z.infer<typeof requiredCheck>
export type StatusChecks = z.infer<typeof statusChecks>
export type RequiredReviews = z.infer<typeof reviews>
export type ProtectionSettings = z.infer<typeof protectionSettings>

/** A rule in which nothing is switched on, which is where the freeze of an unprotected branch starts from. */
export const openSettings: ProtectionSettings = {
  required_status_checks: null,
  enforce_admins: false,
  required_pull_request_reviews: null,
  restrictions: null,
  required_linear_history: false,
  allow_force_pushes: false,
  allow_deletions: false,
  block_creations: false,
  required_conversation_resolution: false,
  lock_branch: false,
  allow_fork_syncing: false,
  required_signatures: false,
}

/** Reviews that ask for nothing: merging by pull request, without an approval. */
export const openReviews: RequiredReviews = {
  dismiss_stale_reviews: false,
  require_code_owner_reviews: false,
  require_last_push_approval: false,
  required_approving_review_count: 0,
  dismissal_restrictions: null,
  bypass_pull_request_allowances: null,
}
