import type { Clock, Store } from './ports.ts'

/** What has to be well for the procedure to go on. */
export type Part = 'store' | 'loop' | 'queue' | 'timers' | 'github'

/** `ok`, or a sentence for anybody: it holds nothing of what is stored. */
export type Vital = 'ok' | (string & {})

export interface VitalsDependencies {
  readonly store: Pick<Store, 'ping' | 'workload'>
  readonly clock: Clock
  /** When the loop went round last, in epoch milliseconds; undefined: it has not begun. */
  readonly lastRound: () => number | undefined
  /** The longest time between two looks for work, in milliseconds. */
  readonly tick: number
}

const second = 1000
const minute = 60 * second

/** Beyond the tick: a round begins late when all lanes are taken, and a call to GitHub may take that long. */
const roundMayTake = 2 * minute
/** An event that waits for GitHub is tried again after five minutes at most; what waits for twice as long waits for us. */
const eventMayWait = 10 * minute
const timerMayBeLate = 2 * minute
/** Asked every five minutes (`heartbeat.ts`): twice without an answer is nothing yet. */
const acceptedFor = 15 * minute
/** A store that has not answered by then does not work. */
const storePatience = 10 * second
/** Whoever asks again within this is told the same: anybody may ask, and asking writes. */
const sameFor = second

/** Whether the engine is well in truth, and not only alive. */
export class Vitals {
  readonly #deps: VitalsDependencies
  #github: { readonly accepted: boolean; readonly at: number } | undefined
  #look: { readonly at: number; readonly found: Promise<Readonly<Record<Part, Vital>>> } | undefined

  constructor(deps: VitalsDependencies) {
    this.#deps = deps
  }

  /** GitHub was asked who we are: `false` when it does not take our credentials. */
  noteGitHub(accepted: boolean): void {
    this.#github = { accepted, at: this.#deps.clock.now() }
  }

  /** How each part is. Never rejects. */
  look(): Promise<Readonly<Record<Part, Vital>>> {
    const now = this.#deps.clock.now()
    if (this.#look && now < this.#look.at + sameFor) return this.#look.found
    this.#look = { at: now, found: this.#examine(now) }
    return this.#look.found
  }

  async #examine(now: number): Promise<Readonly<Record<Part, Vital>>> {
    const stored = await this.#within(storePatience, this.#store(now))
    return { ...stored, loop: this.#loop(now), github: this.#credentials(now) }
  }

  async #store(now: number): Promise<Record<'store' | 'queue' | 'timers', Vital>> {
    const { store } = this.#deps
    try {
      await store.ping()
    } catch {
      return unknown('the database cannot be written to')
    }
    try {
      const { oldestEvent = now, nextTimer = now } = await store.workload()
      return {
        store: 'ok',
        queue: oldestEvent < now - eventMayWait ? 'an event has waited for more than ten minutes' : 'ok',
        timers: nextTimer < now - timerMayBeLate ? 'a timer is more than two minutes late' : 'ok',
      }
    } catch {
      return unknown('the database cannot be read')
    }
  }

  #loop(now: number): Vital {
    const last = this.#deps.lastRound()
    if (last === undefined) return 'the work has not begun, or was stopped'
    return last < now - this.#deps.tick - roundMayTake ? 'the loop stands still' : 'ok'
  }

  #credentials(now: number): Vital {
    if (!this.#github) return 'ok'
    if (!this.#github.accepted) return 'GitHub does not accept the credentials'
    return this.#github.at < now - acceptedFor ? 'GitHub has not answered for fifteen minutes' : 'ok'
  }

  /** A database that hangs must not make those hang who ask for it. */
  async #within<Value>(wait: number, found: Promise<Value>) {
    const { clock } = this.#deps
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof unknown>>()
    const cancel = clock.wakeAt(clock.now() + wait, () => resolve(unknown('the database does not answer')))
    return Promise.race([found, promise]).finally(cancel)
  }
}

/** Without the store nothing is known of what it holds. */
const unknown = (store: Vital): Record<'store' | 'queue' | 'timers', Vital> => ({
  store,
  queue: 'not known',
  timers: 'not known',
})
