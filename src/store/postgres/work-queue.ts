import type { Log, Work } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import type { Database, Session } from './database.ts'
import { effects } from './effects.ts'
import { eventWorkIn } from './events.ts'
import { type Held, HeldLanes, nameOf } from './held-lanes.ts'
import type { LaneQueue } from './lane-queue.ts'
import { lanes, type Outlook } from './lanes.ts'
import type { Vocabulary } from './vocabulary.ts'

interface WorkQueueParts {
  readonly database: Database
  readonly queue: LaneQueue
  readonly known: Vocabulary
  readonly log: Log | undefined
}

/** As many lanes as a replica holds at a time: those that its engine works in at once. The rest is for others. */
const mostLanes = 32
/** After this long a lane goes behind those that wait in the queue, if there may be any; milliseconds. */
const turn = 5000

/** Takes lanes out of the queue, finds the next piece of work in them, and gives them back when there is none. */
export class WorkQueue {
  readonly #parts: WorkQueueParts
  readonly #held = new HeldLanes()
  #claims: Promise<unknown> = Promise.resolve()

  constructor(parts: WorkQueueParts) {
    this.#parts = parts
  }

  /** One after the other, so that two who ask at the same moment do not begin in the same lane. */
  claim(now: number): Promise<Work | undefined> {
    const claim = this.#claims.then(() => this.#claim(now))
    this.#claims = claim.catch(() => undefined)
    return claim
  }

  mayAct(work: Work): boolean {
    return this.#held.mayAct(work)
  }

  hasRoom(): boolean {
    return this.#held.size < mostLanes
  }

  /** Ends the lease of a piece of work; the lane goes behind the others. */
  async release(work: Work): Promise<void> {
    const held = this.#held.end(work.lane, nameOf(work))
    if (held && !this.hasRoom() && this.#held.now() - held.since > turn) await this.#giveBack([held])
  }

  /**
   * Locks lanes and sees to it that somebody will look into them. To be called before anything is changed there.
   * A lane that this process holds needs no place in the queue: it cannot be given back before this transaction ends.
   */
  async open(session: Session, ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.queueUp(session, ids, await lanes.lock(session, ids))
  }

  /** As `open`, of lanes that this transaction has locked already. @param left those that were left to a newer program */
  async queueUp(session: Session, ids: readonly number[], left: readonly number[]): Promise<void> {
    const { queue } = this.#parts
    if (left.length > 0) {
      await lanes.noLongerLeft(session, left)
      await queue.openToAll(session, left)
    }
    await queue.add(
      session,
      [...new Set(ids)].filter((lane) => !this.#held.isHeld(lane)),
    )
  }

  /** Tells the others that this process is alive, and learns which lanes were taken from it. */
  async keep(): Promise<void> {
    const { queue, log } = this.#parts
    const held = this.#held.all()
    const askedAt = this.#held.now()
    const kept = await queue.keep(held)
    for (const one of held) {
      if (kept.has(one.job.id)) this.#held.prolong(one, askedAt)
      else if (!one.isLeaving) {
        this.#held.drop(one)
        log?.warn({ lane: one.lane }, 'Another process has taken a repository over, because this one did not answer')
      }
    }
  }

  /** At the end: others need not wait until the leases run out. */
  async leave(): Promise<void> {
    await this.#claims
    await this.#giveBack(this.#held.all())
  }

  async #claim(now: number): Promise<Work | undefined> {
    for (;;) {
      const held = this.#held.idle() ?? (await this.#takeMore()) ?? (await this.#takeRested(now))
      if (!held) return undefined
      const work = await this.#workIn(held, now)
      if (work) return work
    }
  }

  async #takeMore(): Promise<Held | undefined> {
    if (!this.hasRoom()) return undefined
    const askedAt = this.#held.now()
    this.#held.take(await this.#parts.queue.take(mostLanes - this.#held.size), askedAt)
    return this.#held.idle()
  }

