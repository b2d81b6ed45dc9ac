import type { Json } from '../json.ts'
import type { ActorNames, ClassicRule, RequiredReviews } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import { findAccount, type World } from '../world.ts'
import { appJson } from './app.ts'
import { teamJson } from './team.ts'
import { repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/**
 * Classic protection as GET and PUT answer it (official `branch-protection`). Parts that are switched off are left out,
 * switches are wrapped as `{ enabled }`, and `checks[].app_id` is null for "any source".
 */
export function protectionJson(world: World, repository: Repository, branch: string, rule: ClassicRule): Json {
  const url = protectionUrl(repository, branch)
  return {
    url,
    ...(rule.requiredStatusChecks === null
      ? {}
      : { required_status_checks: requiredChecksJson(repository, branch, rule) }),
    ...(rule.requiredReviews === null
      ? {}
      : {
          required_pull_request_reviews: reviewsJson(
            world,
            `${url}/required_pull_request_reviews`,
            rule.requiredReviews,
          ),
        }),
    ...(rule.restrictions === null
      ? {}
      : { restrictions: actorsJson(world, `${url}/restrictions`, rule.restrictions) }),
    required_signatures: { url: `${url}/required_signatures`, enabled: rule.requiredSignatures },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rule.enforceAdmins },
    required_linear_history: { enabled: rule.requiredLinearHistory },
    allow_force_pushes: { enabled: rule.allowForcePushes },
    allow_deletions: { enabled: rule.allowDeletions },
    block_creations: { enabled: rule.blockCreations },
    required_conversation_resolution: { enabled: rule.requiredConversationResolution },
    lock_branch: { enabled: rule.lockBranch },
    allow_fork_syncing: { enabled: rule.allowForkSyncing },
  }
}

/** @returns the official `status-check-policy`, old `contexts` and new `checks` side by side. */
export function requiredChecksJson(repository: Repository, branch: string, rule: ClassicRule): Json {
  const url = `${protectionUrl(repository, branch)}/required_status_checks`
  const checks = rule.requiredStatusChecks?.checks ?? []
  return {
    url,
    strict: rule.requiredStatusChecks?.strict ?? false,
    contexts: checks.map((check) => check.context),
    contexts_url: `${url}/contexts`,
    checks: checks.map((check) => ({ context: check.context, app_id: check.appId })),
  }
}

/** @returns the address of a branch's classic protection. */
export function protectionUrl(repository: Repository, branch: string): string {
  return `${repositoryUrl(repository)}/branches/${encodeURIComponent(branch)}/protection`
}

/** @returns the rule as `branch_protection_rule` webhooks carry it (official `webhooks_rule`). */
export function ruleEventJson(repository: Repository, rule: ClassicRule): Json {
  const level = (on: boolean) => (on ? (rule.enforceAdmins ? 'everyone' : 'non_admins') : 'off')
  const { requiredReviews: reviews, requiredStatusChecks: checks } = rule
  return {
    id: rule.id,
    repository_id: repository.id,
    name: rule.pattern,
    created_at: rule.createdAt,
    updated_at: rule.updatedAt,
    admin_enforced: rule.enforceAdmins,
    allow_deletions_enforcement_level: level(rule.allowDeletions),
    allow_force_pushes_enforcement_level: level(rule.allowForcePushes),
    authorized_actor_names: rule.restrictions?.users ?? [],
    authorized_actors_only: rule.restrictions !== null,
    authorized_dismissal_actors_only: (reviews?.dismissalRestrictions ?? null) !== null,
    create_protected: rule.blockCreations,
    dismiss_stale_reviews_on_push: reviews?.dismissStaleReviews ?? false,
    ignore_approvals_from_contributors: false,
    linear_history_requirement_enforcement_level: level(rule.requiredLinearHistory),
    lock_branch_enforcement_level: level(rule.lockBranch),
    lock_allows_fork_sync: rule.allowForkSyncing,
    merge_queue_enforcement_level: 'off',
    pull_request_reviews_enforcement_level: level(reviews !== null),
    require_code_owner_review: reviews?.requireCodeOwnerReviews ?? false,
    require_last_push_approval: reviews?.requireLastPushApproval ?? false,
    required_approving_review_count: reviews?.requiredApprovingReviewCount ?? 0,
    required_conversation_resolution_level: level(rule.requiredConversationResolution),
    required_deployments_enforcement_level: 'off',
    required_status_checks: checks?.checks.map((check) => check.context) ?? [],
    required_status_checks_enforcement_level: level(checks !== null),
    signature_requirement_enforcement_level: level(rule.requiredSignatures),
    strict_required_status_checks_policy: checks?.strict ?? false,
  }
}

function reviewsJson(world: World, url: string, reviews: RequiredReviews): Json {
  const { dismissalRestrictions: dismissers, bypassAllowances: bypassers } = reviews
  return {
    url,
    dismiss_stale_reviews: reviews.dismissStaleReviews,
    require_code_owner_reviews: reviews.requireCodeOwnerReviews,
    required_approving_review_count: reviews.requiredApprovingReviewCount,
    require_last_push_approval: reviews.requireLastPushApproval,
    ...(dismissers === null ? {} : { dismissal_restrictions: actorsJson(world, url, dismissers) }),
    ...(bypassers === null ? {} : { bypass_pull_request_allowances: people(world, bypassers) }),
  }
}

function actorsJson(world: World, url: string, actors: ActorNames): Json {
  return {
    url,
    users_url: `${url}/users`,
    teams_url: `${url}/teams`,
    apps_url: `${url}/apps`,
    ...people(world, actors),
  }
}

function people(world: World, actors: ActorNames): Json {
  return {
    users: actors.users.filter((login) => findAccount(world, login)).map((login) => userJson(world, login)),
    teams: world.state.teams.filter((team) => actors.teams.includes(team.slug)).map((team) => teamJson(world, team)),
    apps: actors.apps.map(() => appJson(world, world.app.id)),
  }
}
