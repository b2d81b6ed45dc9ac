/**
 * Which lanes have something to do, and which of them somebody is working on. Kept in memory: a lease ends with the
 * process, and the rest is read from the database when the store opens.
 */
export class Lanes {
  /** Lane → when to look at it again, in epoch milliseconds; 0: something was stored since it was looked at. */
  readonly #waiting = new Map<number, number>()
  /** Lane → what is being worked on. */
  readonly #leased = new Map<number, string>()

  /** Something was stored in the lane. */
  touch(lane: number): void {
    this.#waiting.set(lane, 0)
  }

  /** Lanes nobody works on that may have something to do, the one that waited longest first. */
  *due(now: number): Generator<number> {
    for (const [lane, dueAt] of this.#waiting) if (dueAt <= now && !this.#leased.has(lane)) yield lane
  }

  /** There is nothing to do in the lane before `dueAt`; undefined: nothing at all. */
  park(lane: number, dueAt: number | undefined): void {
    if (dueAt === undefined) this.#waiting.delete(lane)
    else this.#waiting.set(lane, dueAt)
  }

  /** The earliest moment up to `now` for which something was put off and that has come since. */
  overdue(now: number): number | undefined {
    let earliest: number | undefined
    for (const lane of this.due(now)) {
      const dueAt = this.#waiting.get(lane) ?? 0
      if (dueAt > 0 && dueAt < (earliest ?? Number.POSITIVE_INFINITY)) earliest = dueAt
    }
    return earliest
  }

  lease(lane: number, work: string): void {
    this.#leased.set(lane, work)
  }

  /** Ends a lease and puts the lane behind the others; does nothing when the lane is leased for something else. */
  release(lane: number, work: string): void {
    if (this.#leased.get(lane) !== work) return
    this.#leased.delete(lane)
    this.#waiting.delete(lane)
    this.#waiting.set(lane, 0)
  }
}
