import type { HotfixRule } from '../policy/policy.ts'

/** One rule of the hotfix check: what was found, and how to mend it when it failed. */
export interface RuleVerdict {
  readonly rule: HotfixRule
  readonly passed: boolean
  readonly found: string
  readonly remedy: string | undefined
  /** More of what was found, line by line. */
  readonly details?: readonly string[]
}

/** One rule's verdict: what was found, and how to mend it. */
export const verdict = (rule: HotfixRule, passed: boolean, found: string, remedy: string): RuleVerdict => ({
  rule,
  passed,
  found,
  remedy: passed ? undefined : remedy,
})

export interface HotfixVerdict {
  readonly pullRequest: number
  readonly sha: string
  /** The anchor's number; undefined when the pull request names no open incident. */
  readonly incident: number | undefined
  readonly passed: boolean
  /** Of an exercise: it passes no freeze of an emergency. */
  readonly drill?: boolean
  /** Ready to merge: a draft's report can pass while its freeze check stays away. */
  readonly draft: boolean
  readonly rules: readonly RuleVerdict[]
}
