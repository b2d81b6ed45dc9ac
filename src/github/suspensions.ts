import { Memo } from '../engine/memo.ts'
import { Suspended } from './errors.ts'

/** GitHub is asked so often whether it still is, however much waits for a suspended installation. */
const askAgainMs = 60_000

/**
 * Installations that GitHub said are suspended. No call is made for them for a minute at a time, and none at all is
 * put off any more when a delivery shows that one is back: GitHub sends none for a suspended installation.
 */
export class Suspensions {
  readonly #now: () => number
  /** By the id of the installation. */
  readonly #until = new Memo<number, number>(10_000)

  constructor(now: () => number) {
    this.#now = now
  }

  /** Throws `Suspended` where GitHub said so less than a minute ago. */
  demandNone(installationId: number): void {
    if ((this.#until.get(installationId) ?? 0) > this.#now())
      throw new Suspended(`Installation ${installationId} is suspended`)
  }

  /** Takes note of what a call threw. */
  learn(installationId: number, error: unknown): void {
    if (error instanceof Suspended) this.#until.set(installationId, this.#now() + askAgainMs)
  }

  /** Something came from it: whatever waits for it may ask again. */
  isBack(installationId: number): void {
    this.#until.delete(installationId)
  }
}
