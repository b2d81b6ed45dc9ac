import type { Clock } from '../engine/ports.ts'

/** Far more than anything has to do at one moment. Whatever rings for ever would never let the time go on, and take all memory. */
const mostAtOnce = 10_000

interface Alarm {
  readonly at: number
  readonly callback: () => void
}

/** A clock that stands still until it is moved: hours pass in no time, and in the same way each time. */
export class VirtualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  /** @param start epoch milliseconds */
  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  wakeAt(at: number, callback: () => void): () => void {
    const alarm = { at, callback }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  /** How many alarms are set. */
  get waiting(): number {
    return this.#alarms.size
  }

  /**
   * Moves on by a duration, stopping at every alarm on the way.
   * @param settle lets what an alarm set off come to its end before the clock moves again
   * @throws when alarms are set again and again for the same moment
   */
  async advance(milliseconds: number, settle: () => Promise<void>): Promise<void> {
    const target = this.#now + milliseconds
    for (let atOnce = 0; ; atOnce++) {
      await settle()
      const next = this.#earliest()
      if (!next || next.at > target) break
      if (next.at > this.#now) atOnce = 0
      if (atOnce > mostAtOnce)
        throw new Error('The clock stands still: something sets its alarm for now, again and again')
      this.#now = Math.max(this.#now, next.at)
      this.#alarms.delete(next)
      next.callback()
    }
    this.#now = target
    await settle()
  }

  #earliest(): Alarm | undefined {
    return [...this.#alarms].sort((one, other) => one.at - other.at)[0]
  }
}
