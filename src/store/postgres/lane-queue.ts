import { type Db, type Job, PgBoss } from 'pg-boss'
import type { Log } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import type { Session } from './database.ts'

/** A lane that this process has taken out of the queue: a job of pg-boss, and the attempt at it. */
export interface Ticket {
  readonly lane: number
  readonly job: Pick<Job, 'id' | 'retryCount'>
}

interface LaneQueueParts {
  readonly session: Session
  /** How many migrations this program knows: lanes that need a newer one are left alone. */
  readonly version: number
  readonly log: Log | undefined
}

/** Name of the queue, and of pg-boss's schema. */
const name = 'lanes'
const schema = 'firebreak_queue'
/** How long a lane stays with a process that gives no sign of life, in seconds. pg-boss takes no less. */
export const leaseSeconds = 10
/** How often pg-boss looks for such lanes, in seconds; one replica of all does. */
const lookEvery = 2
/** pg-boss's longest; a lane is given back long before. */
const expireInSeconds = 86_399

/**
 * Which lanes have something to do, and who works on them: one queue of pg-boss, with at most one job for each lane
 * (policy `exclusive`: waiting or taken). What there is to do stands in our own tables. Whoever puts something there
 * has locked the lane's row, and so has whoever takes its job away after finding nothing: none of them misses the
 * other.
 */
export class LaneQueue {
  readonly #boss: PgBoss
  readonly #version: number

  constructor({ session, version, log }: LaneQueueParts) {
    this.#version = version
    this.#boss = new PgBoss({
      db: dbOf(session),
      schema,
      schedule: false,
      superviseIntervalSeconds: lookEvery,
      monitorIntervalSeconds: lookEvery,
      maintenanceIntervalSeconds: 3600,
    })
    this.#boss.on('error', (error) => log?.warn({ error: messageOf(error) }, 'The queue of lanes has trouble'))
    this.#boss.on('warning', ({ message }) => log?.debug({ warning: message }, 'The queue of lanes warns'))
  }

  /** Brings pg-boss's own tables forward, and begins to look for lanes whose holder died. */
  async start(): Promise<void> {
    await this.#boss.start()
    if (await this.#boss.getQueue(name)) return
    await this.#boss.createQueue(name, {
      policy: 'exclusive',
      heartbeatSeconds: leaseSeconds,
      expireInSeconds,
      // A lane whose holders keep dying is never given up.
      retryLimit: 1_000_000_000,
      retentionSeconds: 10 * 365 * 86_400,
    })
  }

  stop(): Promise<void> {
    return this.#boss.stop({ graceful: false, close: false })
  }

  /** Takes as many lanes as there are, those that waited longest first. */
  async take(most: number): Promise<readonly Ticket[]> {
    const options = { batchSize: most, minPriority: -this.#version, includeMetadata: true } as const
    const jobs = await this.#boss.fetch<{ lane: number; place: number }>(name, options)
    // pg-boss chooses by age, and hands out in any order.
    const inOrder = jobs.toSorted((a, b) => +a.createdOn - +b.createdOn || a.data.place - b.data.place)
    return inOrder.map(({ id, retryCount, data }) => ({ lane: data.lane, job: { id, retryCount } }))
  }

  /** Tells that this process is alive. @returns ids of the jobs that are still ours */
  async keep(tickets: readonly Ticket[]): Promise<ReadonlySet<string>> {
    if (tickets.length === 0) return new Set()
    const answer = await this.#boss.touch(
      name,
      tickets.map(({ job }) => job),
    )
    return new Set(settledIn(answer))
  }

  /** Lanes that are queued or taken already stay as they are. In the transaction that has locked them. */
  async add(session: Session, lanes: readonly number[]): Promise<void> {
    if (lanes.length > 0) await this.#insert(session, lanes, 0)
  }

  /** Ends a lease. In the transaction that has locked the lane; another process that took it over keeps it. */
  async remove(session: Session, tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length === 0) return
    const jobs = tickets.map(({ job }) => job)
    await this.#boss.deleteJob(name, jobs, { db: dbOf(session) })
  }

  /** Gives a lane back for a process that knows more migrations than this one. */
  async leaveToNewer(session: Session, ticket: Ticket): Promise<void> {
    await this.remove(session, [ticket])
    await this.#insert(session, [ticket.lane], -(this.#version + 1))
  }

  /** Something came that this program may know: everybody may look again. */
  async openToAll(session: Session, lanes: readonly number[]): Promise<void> {
    for (const lane of lanes)
      await this.#boss.update(name, undefined, { singletonKey: String(lane), priority: 0, db: dbOf(session) })
  }

  async #insert(session: Session, lanes: readonly number[], priority: number): Promise<void> {
    const jobs = lanes.map((lane, place) => ({ singletonKey: String(lane), data: { lane, place }, priority }))
    await this.#boss.insert(name, jobs, { db: dbOf(session) })
  }
}

/** pg-boss on our connections. */
const dbOf = (session: Session): Db => ({
  executeSql: async (sql, values) => ({ rows: [...(await session.rows(sql, values))] }),
})

/** pg-boss 12.35 answers with them, and does not declare it. */
function settledIn(answer: object): readonly string[] {
  if ('settled' in answer && Array.isArray(answer.settled)) return answer.settled.map(String)
  return []
}
