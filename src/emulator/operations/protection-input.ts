import { invalidRequest } from '../http/api-error.ts'
import { flag, optionalInteger, optionalObject, optionalTextList } from '../http/body.ts'
import { isObject, type Json } from '../json.ts'
import type { ActorNames, ClassicRule, RequiredCheck, RequiredReviews } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import { findAccount } from '../world.ts'
import type { RepositoryContext } from './context.ts'

/** Keys a PUT must name, if only as null. Source: official description of `repos/update-branch-protection`. */
const REQUIRED_KEYS = ['required_status_checks', 'enforce_admins', 'required_pull_request_reviews', 'restrictions']
const MOST_ACTORS = 100

type OutsidePut = 'requiredSignatures' | 'forcePushAllowances' | 'requiredDeploymentEnvironments'

/** Everything a PUT decides. */
export type ProtectionInput = Omit<ClassicRule, 'id' | 'pattern' | 'createdAt' | 'updatedAt' | OutsidePut>

/** What a PUT cannot say falls back to this. Whether GitHub keeps it is not known, so callers must not rely on it. */
export const LOST_BY_PUT: Pick<ClassicRule, OutsidePut> = {
  requiredSignatures: false,
  forcePushAllowances: 0,
  requiredDeploymentEnvironments: [],
}

/**
 * Reads a PUT body in full: what is left out is switched off.
 * @throws 422 with GitHub's words for missing keys, for `contexts` together with `checks`, and for unknown people.
 */
export function readProtection(context: RepositoryContext, body: Json): ProtectionInput {
  const missing = REQUIRED_KEYS.filter((key) => body[key] === undefined)
  if (missing.length > 0) {
    const sentences = missing.map((key) => `"${key}" wasn't supplied.`)
    throw invalidRequest(`Invalid request.\n\n${sentences.join('\n')}`)
  }
  const checks = optionalObject(body, 'required_status_checks') ?? null
  const reviews = optionalObject(body, 'required_pull_request_reviews') ?? null
  const restrictions = optionalObject(body, 'restrictions') ?? null
  return {
    requiredStatusChecks: checks === null ? null : readRequiredChecks(context.repository, checks),
    enforceAdmins: flag(body, 'enforce_admins', false),
    requiredReviews: reviews === null ? null : readReviews(context, reviews),
    restrictions: restrictions === null ? null : readActors(context, restrictions),
    requiredLinearHistory: flag(body, 'required_linear_history', false),
    allowForcePushes: flag(body, 'allow_force_pushes', false),
    allowDeletions: flag(body, 'allow_deletions', false),
    blockCreations: flag(body, 'block_creations', false),
    requiredConversationResolution: flag(body, 'required_conversation_resolution', false),
    lockBranch: flag(body, 'lock_branch', false),
    allowForkSyncing: flag(body, 'allow_fork_syncing', false),
  }
}

/** @returns required checks from `{strict, checks}` or `{strict, contexts}`. @throws 422 for both or neither. */
export function readRequiredChecks(repository: Repository, body: Json): ClassicRule['requiredStatusChecks'] {
  if (body.strict === undefined) throw invalidRequest('Invalid request.\n\n"strict" wasn\'t supplied.')
  const strict = flag(body, 'strict', false)
  const contexts = optionalTextList(body, 'contexts')
  if (contexts !== undefined && body.checks !== undefined) {
    throw invalidRequest('Invalid request.\n\nMore than one subschema in "oneOf" matched.')
  }
  if (contexts !== undefined) return { strict, checks: contexts.map((name) => ({ context: name, appId: null })) }
  if (!Array.isArray(body.checks)) throw invalidRequest('Invalid request.\n\nNo subschema in "anyOf" matched.')
  return { strict, checks: body.checks.map((check: unknown) => readCheck(repository, check)) }
}

/** -1 means any source; leaving `app_id` out pins the check to the App that reported it last. */
function readCheck(repository: Repository, check: unknown): RequiredCheck {
  if (!isObject(check) || typeof check.context !== 'string') {
    throw invalidRequest('Invalid request.\n\n"context" wasn\'t supplied.')
  }
  const { context } = check
  const appId = optionalInteger(check, 'app_id')
  if (appId !== undefined) return { context, appId: appId === -1 ? null : appId }
  const last = repository.checkRuns.filter((run) => run.name === context).at(-1)
  return { context, appId: last?.appId ?? null }
}

function readReviews(context: RepositoryContext, body: Json): RequiredReviews {
  const count = optionalInteger(body, 'required_approving_review_count') ?? 1
  if (count < 0 || count > 6)
    throw invalidRequest('Invalid request.\n\nrequired_approving_review_count must be between 0 and 6.')
  return {
    dismissStaleReviews: flag(body, 'dismiss_stale_reviews', false),
    requireCodeOwnerReviews: flag(body, 'require_code_owner_reviews', false),
    requiredApprovingReviewCount: count,
    requireLastPushApproval: flag(body, 'require_last_push_approval', false),
    dismissalRestrictions: readAllowance(context, optionalObject(body, 'dismissal_restrictions')),
    bypassAllowances: readAllowance(context, optionalObject(body, 'bypass_pull_request_allowances')),
  }
}

/** An empty object switches the allowance off. */
function readAllowance(context: RepositoryContext, body: Json | null | undefined): ActorNames | null {
  if (body === undefined || body === null || Object.keys(body).length === 0) return null
  return readActors(context, body)
}

function readActors(context: RepositoryContext, body: Json): ActorNames {
  const { world, repository } = context
  if (findAccount(world, repository.owner)?.type !== 'Organization') {
    throw invalidRequest('Validation Failed', ['Only organization repositories can have users and team restrictions'])
  }
  const names = {
    users: optionalTextList(body, 'users') ?? [],
    teams: optionalTextList(body, 'teams') ?? [],
    apps: optionalTextList(body, 'apps') ?? [],
  }
  const teams = world.state.teams.filter((team) => team.organization === repository.owner).map((team) => team.slug)
  const stranger =
    names.users.find((login) => findAccount(world, login) === undefined) ??
    names.teams.find((slug) => !teams.includes(slug)) ??
    names.apps.find((slug) => slug !== world.app.slug)
  if (stranger !== undefined) throw invalidRequest('Validation Failed', [`Could not resolve "${stranger}"`])
  const total = names.users.length + names.teams.length + names.apps.length
  if (total > MOST_ACTORS)
    throw invalidRequest('Validation Failed', [`Only ${MOST_ACTORS} users, teams and apps can be specified.`])
  return names
}
