/** Something to wait for. Names are unique within an incident. */
export interface Timer {
  readonly name: string
  /** Epoch milliseconds. */
  readonly at: number
}
