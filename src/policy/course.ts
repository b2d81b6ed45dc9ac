/** How a merged hotfix reaches production; empty: nobody watches. */
export interface RollOutPolicy {
  readonly stages: readonly RollOutStage[]
}

export interface RollOutStage {
  readonly name: string
  /** Name of the GitHub environment that its deployments go to; undefined: the gate is only an item of the checklist. */
  readonly environment: string | undefined
  /** In people's words, such as `10 %`. */
  readonly traffic: string | undefined
  /** How long it is watched before the next one. */
  readonly watch: number | undefined
  /** In people's words: what has it rolled back. */
  readonly rollBack: string | undefined
}
