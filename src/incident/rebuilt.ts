export type RebuiltEntry =
  /**
   * The database was lost, and the incident goes on from what GitHub keeps of it: how it stood at `keptAt`, in epoch
   * milliseconds. What happened later may be missing.
   */
  { readonly type: 'Rebuilt'; readonly keptAt: number } | ({ readonly type: 'BegunAnew' } & BegunAnew)

/** The database was lost, and so was the card: the incident begins anew, under the freeze that stands. */
interface BegunAnew {
  /** By when it was declared, as GitHub shows, in epoch milliseconds; undefined: nothing tells. */
  readonly declared: number | undefined
  /** When its freeze was made; undefined: nothing tells. */
  readonly frozen: number | undefined
}

export type RebuiltMessage =
  /** `label`: the status that the anchor's label tells, where it is further on than what was kept. */
  | { readonly type: 'Rebuilt'; readonly incident: string; readonly keptAt: number; readonly label?: string }
  | ({ readonly type: 'BegunAnew'; readonly incident: string } & BegunAnew)
  /** Freezes that stand although no incident is known that wants them. `rulesetId` is undefined on classic protection. */
  | {
      readonly type: 'StrayFreezes'
      readonly freezes: readonly { readonly number: number; readonly rulesetId: number | undefined }[]
    }
