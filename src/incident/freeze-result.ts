import type { FreezeMode, FreezeWindow, ReviewedMode } from '../policy/policy.ts'

/** What a freeze looked like when it was read back from GitHub. */
export interface AppliedFreeze {
  readonly mechanism: 'ruleset' | 'branch-protection'
  readonly rulesetId: number | undefined
  /** Branches on which the freeze was seen to hold. */
  readonly verified: readonly string[]
  /** Branches on which it was looked for and not seen. */
  readonly unverified: readonly string[]
  /** Branches that are left alone, with the reason (a wildcard rule of classic protection, …). */
  readonly refused: readonly { readonly branch: string; readonly reason: string }[]
  /**
   * How many more branches match the patterns (at least, where a repository has very many) than were looked at one by
   * one. A ruleset holds on them too, branch protection does not.
   */
  readonly notReadBack: number
}

/** What the ruleset of a planned freeze is named after; `to` is the local time of its end in `timezone`. */
export interface WindowTitle extends Pick<FreezeWindow, 'to' | 'timezone'> {
  readonly slug: string
}

/** What a freeze was made to be, for comparing it with what stands. */
export interface FreezeStandards {
  /** As for `ApplyFreeze`. */
  readonly number: number | undefined
  readonly window?: WindowTitle
  readonly mode: FreezeMode
  readonly branches: readonly string[]
  readonly reviewed: ReviewedMode
  readonly checkName: string
  readonly applied: Pick<AppliedFreeze, 'mechanism' | 'rulesetId' | 'verified'>
}

/** How one branch's rules compare before the freeze and after the thaw. */
export interface BranchComparison {
  readonly branch: string
  readonly same: boolean
  /** Each a short sentence; what a human changed meanwhile is kept, and named here. */
  readonly differences: readonly string[]
}

/** Why nothing can be enforced. */
export type AdvisoryReason = 'plan' | 'permission' | 'archived' | 'unsupported' | 'not-effective'
