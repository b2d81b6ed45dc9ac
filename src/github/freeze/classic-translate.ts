import { z } from 'zod'
import type { ActorNames, ProtectionSettings, RequiredCheck, RequiredReviews } from './protection-settings.ts'

/** What `GET …/branches/{branch}/protection` answers, as far as it is read here. Absent means off. */
const enabled = z.object({ enabled: z.boolean().optional() }).optional()

const actors = z.object({
  users: z.array(z.object({ login: z.string() })).optional(),
  teams: z.array(z.object({ slug: z.string() })).optional(),
  apps: z.array(z.object({ slug: z.string() })).optional(),
})

const answer = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean().optional(),
      contexts: z.array(z.string()).optional(),
      checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).optional(),
    })
    .nullish(),
  enforce_admins: enabled,
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().optional(),
      require_code_owner_reviews: z.boolean().optional(),
      require_last_push_approval: z.boolean().optional(),
      required_approving_review_count: z.number().optional(),
      dismissal_restrictions: actors.nullish(),
      bypass_pull_request_allowances: actors.nullish(),
    })
    .nullish(),
  restrictions: actors.nullish(),
  required_linear_history: enabled,
  allow_force_pushes: enabled,
  allow_deletions: enabled,
  block_creations: enabled,
  required_conversation_resolution: enabled,
  lock_branch: enabled,
  allow_fork_syncing: enabled,
  required_signatures: enabled,
})

type Answer = z.infer<typeof answer>

/**
 * Reads the answer of `GET …/branches/{branch}/protection`.
 * @param body the JSON as GitHub sent it
 * @returns every setting, in the spelling of the PUT
 * @throws ZodError when the answer is not of the documented shape
 * Source: `repos/get-branch-protection` in GitHub's OpenAPI description; its own example lacks `checks`, as older
 * servers do, hence the fall back to `contexts`.
 */
export function readProtection(body: unknown): ProtectionSettings {
  const read = answer.parse(body)
  return {
    required_status_checks: readStatusChecks(read.required_status_checks),
    enforce_admins: isOn(read.enforce_admins),
    required_pull_request_reviews: readReviews(read.required_pull_request_reviews),
    restrictions: readActors(read.restrictions),
    required_linear_history: isOn(read.required_linear_history),
    allow_force_pushes: isOn(read.allow_force_pushes),
    allow_deletions: isOn(read.allow_deletions),
    block_creations: isOn(read.block_creations),
    required_conversation_resolution: isOn(read.required_conversation_resolution),
    lock_branch: isOn(read.lock_branch),
    allow_fork_syncing: isOn(read.allow_fork_syncing),
    required_signatures: isOn(read.required_signatures),
  }
}

/**
 * The settings of an answer that this version cannot write back: a PUT replaces everything, so they would be lost.
 * Texts (addresses, names) are no settings.
 */
export function unknownSettings(body: unknown): string[] {
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(body))
  return entries.flatMap(([name, value]) => {
    const isKnown = name in answer.shape || name === 'enabled' || typeof value === 'string' || value === null
    return isKnown ? [] : [name]
  })
}

/**
 * The body of `PUT …/branches/{branch}/protection` for these settings.
 * Source: `repos/update-branch-protection`. `contexts` is left out although the description lists it as required:
 * sending it together with `checks` is answered 422 (ossf/allstar#155, google/go-github#2976).
 */
export function protectionBody(settings: ProtectionSettings): Record<string, unknown> {
  const { required_signatures: _ownEndpoint, required_pull_request_reviews: reviews, ...rest } = settings
  return { ...rest, required_pull_request_reviews: reviews && reviewsBody(reviews) }
}

/** Absent allowances stay absent: `{}` would switch them off, and personal repositories refuse them altogether. */
function reviewsBody(reviews: RequiredReviews): Record<string, unknown> {
  return Object.fromEntries(Object.entries(reviews).filter(([, value]) => value !== null))
}

function isOn(wrapper: { enabled?: boolean | undefined } | undefined): boolean {
  return wrapper?.enabled ?? false
}

function readStatusChecks(read: Answer['required_status_checks']): ProtectionSettings['required_status_checks'] {
  if (!read) return null
  const named = read.checks ?? (read.contexts ?? []).map((context) => ({ context, app_id: null }))
  return { strict: read.strict ?? false, checks: named.map(pinned) }
}

/** Any source has to be said as -1: left out, GitHub pins the check to whoever reported it last. */
function pinned(check: { context: string; app_id?: number | null | undefined }): RequiredCheck {
  return { context: check.context, app_id: check.app_id ?? -1 }
}

function readReviews(read: Answer['required_pull_request_reviews']): RequiredReviews | null {
  if (!read) return null
  return {
    dismiss_stale_reviews: read.dismiss_stale_reviews ?? false,
    require_code_owner_reviews: read.require_code_owner_reviews ?? false,
    require_last_push_approval: read.require_last_push_approval ?? false,
    required_approving_review_count: read.required_approving_review_count ?? null,
    dismissal_restrictions: readActors(read.dismissal_restrictions),
    bypass_pull_request_allowances: readActors(read.bypass_pull_request_allowances),
  }
}

function readActors(read: z.infer<typeof actors> | null | undefined): ActorNames | null {
  if (!read) return null
  return {
    users: (read.users ?? []).map((user) => user.login),
    teams: (read.teams ?? []).map((team) => team.slug),
    apps: (read.apps ?? []).map((app) => app.slug),
  }
}
