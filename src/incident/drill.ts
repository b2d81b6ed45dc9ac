import type { FreezeMode } from '../policy/policy.ts'
import type { DrillScenario } from '../policy/scenario.ts'

/** That an incident is an exercise. The fold of `DrillEntry`; see `evolve-drill.ts`. */
export interface DrillRecord {
  readonly name: string
  /** The scenario's file. */
  readonly scenario: string
  /** What the team is told in the course of it. */
  readonly injects: readonly { readonly after: number; readonly text: string; readonly said: boolean }[]
  /** The ruleset that would have frozen, kept switched off. */
  readonly rehearsal: { readonly status: RehearsalStatus; readonly rulesetId: number | undefined } | undefined
  readonly score: DrillScore | undefined
}

/** `none`: no ruleset can be had here, so nothing was rehearsed. */
export type RehearsalStatus = 'asked' | 'standing' | 'none' | 'gone'

/** How well a drill went; `undefined` where there was nothing to measure. */
export interface DrillScore {
  readonly acknowledged: { readonly after: number | undefined; readonly promised: number | undefined }
  readonly checklists: { readonly ticked: number; readonly total: number }
  readonly updates: { readonly given: number; readonly missed: number; readonly every: number | undefined }
  readonly resolvedAfter: number | undefined
  readonly resolvePromised: number | undefined
}

export type DrillEntry =
  | { readonly type: 'DrillBegun'; readonly name: string; readonly scenario: DrillScenario }
  | { readonly type: 'DrillInject'; readonly inject: number }
  /** Who outside GitHub would have been told. */
  | { readonly type: 'PageSpared'; readonly channels: readonly string[] }
  | {
      readonly type: 'FreezeRehearsed'
      readonly status: RehearsalStatus
      readonly mode: FreezeMode
      readonly rulesetId: number | undefined
      readonly why: string | undefined
    }
  | { readonly type: 'DrillScored'; readonly score: DrillScore }

export type DrillMessage =
  /** The body of the drill's issue. */
  | {
      readonly type: 'DrillIssue'
      readonly drill: string
      readonly scenario: DrillScenario
      readonly by: string | undefined
      /** Who takes part. */
      readonly members: readonly string[]
    }
  | { readonly type: 'DrillInject'; readonly incident: string; readonly text: string }
  | { readonly type: 'DrillScore'; readonly incident: string; readonly score: DrillScore }
  | { readonly type: 'DrillFailed'; readonly drill: string; readonly reason: string }
