import type {
  Delivery,
  EffectWork,
  EventWork,
  Interest,
  Log,
  PolicyRecord,
  Store,
  Work,
  Workload,
} from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import type { EffectOutcome } from '../../incident/effect.ts'
import type { Event } from '../../incident/event.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Decision } from '../../incident/plan.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { EffectCount } from '../../incident/question.ts'
import type { Repository } from '../../incident/repository.ts'
import { Commits } from './commits.ts'
import type { Database, Session } from './database.ts'
import { effects } from './effects.ts'
import { events } from './events.ts'
import { Intake } from './intake.ts'
import { InterestReader } from './interest-reader.ts'
import type { LaneQueue } from './lane-queue.ts'
import { Pruning } from './prune.ts'
import { records } from './records.ts'
import { SituationReader } from './situation-reader.ts'
import { timers } from './timers.ts'
import type { Vocabulary } from './vocabulary.ts'
import { WorkQueue } from './work-queue.ts'

export interface PostgresStoreParts {
  readonly database: Database
  readonly queue: LaneQueue
  /** Names this process among the replicas. */
  readonly holder: string
  readonly known: Vocabulary
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log | undefined
}

/** How often a process tells that it is alive, in milliseconds; its lanes go to others after `leaseSeconds` without. */
const signOfLifeEvery = 2500
/** How often it looks for lanes that others left or could not take, in milliseconds. */
const lookEvery = 1000

/**
 * The durable state in PostgreSQL, shared by any number of replicas. Nothing is taken from memory that another replica
 * could have changed, but for what `InterestReader` proves to be current.
 */
export class PostgresStore implements Store {
  readonly #parts: PostgresStoreParts
  readonly #db: Database
  readonly #work: WorkQueue
  readonly #intake: Intake
  readonly #interest: InterestReader
  readonly #situations: SituationReader
  readonly #commits: Commits
  readonly #pruning: Pruning
  readonly #timers: readonly NodeJS.Timeout[]
  #wake: () => void = () => undefined
  #closing: Promise<void> | undefined

