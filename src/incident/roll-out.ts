/** One stage of the way into production; `watched`: its time of watching is over. */
export interface StageState {
  readonly name: string
  readonly status: 'waiting' | 'deploying' | 'deployed' | 'watched' | 'failed'
  /** When it reached that status, in epoch milliseconds. */
  readonly at: number | undefined
  readonly url: string | undefined
}

/** How far the merged hotfix has come. The fold of `RollOutEntry`; see `evolve-roll-out.ts`. */
export interface RollOut {
  readonly hotfix: number
  readonly stages: readonly StageState[]
}

export interface RepairDecision {
  readonly choice: 'hotfix' | 'workaround' | 'rollback'
  readonly reason: string
  readonly by: string | undefined
  readonly at: number
}

export type RollOutEntry =
  | { readonly type: 'RepairDecided'; readonly choice: RepairDecision['choice']; readonly reason: string }
  | { readonly type: 'RollbackRequested'; readonly pullRequest: number; readonly effect: string }
  | { readonly type: 'RollbackOpened'; readonly pullRequest: number; readonly number: number; readonly url: string }
  | { readonly type: 'RollOutBegun'; readonly hotfix: number; readonly stages: readonly string[] }
  | {
      readonly type: 'StageChanged'
      /** Its place in `roll-out.stages`. */
      readonly stage: number
      readonly status: 'deploying' | 'deployed' | 'watched' | 'failed'
      readonly url: string | undefined
    }
  | { readonly type: 'RollOutFinished' }

export type RollOutMessage =
  | { readonly type: 'RepairDecided'; readonly incident: string }
  | {
      readonly type: 'RollbackOpened'
      readonly incident: string
      readonly pullRequest: number
      readonly number: number
    }
  | {
      readonly type: 'RollbackFailed'
      readonly incident: string
      readonly pullRequest: number
      readonly reason: string
    }
  /** The description of the pull request that takes another one back. */
  | { readonly type: 'Rollback'; readonly incident: string; readonly pullRequest: number; readonly by: string }
  | { readonly type: 'StageDeployed'; readonly incident: string; readonly stage: number; readonly outOfOrder: boolean }
  | { readonly type: 'StageWatched'; readonly incident: string; readonly stage: number; readonly late: number }
  | {
      readonly type: 'StageFailed'
      readonly incident: string
      readonly stage: number
      readonly members: readonly string[]
    }
  | { readonly type: 'RollOutFinished'; readonly incident: string }
