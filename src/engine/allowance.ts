import { Memo } from './memo.ts'

const hour = 60 * 60_000
/** More that asked within an hour are not known at once: the one that was silent longest begins anew. */
const mostKnown = 1000

interface Taken {
  readonly what: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** So many an hour for each, as this process counts: it forgets with its end, and each replica counts for itself. */
export class Allowance {
  readonly #most: number
  readonly #taken = new Memo<number, readonly Taken[]>(mostKnown)

  /** @param most how many each may have within an hour */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * @param what is taken: asked for again, it is counted once
   * @param now in epoch milliseconds
   * @returns whether it may be had
   */
  take(who: number, what: string, now: number): boolean {
    const recent = (this.#taken.get(who) ?? []).filter(({ at }) => now < at + hour)
    if (recent.some((one) => one.what === what)) return true
    if (recent.length >= this.#most) return false
    this.#taken.set(who, [...recent, { what, at: now }])
    return true
  }
}
