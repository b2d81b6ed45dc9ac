import type { FreezeMode, ReviewedMode } from '../policy/policy.ts'

/** A drill's freeze: a ruleset that is switched off. */
export interface RehearseFreeze {
  readonly type: 'RehearseFreeze'
  readonly number: number
  readonly mode: FreezeMode
  readonly branches: readonly string[]
  readonly reviewed: ReviewedMode
  readonly checkName: string
}

export interface EndRehearsal {
  readonly type: 'EndRehearsal'
  readonly number: number
  readonly rulesetId: number | undefined
}
