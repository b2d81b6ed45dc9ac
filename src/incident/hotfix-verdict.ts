import type { HotfixRule } from '../policy/policy.ts'

/** One rule of the hotfix check: what was found, and how to mend it when it failed. */
export interface RuleVerdict {
  readonly rule: HotfixRule
  readonly passed: boolean
  readonly found: string
  readonly remedy: string | undefined
}

export interface HotfixVerdict {
  readonly pullRequest: number
  readonly sha: string
  /** The anchor's number; undefined when the pull request names no open incident. */
  readonly incident: number | undefined
  readonly passed: boolean
  /** Ready to merge: a draft's report can pass while its freeze check stays away. */
  readonly draft: boolean
  readonly rules: readonly RuleVerdict[]
}
