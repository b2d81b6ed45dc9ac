/** What a freeze's check says on one commit. */
export interface GivenCheck {
  /** Whose head it is; undefined for the commit of a merge queue's group. */
  readonly pullRequest: number | undefined
  /** Undefined while it is not given, because GitHub does not say yet who is in the group. */
  readonly passed: boolean | undefined
  readonly group?: {
    readonly baseBranch: string
    /** Epoch milliseconds at which GitHub is asked again who is in it. */
    readonly lookAgainAt?: number
  }
}
