import type { Clock } from '../../../src/engine/ports.ts'

interface Alarm {
  readonly at: number
  readonly callback: () => void
}

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  constructor(now = Date.parse('2026-03-02T09:00:00Z')) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  wakeAt(at: number, callback: () => void): () => void {
    const alarm = { at, callback }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Lets time pass from alarm to alarm; after each, waits until whatever it started has come to rest. */
  async pass(milliseconds: number, rest: () => Promise<void>): Promise<void> {
    const end = this.#now + milliseconds
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await rest()
    }
    this.#now = end
  }

  get waiting(): number {
    return this.#alarms.size
  }

  #next(end: number): Alarm | undefined {
    return [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  }
}
