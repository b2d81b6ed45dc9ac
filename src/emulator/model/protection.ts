export type BypassActor = {
  actor_id: number | null
  actor_type: 'Integration' | 'OrganizationAdmin' | 'RepositoryRole' | 'Team' | 'DeployKey' | 'User'
  bypass_mode: 'always' | 'pull_request' | 'exempt'
}

export type RulesetRule = { type: string; parameters?: Record<string, unknown> }

/** A ruleset, kept in the API's own spelling so that what was sent is what is shown. */
export type Ruleset = {
  id: number
  name: string
  target: 'branch' | 'tag' | 'push'
  enforcement: 'active' | 'evaluate' | 'disabled'
  sourceType: 'Repository' | 'Organization'
  source: string
  bypassActors: BypassActor[]
  conditions: { ref_name: { include: string[]; exclude: string[] } }
  rules: RulesetRule[]
  /** Who changed it when, newest first. */
  versions?: { id: number; actor: string; at: string }[]
  createdAt: string
  updatedAt: string
}

export type ActorNames = { users: string[]; teams: string[]; apps: string[] }

export type RequiredCheck = { context: string; appId: number | null }

export type RequiredReviews = {
  dismissStaleReviews: boolean
  requireCodeOwnerReviews: boolean
  requiredApprovingReviewCount: number
  requireLastPushApproval: boolean
  dismissalRestrictions: ActorNames | null
  bypassAllowances: ActorNames | null
}

/** Classic protection: a rule for an exact branch name or a wildcard pattern. */
export type ClassicRule = {
  id: number
  pattern: string
  requiredStatusChecks: { strict: boolean; checks: RequiredCheck[] } | null
  enforceAdmins: boolean
  requiredReviews: RequiredReviews | null
  restrictions: ActorNames | null
  requiredLinearHistory: boolean
  allowForcePushes: boolean
  allowDeletions: boolean
  blockCreations: boolean
  requiredConversationResolution: boolean
  lockBranch: boolean
  allowForkSyncing: boolean
  requiredSignatures: boolean
  /** Told by GraphQL alone: how many may force push, and which deployments must have succeeded. A PUT loses both. */
  forcePushAllowances: number
  requiredDeploymentEnvironments: string[]
  createdAt: string
  updatedAt: string
}
