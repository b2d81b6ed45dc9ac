import type { Clock } from './ports.ts'

export interface ErrandParts {
  readonly clock: Clock
  /** Does the next thing there is to do. Returns the milliseconds until the one after it; undefined: it is over. */
  readonly next: () => Promise<number | undefined>
  /** Takes note of an error. Returns the milliseconds until it goes on. */
  readonly broken: (error: unknown) => number
}

/** Work that is done step by step beside the lanes. Waits by the clock alone, and stops nobody when it fails. */
export class Errand {
  readonly #parts: ErrandParts
  #state: 'stopped' | 'started' | 'draining' = 'stopped'
  #step: Promise<void> | undefined
  #cancelAlarm: (() => void) | undefined

  constructor(parts: ErrandParts) {
    this.#parts = parts
  }

  /** @param after milliseconds; without them it begins at once */
  start(after?: number): void {
    if (this.#state !== 'stopped') return
    this.#state = 'started'
    if (after === undefined) this.#wake()
    else this.#wakeAfter(after)
  }

  /** False from the moment when it was told to stop. */
  get isOn(): boolean {
    return this.#state === 'started'
  }

  /** Begins nothing more, and resolves when what is under way has ended. */
  async drain(): Promise<void> {
    this.#state = 'draining'
    this.#cancelAlarm?.()
    await this.#step
  }

  /** Resolves when there is nothing to do until the clock moves. */
  async idle(): Promise<void> {
    await this.#step
  }

  #wake(): void {
    const { next, broken } = this.#parts
    this.#step = next()
      .catch(broken)
      .then((wait) => {
        this.#step = undefined
        if (this.isOn && wait !== undefined) this.#wakeAfter(wait)
      })
  }

  #wakeAfter(wait: number): void {
    const { clock } = this.#parts
    this.#cancelAlarm = clock.wakeAt(clock.now() + wait, () => this.#wake())
  }
}