  /** Of those in which something was put off that is due by now. */
  async #takeRested(now: number): Promise<Held | undefined> {
    const { database } = this.#parts
    if (!this.hasRoom() || !(await lanes.isAnyRested(database, now))) return undefined
    await database.transaction(async (session) => {
      await this.open(session, await lanes.wake(session, now))
    })
    return await this.#takeMore()
  }

  async #workIn(held: Held, now: number): Promise<Work | undefined> {
    const { database, known } = this.#parts
    const outlook = await lanes.outlook(database, held.lane, now, known)
    const { head, effect } = outlook
    if (head && this.#isDue(outlook, now)) {
      const work = eventWorkIn(head, held.lane)
      this.#held.begin(held.lane, nameOf(work))
      return work
    }
    if (effect !== undefined) return await this.#begin(held, effect)
    await this.#letGo(held, now)
    return undefined
  }

  #isDue({ head, headAt = Number.POSITIVE_INFINITY }: Outlook, now: number): boolean {
    return head !== undefined && headAt <= now && this.#parts.known.events.includes(String(head.type))
  }

  /** The lane is marked before the try is counted, so that nobody else begins there meanwhile. */
  async #begin({ lane }: Held, key: string): Promise<Work | undefined> {
    const beginning = `begin ${key}`
    this.#held.begin(lane, beginning)
    try {
      const work = await effects.begin(this.#parts.database, key)
      if (work) this.#held.begin(lane, nameOf(work))
      else this.#held.end(lane, beginning)
      return work
    } catch (error) {
      this.#held.end(lane, beginning)
      throw error
    }
  }

  /**
   * Gives a lane up in which nothing is to be done now. Looks again once it is locked, in a statement of its own: whoever
   * was adding something at this moment has finished then. If the answer gets lost, the lane counts as lost: its lease
   * runs out, and somebody takes it up.
   */
  async #letGo(held: Held, now: number): Promise<void> {
    const { database } = this.#parts
    held.isLeaving = true
    let isGone = true
    try {
      isGone = await database.transaction((session) => this.#park(session, held, now))
    } finally {
      if (isGone) this.#held.drop(held)
      else held.isLeaving = false
    }
  }

  /** @returns false when there is something to do after all */
  async #park(session: Session, held: Held, now: number): Promise<boolean> {
    const { queue, known, log } = this.#parts
    const { lane } = held
    await lanes.lockOne(session, lane)
    const outlook = await lanes.outlook(session, lane, now, known)
    if (this.#isDue(outlook, now) || outlook.effect !== undefined) return false
    const headAt = outlook.head && known.events.includes(String(outlook.head.type)) ? outlook.headAt : undefined
    const moments = [headAt, outlook.effectAt].filter((moment) => moment !== undefined)
    await lanes.park(session, lane, {
      dueAt: moments.length === 0 ? undefined : Math.min(...moments),
      isLeft: outlook.isStrange,
    })
    if (!outlook.isStrange) await queue.remove(session, [held])
    else {
      log?.warn(
        { lane },
        'A repository waits for a newer Firebreak: there is work of a kind that this one does not know',
      )
      await queue.leaveToNewer(session, held)
    }
    return true
  }

  /** Puts lanes at the end of the queue, whatever there is to do in them. */
  async #giveBack(held: readonly Held[]): Promise<void> {
    const { database, queue, log } = this.#parts
    if (held.length === 0) return
    for (const one of held) one.isLeaving = true
    const ids = held.map(({ lane }) => lane)
    try {
      await database.transaction(async (session) => {
        await lanes.lock(session, ids)
        await queue.remove(session, held)
        await queue.add(session, ids)
      })
    } catch (error) {
      log?.warn({ error: messageOf(error) }, 'Repositories could not be given back; their leases run out')
    } finally {
      for (const one of held) this.#held.drop(one)
    }
  }
}
