import { Errand } from './errand.ts'
import type { Meter } from './meter.ts'
import { type Clock, type Log, TryLater } from './ports.ts'
import { messageOf } from './redact.ts'
import type { Vitals } from './vitals.ts'

/** Tells somebody outside that the engine is well; who hears nothing for a while raises the alarm. */
export interface Beacon {
  /** Throws when it was not heard. Must come to an end by itself. */
  beat(): Promise<void>
  /** Asks GitHub who we are. Throws `TryLater` for what passes by itself, and anything else when it does not know us. */
  identify(): Promise<void>
}

export interface HeartbeatDependencies {
  readonly beacon: Beacon
  readonly vitals: Vitals
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

const minute = 60_000
const betweenQuestions = 5 * minute

/**
 * Beats once a minute as long as every part is well, and is silent otherwise: nobody can tell of their own death, so the
 * absence is the alarm. The first beat comes after a minute, so that a server that dies at each start does not look
 * alive. Each replica beats for itself: together they fall silent when none of them is well.
 */
export class Heartbeat {
  readonly #deps: HeartbeatDependencies
  readonly #errand: Errand
  #askedAt = Number.NEGATIVE_INFINITY
  #silentBecause: string | undefined

  constructor(deps: HeartbeatDependencies) {
    this.#deps = deps
    this.#errand = new Errand({ clock: deps.clock, next: () => this.#next(), broken: () => minute })
  }

  /** To be called once, when the work begins. */
  start(): void {
    // It was asked at the start, and may have been down then: it has as long as later on.
    this.#deps.vitals.noteGitHub(true)
    this.#errand.start(minute)
  }

  /** Beats no more, and resolves when what is under way has ended. */
  drain(): Promise<void> {
    return this.#errand.drain()
  }

  /** Resolves when there is nothing to do until the clock moves. */
  idle(): Promise<void> {
    return this.#errand.idle()
  }

  async #next(): Promise<number> {
    await this.#round()
    return minute
  }

  /** Never rejects. */
  async #round(): Promise<void> {
    const { beacon, clock, meter, vitals } = this.#deps
    await this.#ask()
    const unwell = Object.entries(await vitals.look()).filter(([, vital]) => vital !== 'ok')
    const why = unwell.map(([part, vital]) => `${part}: ${vital}`).join('; ')
    if (why !== '') return this.#silent(why)
    try {
      await beacon.beat()
      meter.round('heartbeat', clock.now())
      this.#heard()
    } catch (error) {
      this.#silent(`the heartbeat was not heard: ${messageOf(error)}`)
    }
  }

  async #ask(): Promise<void> {
    const { beacon, clock, vitals } = this.#deps
    if (clock.now() < this.#askedAt + betweenQuestions) return
    try {
      await beacon.identify()
      vitals.noteGitHub(true)
      this.#askedAt = clock.now()
    } catch (error) {
      // What passes by itself is asked again at the next beat; how long it has lasted, the vitals know.
      if (!(error instanceof TryLater)) vitals.noteGitHub(false)
    }
  }

  /** Said once for each reason: it may be one for hours. */
  #silent(because: string): void {
    if (because !== this.#silentBecause) this.#deps.log.error({ because }, 'NO HEARTBEAT')
    this.#silentBecause = because
  }

  #heard(): void {
    if (this.#silentBecause !== undefined) this.#deps.log.info({}, 'The heartbeat is heard again')
    this.#silentBecause = undefined
  }
}
