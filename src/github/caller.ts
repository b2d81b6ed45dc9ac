/** On whose account a call is made. GitHub limits each account by itself, and so do we. */
export interface Caller {
  /** An installation's number, or `app` for the App itself. */
  readonly account: string
  /** Urgent work goes first, and may use what chatter has to leave. */
  readonly urgent: boolean
}
