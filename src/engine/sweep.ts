import { Errand } from './errand.ts'
import { Gaps } from './gap.ts'
import type { Meter } from './meter.ts'
import {
  loggedFor,
  type Missed,
  missedIn,
  outlook,
  readFrom,
  readMemory,
  type SweepMemory,
  withTheLast,
  withTry,
} from './missed.ts'
import { type Clock, type Deliveries, type Log, type Store, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

export interface SweepDependencies {
  readonly deliveries: Deliveries
  /** Whether what was taken in before may be gone. */
  readonly isDatabaseLost?: (() => Promise<boolean>) | undefined
  readonly store: Pick<Store, 'recall' | 'memorise' | 'wasAccepted' | 'takeOffice'>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Between two looks into the log. */
const usual = hour
/** After a sweep that left something over, or that broke off. */
const soon = 5 * minute
/** Between two redeliveries: GitHub sends each some time after it was asked, and their order is to be kept. */
const betweenTwo = second
/** As many redeliveries as one sweep asks for, so that a long outage does not end in a storm. */
const mostAtOnce = 100

const memoryKey = 'sweep'
/** Held by one process of all, and taken anew with each step. */
const office = 'sweep'

/**
 * Fetches deliveries that were missed, because this server was down or could not store them: looks into GitHub's log at
 * the start and then every hour, and has GitHub send again what never succeeded. What comes then is a delivery like
 * any other, stored once whatever happens here. Waits by the clock alone, and stops nobody when it fails.
 */
export class Sweep {
  readonly #deps: SweepDependencies
  readonly #errand: Errand
  #memory: SweepMemory = { tried: {} }
  /** What this sweep still asks for, and the moment before which everything is dealt with then; undefined: not all. */
  #batch: { readonly missed: readonly Missed[]; readonly completeUntil: number | undefined } | undefined

  readonly #gaps: Gaps

  constructor(deps: SweepDependencies) {
    this.#deps = deps
    this.#gaps = new Gaps(deps)
    const { clock } = deps
    this.#errand = new Errand({ clock, next: () => this.#next(), broken: (error) => this.#broken(error) })
  }

  /** Looks into the log at once. To be called when deliveries can come in. */
  start(): void {
    this.#errand.start()
  }

  /** Asks for nothing more, and resolves when what is under way has ended. The next start goes on with the rest. */
  drain(): Promise<void> {
    return this.#errand.drain()
  }

  /** Resolves when there is nothing to do until the clock moves. */
  idle(): Promise<void> {
    return this.#errand.idle()
  }

  /** Does the next thing there is to do. Returns the milliseconds until the one after it. */
  async #next(): Promise<number> {
    const { clock, store } = this.#deps
    if (!(await store.takeOffice(office, clock.now() + soon, clock.now()))) {
      // What another process asks for now must not be asked for by this one as well.
      this.#batch = undefined
      return soon
    }
    const batch = this.#batch ?? (await this.#look())
    // Told to stop meanwhile: nothing more is asked for, and no alarm is set.
    if (!this.#errand.isOn) return usual
    const [first, ...missed] = batch.missed
    if (!first) return this.#end(batch.completeUntil)
    this.#batch = { ...batch, missed }
    await this.#redeliver(first)
    return missed.length > 0 ? betweenTwo : this.#end(batch.completeUntil)
  }

  async #look() {
    const { clock, deliveries, log, store } = this.#deps
    const began = clock.now()
    this.#memory = readMemory(await store.recall(memoryKey))
    const missed: Missed[] = []
    // Stored, but the answer did not reach GitHub.
    const attempts = await deliveries.since(readFrom(this.#memory, began))
    const isLost = (await this.#deps.isDatabaseLost?.()) ?? false
    for (const one of missedIn(isLost ? withTheLast(attempts) : attempts, await this.#gaps.last()))
      if (!(await store.wasAccepted(one.guid))) missed.push(one)
    const { due, givenUp, memory } = outlook(missed, this.#memory, began)
    await this.#remember(memory)
    for (const one of givenUp) log.error(fieldsOf(one), 'A MISSED DELIVERY WAS GIVEN UP')
    const left = Math.max(due.length - mostAtOnce, 0)
    if (due.length > 0)
      log.info({ missed: due.length, left }, 'Deliveries were missed; GitHub is asked to redeliver them')
    return { missed: due.slice(0, mostAtOnce), completeUntil: left > 0 ? undefined : began }
  }

  async #redeliver(missed: Missed): Promise<void> {
    const { clock, deliveries, log } = this.#deps
    const before = this.#memory
    // Counted before it is tried, so that one that kills the process is not asked for again and again.
    await this.#remember(withTry(before, missed, clock.now()))
    try {
      await deliveries.redeliver(missed.attempt)
      log.debug(fieldsOf(missed), 'Asked for a redelivery')
    } catch (error) {
      if (error instanceof TryLater) {
        // GitHub's own trouble is no try at this delivery.
        await this.#remember(before)
        throw error
      }
      log.warn({ ...fieldsOf(missed), ...errorFields(error) }, 'GitHub does not redeliver what was missed')
    }
  }

  async #end(completeUntil: number | undefined): Promise<number> {
    const { clock, store } = this.#deps
    this.#batch = undefined
    await store.takeOffice(office, clock.now() - 1, clock.now())
    if (completeUntil === undefined) return soon
    await this.#remember({ ...this.#memory, sweptUntil: completeUntil })
    this.#deps.meter.round('sweep', clock.now())
    return usual
  }

  /** Returns the wait until the log is looked into anew. Nothing is lost: this sweep does not count as complete. */
  #broken(error: unknown): number {
    this.#batch = undefined
    this.#deps.log.warn(errorFields(error), 'Missed deliveries could not be fetched')
    return error instanceof TryLater ? Math.min(Math.max(error.afterMs, soon), usual) : usual
  }

  async #remember(memory: SweepMemory): Promise<void> {
    await this.#deps.store.memorise(memoryKey, memory)
    this.#memory = memory
  }
}

function fieldsOf({ guid, event, deliveredAt }: Missed): object {
  const lostAt = new Date(deliveredAt + loggedFor).toISOString()
  return { delivery: guid, event, deliveredAt: new Date(deliveredAt).toISOString(), redeliverableUntil: lostAt }
}