  constructor(parts: PostgresStoreParts) {
    const { database, queue, known, log } = parts
    this.#parts = parts
    this.#db = database
    this.#work = new WorkQueue({ database, queue, known, log })
    this.#intake = new Intake({
      database,
      queueUp: (session, ids, left) => this.#work.queueUp(session, ids, left),
    })
    this.#interest = new InterestReader(database)
    this.#situations = new SituationReader(database)
    this.#commits = new Commits({ database, work: this.#work, now: parts.now })
    this.#pruning = new Pruning(database, log)
    this.#timers = [
      setInterval(() => void this.#tellThatAlive(), signOfLifeEvery),
      setInterval(() => this.#work.hasRoom() && this.#wake(), lookEvery),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  onWork(wake: () => void): void {
    this.#wake = wake
  }

  mayAct(work: Work): boolean {
    return this.#work.mayAct(work)
  }

  async accept(delivery: Delivery, events: readonly Event[]): Promise<boolean> {
    this.#demandOpen()
    const isNew = await this.#intake.store(delivery, events)
    this.#pruning.now(delivery.receivedAt)
    return isNew
  }

  wasAccepted(guid: string): Promise<boolean> {
    return events.wasAccepted(this.#db, guid)
  }

  async enqueue(event: Event): Promise<void> {
    this.#demandOpen()
    await this.#intake.store(undefined, [event])
  }

  /** The next delivery may come before this one is on disk, and has to know what this one is about. */
  async interest(repositoryId: number): Promise<Interest> {
    const arriving = this.#intake.threads(repositoryId)
    const interest = await this.#interest.of(repositoryId, this.#parts.now())
    return arriving.size === 0 ? interest : { ...interest, waiting: new Set([...arriving, ...interest.waiting]) }
  }

  activeIncidents(repositoryId: number): Promise<readonly Incident[]> {
    return this.#situations.active(repositoryId)
  }

  incidentAt(repositoryId: number, number: number): Promise<Incident | undefined> {
    return this.#situations.at(repositoryId, number)
  }

  incidentById(id: string): Promise<Incident | undefined> {
    return this.#situations.incident(id)
  }

  plannedFreezes(repositoryId: number): Promise<PlannedFreezes> {
    return this.#situations.planned(repositoryId)
  }

  effectsAskedFor(prefix: string): Promise<EffectCount> {
    return effects.askedFor(this.#db, prefix)
  }

  repository(id: number): Promise<Repository | undefined> {
    return this.#situations.repository(id)
  }

  rememberRepository(repository: Repository): Promise<void> {
    return records.rememberRepository(this.#db, repository)
  }

  policyRecord(repositoryId: number): Promise<PolicyRecord | undefined> {
    return this.#situations.policy(repositoryId)
  }

  rememberPolicy(repositoryId: number, record: PolicyRecord): Promise<void> {
    return records.rememberPolicy(this.#db, repositoryId, record)
  }

  async fireTimers(now: number): Promise<number> {
    if (!(await timers.isAnyDue(this.#db, now))) return 0
    return await this.#db.transaction(async (session) => {
      const fired = await timers.takeDue(session, now)
      await this.#work.open(
        session,
        fired.map(({ event }) => event.repository.id),
      )
      await events.add(session, fired)
      return fired.length
    })
  }

  nextDue(now: number): Promise<number | undefined> {
    return timers.next(this.#db, now)
  }

  claim(now: number): Promise<Work | undefined> {
    return this.#work.claim(now)
  }

  async commit(work: EventWork, decision: Decision, repository: Repository): Promise<void> {
    await this.#commits.store({ work, decision, repository })
    await this.#work.release(work, true)
  }

  retryEvent(work: EventWork, notBefore: number, error: string): Promise<void> {
    return this.#giveBack(work, () => events.retry(this.#db, work.id, notBefore, error))
  }

  buryEvent(work: EventWork, error: string): Promise<void> {
    const bury = async (session: Session): Promise<void> => {
      await this.#work.open(session, [work.lane])
      await events.bury(session, work.id, error)
    }
    return this.#giveBack(work, () => this.#db.transaction(bury))
  }

  async settle(work: EffectWork, outcome: EffectOutcome, now: number): Promise<void> {
    await this.#db.transaction(async (session) => {
      await this.#work.open(session, [work.lane])
      if (!(await effects.settle(session, work, outcome, now))) return
      const event = { type: 'EffectSettled', repository: work.repository, at: now, put: work.put, outcome } as const
      await events.add(session, [{ event }])
    })
    await this.#work.release(work, true)
  }

  retryEffect(work: EffectWork, notBefore: number, error: string): Promise<void> {
    return this.#giveBack(work, () => effects.retry(this.#db, work, notBefore, error))
  }

  /** Ends the lease also when nothing could be stored: nobody would ever take the lane up again. */
  async #giveBack(work: Work, change: () => Promise<void>): Promise<void> {
    try {
      await change()
    } finally {
      await this.#work.release(work, false)
    }
  }

  repositoriesAtHand(): Promise<readonly Repository[]> {
    return records.atHand(this.#db)
  }

  takeOffice(office: string, until: number, now: number): Promise<boolean> {
    return records.takeOffice(this.#db, { office, holder: this.#parts.holder, until, now })
  }

  async workload(): Promise<Workload> {
    const [inbox, outbox, waiting] = await Promise.all([
      events.workload(this.#db),
      effects.workload(this.#db),
      timers.workload(this.#db),
    ])
    return { ...inbox, ...outbox, ...waiting }
  }

  recall(key: string): Promise<unknown> {
    return records.recall(this.#db, key)
  }

  memorise(key: string, data: unknown): Promise<void> {
    return records.memorise(this.#db, key, data)
  }

  async ping(): Promise<void> {
    const at = this.#parts.now()
    await this.#db.once((session) =>
      session.change(
        `insert into firebreak.pulse (only_row, at) values (1, $1)
         on conflict (only_row) do update set at = excluded.at`,
        [at],
      ),
    )
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#intake.idle()
    await this.#pruning.idle()
    await this.#work.leave()
    await this.#parts.queue.stop()
    await this.#db.close()
  }

  async #tellThatAlive(): Promise<void> {
    try {
      await this.#work.keep()
    } catch (error) {
      this.#parts.log?.warn({ error: messageOf(error) }, 'The database could not be told that this process is alive')
    }
  }

  #demandOpen(): void {
    if (this.#closing !== undefined) throw new Error('The store is closed.')
  }
}
