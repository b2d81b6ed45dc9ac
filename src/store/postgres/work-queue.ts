import type { Log, Work } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import { numberIn, type Row } from '../row.ts'
import type { Database, Session } from './database.ts'
import { effects } from './effects.ts'
import { eventWorkIn } from './events.ts'
import { type Held, HeldLanes, nameOf } from './held-lanes.ts'
import type { LaneQueue } from './lane-queue.ts'
import { lanes, type Outlook, type Rest } from './lanes.ts'
import type { Vocabulary } from './vocabulary.ts'

interface WorkQueueParts {
  readonly database: Database
  readonly queue: LaneQueue
  readonly known: Vocabulary
  readonly log: Log | undefined
}

/** As many lanes as a replica holds at a time: those that its engine works in at once. The rest is for others. */
const mostLanes = 32
/** For so long the next effect of a lane is believed to be the next, in milliseconds: others may have stored an event. */
const effectBelievedFor = 100
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

  /** Whether a lane is this process's, so that it needs no place in the queue. */
  holds(lane: number): boolean {
    return this.#held.isHeld(lane)
  }

  hasRoom(): boolean {
    return this.#held.size < mostLanes
  }

  /**
   * Ends the lease of a piece of work; the lane goes behind the others.
   * @param isDone false: it may still be the lane's next, so what was read of the lane no longer counts
   */
  async release(work: Work, isDone: boolean): Promise<void> {
    const held = this.#held.end(work.lane, nameOf(work))
    if (held && !isDone) held.ready = []
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
    this.#held.noteChange(ids)
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

  /** Lanes take turns; those of which nothing is known are looked at together. */
  async #claim(now: number): Promise<Work | undefined> {
    for (;;) {
      const idle = this.#held.idle()
      const [first] = idle
      if (!first) {
        if ((await this.#takeMore()) || (await this.#takeRested(now))) continue
        return undefined
      }
      const work = this.#nextEvent(first) ?? (await this.#nextEffect(first))
      if (work) return work
      await this.#look(
        idle.filter(({ ready, effect }) => ready.length === 0 && effect === undefined),
        now,
      )
    }
  }

  async #takeMore(): Promise<boolean> {
    if (!this.hasRoom()) return false
    const askedAt = this.#held.now()
    this.#held.take(await this.#parts.queue.take(mostLanes - this.#held.size), askedAt)
    return this.#held.idle().length > 0
  }

  /** Of those in which something was put off that is due by now. */
  async #takeRested(now: number): Promise<boolean> {
    const { database } = this.#parts
    if (!this.hasRoom() || !(await lanes.isAnyRested(database, now))) return false
    await database.transaction(async (session) => {
      await this.open(session, await lanes.wake(session, now))
    })
    return await this.#takeMore()
  }

  #nextEvent(held: Held): Work | undefined {
    const [work, ...rest] = held.ready
    if (!work) return undefined
    held.ready = rest
    this.#held.begin(held.lane, nameOf(work))
    return work
  }

  /** The lane is marked before the try is counted, so that nobody else begins there meanwhile. */
  async #nextEffect(held: Held): Promise<Work | undefined> {
    const { lane, effect } = held
    held.effect = undefined
    if (effect === undefined || effect.until < this.#held.now()) return undefined
    const beginning = `begin ${effect.key}`
    this.#held.begin(lane, beginning)
    try {
      const work = await effects.begin(this.#parts.database, effect.key)
      if (work) this.#held.begin(lane, nameOf(work))
      else this.#held.end(lane, beginning)
      return work
    } catch (error) {
      this.#held.end(lane, beginning)
      throw error
    }
  }

  /** Finds out what comes next in lanes, and gives those up in which there is nothing to do now. */
  async #look(held: readonly Held[], now: number): Promise<void> {
    const { database, known } = this.#parts
    if (held.length === 0) return
    const before = held.map(({ changes }) => changes)
    const outlooks = await lanes.outlooks(
      database,
      held.map(({ lane }) => lane),
      now,
      known,
    )
    const until = this.#held.now() + effectBelievedFor
    const empty = held.filter((one, index) => {
      const outlook = outlooks.get(one.lane)
      if (!outlook || !this.#held.isCurrent(one)) return false
      one.ready = this.#dueIn(outlook, now).map((row) => eventWorkIn(row, one.lane))
      const isUnchanged = one.changes === before[index]
      if (one.ready.length === 0 && outlook.effect !== undefined && isUnchanged)
        one.effect = { key: outlook.effect, until }
      return one.ready.length === 0 && outlook.effect === undefined
    })
    if (empty.length > 0) await this.#letGo(empty, now)
  }

  /** The events that may be tried now: one that was put off, or that this program does not know, holds up those behind it. */
  #dueIn({ heads }: Outlook, now: number): readonly Row[] {
    const { events } = this.#parts.known
    const end = heads.findIndex((row) => numberIn(row, 'head_at') > now || !events.includes(String(row.type)))
    return end < 0 ? heads : heads.slice(0, end)
  }

  /**
   * Gives lanes up in which nothing is to be done now. Looks again once they are locked, in a statement of its own: whoever
   * was adding something at this moment has finished then. If the answer gets lost, the lanes count as lost: their leases
   * run out, and somebody takes them up.
   */
  async #letGo(held: readonly Held[], now: number): Promise<void> {
    const { database } = this.#parts
    for (const one of held) one.isLeaving = true
    let gone = held
    try {
      gone = await database.transaction((session) => this.#park(session, held, now))
    } finally {
      for (const one of held) {
        if (gone.includes(one)) this.#held.drop(one)
        else one.isLeaving = false
      }
    }
  }

  /** @returns those in which there is nothing to do indeed */
  async #park(session: Session, held: readonly Held[], now: number): Promise<readonly Held[]> {
    const { queue, known } = this.#parts
    const ids = held.map(({ lane }) => lane)
    await lanes.lockKnown(session, ids)
    const outlooks = await lanes.outlooks(session, ids, now, known)
    const [gone, rests]: [Held[], Rest[]] = [[], []]
    for (const one of held) {
      const outlook = outlooks.get(one.lane)
      if (!outlook || this.#dueIn(outlook, now).length > 0 || outlook.effect !== undefined) continue
      gone.push(one)
      rests.push({ lane: one.lane, dueAt: this.#dueAt(outlook), isLeft: outlook.isStrange })
    }
    await lanes.park(session, rests)
    const left = gone.filter(({ lane }) => outlooks.get(lane)?.isStrange)
    await queue.remove(
      session,
      gone.filter((one) => !left.includes(one)),
    )
    await this.#leaveToNewer(session, left)
    return gone
  }

  /** When there will be something to do in a lane that rests. */
  #dueAt({ heads: [head], effectAt }: Outlook): number | undefined {
    const isKnown = head !== undefined && this.#parts.known.events.includes(String(head.type))
    const moments = [isKnown ? numberIn(head, 'head_at') : undefined, effectAt].filter((moment) => moment !== undefined)
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  async #leaveToNewer(session: Session, held: readonly Held[]): Promise<void> {
    const { queue, log } = this.#parts
    for (const one of held) {
      log?.warn(
        { lane: one.lane },
        'A repository waits for a newer Firebreak: there is work of a kind that this one does not know',
      )
      await queue.leaveToNewer(session, one)
    }
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
