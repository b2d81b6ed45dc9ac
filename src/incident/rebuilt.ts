/** The database was lost, and the incident goes on from what GitHub keeps of it. */
export interface RebuiltEntry {
  readonly type: 'Rebuilt'
  /** How it stood at this moment is known, in epoch milliseconds; what happened later may be missing. */
  readonly keptAt: number
}

export type RebuiltMessage =
  | { readonly type: 'Rebuilt'; readonly incident: string; readonly keptAt: number }
  /** Freezes that stand although no incident is known that wants them. `rulesetId` is undefined on classic protection. */
  | {
      readonly type: 'StrayFreezes'
      readonly freezes: readonly { readonly number: number; readonly rulesetId: number | undefined }[]
    }
