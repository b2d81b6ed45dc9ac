/** One stage of the way into production; `watched`: its time of watching is over. */
export interface StageState {
  readonly name: string
  /** Whether deployments tell how it stands; otherwise it is an item of a checklist. */
  readonly followed: boolean
  readonly status: 'waiting' | 'deploying' | 'deployed' | 'watched' | 'failed'
  /** When it reached that status, in epoch milliseconds. */
  readonly at: number | undefined
  readonly url: string | undefined
  /** What GitHub told of it last. */
  readonly news: StageNews | undefined
}

/** GitHub's ids of a deployment and of one of its statuses. Both grow, so that old news is known when it comes late. */
export interface StageNews {
  readonly deployment: number
  readonly status: number
}

/** How far the merged hotfix has come. The fold of `RollOutEntry`; see `evolve-roll-out.ts`. */
export interface RollOut {
  readonly hotfix: number
  readonly stages: readonly StageState[]
  readonly finished: boolean
}

export interface RepairDecision {
  readonly choice: 'hotfix' | 'workaround' | 'rollback'
  readonly reason: string
  readonly by: string | undefined
  readonly at: number
}

/** A merged pull request that is to be taken back by another one. */
export interface Rollback {
  readonly pullRequest: number
  /** The key of the effect that opens the other one. */
  readonly effect: string
  /** The other one; undefined until it was seen to be open. */
  readonly number: number | undefined
  readonly failed: boolean
}

export type RollOutEntry =
  | { readonly type: 'RepairDecided'; readonly choice: RepairDecision['choice']; readonly reason: string }
  | { readonly type: 'RollbackRequested'; readonly pullRequest: number; readonly effect: string }
  | {
      readonly type: 'RollbackOpened'
      readonly pullRequest: number
      readonly effect: string
      readonly number: number
      readonly url: string
    }
  | {
      readonly type: 'RollbackFailed'
      readonly pullRequest: number
      readonly effect: string
      readonly reason: string
    }
  | {
      readonly type: 'RollOutBegun'
      readonly hotfix: number
      readonly stages: readonly string[]
      /** Places in `stages` of those that are followed through deployments. */
      readonly followed: readonly number[]
    }
  | {
      readonly type: 'StageChanged'
      /** Its place in `roll-out.stages`. */
      readonly stage: number
      readonly status: 'deploying' | 'deployed' | 'watched' | 'failed'
      readonly url: string | undefined
      /** Undefined for what the clock brought. */
      readonly news: StageNews | undefined
    }
  | { readonly type: 'RollOutFinished' }

export type RollOutMessage =
  | {
      readonly type: 'RepairDecided'
      readonly incident: string
      readonly choice: RepairDecision['choice']
      readonly reason: string
      readonly by: string
    }
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
  /** Title and description of the pull request that takes another one back. */
  | {
      readonly type: 'Rollback'
      readonly incident: string
      readonly pullRequest: number
      /** The other one's title. */
      readonly title: string
      readonly by: string
    }
  | { readonly type: 'StageDeployed'; readonly incident: string; readonly stage: number; readonly outOfOrder: boolean }
  | { readonly type: 'StageWatched'; readonly incident: string; readonly stage: number; readonly late: number }
  | {
      readonly type: 'StageFailed'
      readonly incident: string
      readonly stage: number
      readonly members: readonly string[]
    }
  | { readonly type: 'RollOutFinished'; readonly incident: string; readonly late: number }
