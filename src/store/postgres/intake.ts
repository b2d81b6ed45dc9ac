import type { Delivery } from '../../engine/ports.ts'
import { threadOf } from '../../engine/thread.ts'
import type { Event } from '../../incident/event.ts'
import type { Database, Session } from './database.ts'
import { events } from './events.ts'
import type { WorkQueue } from './work-queue.ts'

/** What one caller wants to have stored. */
interface Parcel {
  /** Undefined: nobody delivered the events. */
  readonly delivery: Delivery | undefined
  readonly events: readonly Event[]
  readonly resolve: (isNew: boolean) => void
  readonly reject: (reason: unknown) => void
}

interface IntakeParts {
  readonly database: Database
  /** Has locked lanes looked into; `WorkQueue.queueUp`. */
  readonly queueUp: WorkQueue['queueUp']
}

/** As many as share one transaction. */
const largestGroup = 256

/**
 * Takes deliveries in by groups: what comes while others are being written waits for them, and then goes into one transaction.
 * So the number of deliveries in a second does not hang on how long the disk, or the network, takes for one.
 */
export class Intake {
  readonly #parts: IntakeParts
  #waiting: Parcel[] = []
  /** Those that wait, and those that are being written. */
  readonly #arriving = new Set<Parcel>()
  /** One group at a time: a second one could overtake it, and events of a repository keep their order. */
  #writing: Promise<void> | undefined

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** @returns false when the delivery was accepted before; then nothing is stored */
  store(delivery: Delivery | undefined, events: readonly Event[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const parcel = { delivery, events, resolve, reject }
      this.#waiting.push(parcel)
      this.#arriving.add(parcel)
      // What comes in the same turn goes along.
      setImmediate(() => this.#write())
    })
  }

  /** Issues and pull requests that events are about which are not stored yet. */
  threads(lane: number): ReadonlySet<number> {
    const threads = new Set<number>()
    for (const { events } of this.#arriving)
      for (const event of events) {
        const thread = event.repository.id === lane ? threadOf(event) : undefined
        if (thread !== undefined) threads.add(thread)
      }
    return threads
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    while (this.#arriving.size > 0) {
      this.#write()
      await this.#writing
    }
  }

  #write(): void {
    if (this.#waiting.length === 0 || this.#writing !== undefined) return
    const group = this.#waiting.slice(0, largestGroup)
    this.#waiting = this.#waiting.slice(largestGroup)
    this.#writing = this.#writeGroup(group).finally(() => {
      this.#writing = undefined
      this.#write()
    })
  }

  async #writeGroup(group: readonly Parcel[]): Promise<void> {
    try {
      const isNew = await this.#parts.database.transaction((session) => this.#storeAll(session, group))
      for (const [index, parcel] of group.entries()) parcel.resolve(isNew[index] ?? false)
    } catch (error) {
      for (const parcel of group) parcel.reject(error)
    } finally {
      for (const parcel of group) this.#arriving.delete(parcel)
    }
  }

  async #storeAll(session: Session, group: readonly Parcel[]): Promise<readonly boolean[]> {
    const firsts = firstOfEach(group)
    const { fresh, left } = await events.receive(session, firsts)
    const stored = new Set(firsts.filter(({ delivery }) => !delivery || fresh.has(delivery.guid)))
    const lanes = [...stored].flatMap(({ events }) => events.map(({ repository }) => repository.id))
    await this.#parts.queueUp(session, lanes, left)
    return group.map((parcel) => stored.has(parcel))
  }
}

/** Without those whose delivery stands in the group before. */
function firstOfEach(group: readonly Parcel[]): readonly Parcel[] {
  const seen = new Set<string>()
  return group.filter(({ delivery }) => {
    if (!delivery) return true
    const isFirst = !seen.has(delivery.guid)
    seen.add(delivery.guid)
    return isFirst
  })
}
