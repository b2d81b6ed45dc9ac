/** Why something was decided: one sentence, and what it rests on. Feeds comments, checks, the log and explanations alike. */
export interface Reason {
  readonly what: string
  readonly holds: boolean
  readonly because: readonly Reason[]
}

/** A reason that rests on nothing else. */
export const reason = (what: string, holds = true, because: readonly Reason[] = []): Reason => ({
  what,
  holds,
  because,
})
