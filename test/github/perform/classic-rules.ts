import type { ClassicRule } from '../../../src/emulator/model/protection.ts'

/** A protection in which everything that can get lost on the way is set. */
export const theirs = (changes: Partial<ClassicRule> = {}): ClassicRule => ({
  id: 77,
  pattern: 'main',
  requiredStatusChecks: { strict: true, checks: [{ context: 'ci', appId: null }] },
  enforceAdmins: false,
  requiredReviews: {
    dismissStaleReviews: false,
    requireCodeOwnerReviews: true,
    requiredApprovingReviewCount: 1,
    requireLastPushApproval: true,
    dismissalRestrictions: { users: ['alice'], teams: [], apps: [] },
    bypassAllowances: null,
  },
  restrictions: { users: [], teams: [], apps: [] },
  requiredLinearHistory: true,
  allowForcePushes: true,
  allowDeletions: false,
  blockCreations: false,
  requiredConversationResolution: true,
  lockBranch: false,
  allowForkSyncing: false,
  requiredSignatures: true,
  forcePushAllowances: 0,
  requiredDeploymentEnvironments: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  ...changes,
})

/** Without the moments, which every write changes. */
export const rulesOf = (rules: readonly ClassicRule[]) =>
  rules.map(({ updatedAt: _at, createdAt: _also, ...rule }) => rule)
