import type { DatabaseSync } from 'node:sqlite'
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
import type { EffectOutcome } from '../../incident/effect.ts'
import type { Event } from '../../incident/event.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Decision } from '../../incident/plan.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { EffectCount } from '../../incident/question.ts'
import type { Repository } from '../../incident/repository.ts'
import { Accounts } from './accounts.ts'
import { Effects } from './effects.ts'
import { Events } from './events.ts'
import { GroupCommit } from './group-commit.ts'
import { Incidents } from './incidents.ts'
import { InterestCache } from './interest-cache.ts'
import { Lanes } from './lanes.ts'
import { Pruning } from './prune.ts'
import { Records } from './records.ts'
import { Statements } from './statements.ts'
import { Timers } from './timers.ts'
import { WaitingThreads } from './waiting-threads.ts'
import { WorkQueue } from './work-queue.ts'

export interface EmbeddedStoreParts {
  readonly database: DatabaseSync
  /** Called once the database is closed. */
  readonly unlock: () => void
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log | undefined
}

/** As many timers as are fired at a time: the process answers no delivery meanwhile. */
const portionOfTimers = 200

/**
 * The durable state in one SQLite file. Changes go through `GroupCommit`; reads answer at once, from what was committed.
 * In memory are leases, the lanes that have work, and the answers to `interest`: all of it can be read again.
 */
export class EmbeddedStore implements Store {
  readonly #parts: EmbeddedStoreParts
  readonly #sql: Statements
  readonly #commits: GroupCommit
  readonly #lanes = new Lanes()
  readonly #threads = new WaitingThreads()
  readonly #events: Events
  readonly #effects: Effects
  readonly #timers: Timers
  readonly #incidents: Incidents
  readonly #records: Records
  readonly #accounts: Accounts
  readonly #interest: InterestCache
  readonly #queue: WorkQueue
  readonly #pruning: Pruning

  constructor(parts: EmbeddedStoreParts) {
    this.#parts = parts
    this.#sql = new Statements(parts.database)
    this.#commits = new GroupCommit(parts.database)
    this.#events = new Events(this.#sql)
    this.#effects = new Effects(this.#sql)
    this.#timers = new Timers(this.#sql, this.#events)
    this.#incidents = new Incidents(this.#sql)
    this.#records = new Records(this.#sql)
    this.#accounts = new Accounts(this.#sql)
    this.#interest = new InterestCache(this.#incidents, this.#records)
    this.#pruning = new Pruning({ sql: this.#sql, commits: this.#commits, log: parts.log })
    this.#queue = new WorkQueue({
      sql: this.#sql,
      lanes: this.#lanes,
      events: this.#events,
      effects: this.#effects,
      commits: this.#commits,
    })
    this.#queue.load()
    this.#threads.load(this.#sql)
  }

  async accept(delivery: Delivery, events: readonly Event[]): Promise<boolean> {
    const isNew = await this.#receive(events, () => this.#events.accept(delivery, events))
    this.#pruning.now(delivery.receivedAt)
    return isNew
  }

  async wasAccepted(guid: string): Promise<boolean> {
    return this.#events.wasAccepted(guid)
  }

  async enqueue(event: Event): Promise<void> {
    await this.#receive([event], () => {
      this.#events.add(event)
      return true
    })
  }

  /** The next delivery may come before this one is on disk, and has to know what this one is about. */
  async #receive(events: readonly Event[], store: () => boolean): Promise<boolean> {
    this.#threads.add(events)
    let isStored = false
    try {
      isStored = await this.#commits.run(store)
      return isStored
    } finally {
      if (isStored) for (const event of events) this.#lanes.touch(event.repository.id)
      else this.#threads.remove(events)
    }
  }

  async interest(repositoryId: number): Promise<Interest> {
    const waiting = this.#threads.of(repositoryId)
    return { ...this.#interest.of(repositoryId, this.#parts.now()), waiting }
  }

  async activeIncidents(repositoryId: number): Promise<readonly Incident[]> {
    return this.#incidents.active(repositoryId)
  }

  async incidentAt(repositoryId: number, number: number): Promise<Incident | undefined> {
    return this.#incidents.at(repositoryId, number)
  }

  async incidentById(id: string): Promise<Incident | undefined> {
    return this.#incidents.byId(id)
  }

  async plannedFreezes(repositoryId: number): Promise<PlannedFreezes> {
    return this.#records.planned(repositoryId)
  }

  async effectsAskedFor(prefix: string): Promise<EffectCount> {
    return this.#effects.askedFor(prefix)
  }

  async repository(id: number): Promise<Repository | undefined> {
    return this.#records.repository(id)
  }

  rememberRepository(repository: Repository): Promise<void> {
    return this.#commits.run(() => this.#records.rememberRepository(repository))
  }

  async policyRecord(repositoryId: number): Promise<PolicyRecord | undefined> {
    return this.#records.policy(repositoryId)
  }

  rememberPolicy(repositoryId: number, record: PolicyRecord): Promise<void> {
    return this.#commits.run(() => this.#records.rememberPolicy(repositoryId, record))
  }

  async fireTimers(now: number): Promise<number> {
    const next = this.#timers.next()
    if (next === undefined || next > now) return 0
    for (let fired = 0; ; ) {
      const lanes = await this.#commits.run(() => this.#timers.fire(now, portionOfTimers))
      for (const lane of lanes) this.#lanes.touch(lane)
      fired += lanes.length
      if (lanes.length < portionOfTimers) return fired
    }
  }

  async nextDue(now: number): Promise<number | undefined> {
    const moments = [this.#timers.next(), this.#queue.nextDue(now)].filter((moment) => moment !== undefined)
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  claim(now: number): Promise<Work | undefined> {
    return this.#queue.claim(now)
  }

  /** Does nothing for an event that was handled before. */
  async commit(work: EventWork, decision: Decision, repository: Repository): Promise<void> {
    const isFirst = await this.#commits.run(() => this.#decide(work, decision, repository))
    if (isFirst) this.#threads.remove([work.event])
    this.#interest.forget(repository.id)
    this.#lanes.touch(repository.id)
    this.#queue.release(work)
  }

  #decide(work: EventWork, decision: Decision, repository: Repository): boolean {
    if (!this.#events.remove(work.id)) return false
    this.#records.introduceRepository(repository)
    for (const incident of decision.incidents) this.#incidents.save(incident)
    if (decision.planned) this.#records.savePlanned(repository.id, decision.planned)
    for (const timers of decision.timers) this.#timers.replace(timers, repository.id)
    // Before the new ones: a key that is taken back and asked for again is asked for.
    for (const key of decision.cancelled) this.#effects.cancel(key, this.#parts.now())
    for (const put of decision.effects) this.#effects.put(put, repository.id, this.#parts.now())
    if (decision.account) this.#accounts.add(decision.account, work.id, repository.id)
    return true
  }

  async retryEvent(work: EventWork, notBefore: number, error: string): Promise<void> {
    await this.#giveBack(work, () => this.#events.retry(work.id, notBefore, error))
  }

  async buryEvent(work: EventWork, error: string): Promise<void> {
    const isFirst = await this.#giveBack(work, () => this.#events.bury(work.id, error))
    if (isFirst) this.#threads.remove([work.event])
  }

  async settle(work: EffectWork, outcome: EffectOutcome, now: number): Promise<void> {
    await this.#commits.run(() => {
      if (!this.#effects.settle(work, outcome, now)) return
      this.#events.add({ type: 'EffectSettled', repository: work.repository, at: now, put: work.put, outcome })
    })
    this.#lanes.touch(work.lane)
    this.#queue.release(work)
  }

  async retryEffect(work: EffectWork, notBefore: number, error: string): Promise<void> {
    await this.#giveBack(work, () => this.#effects.retry(work, notBefore, error))
  }

  /** Ends the lease also when nothing could be stored: nobody would ever take the lane up again. */
  async #giveBack<Value>(work: Work, change: () => Value): Promise<Value> {
    try {
      return await this.#commits.run(change)
    } finally {
      this.#queue.release(work)
    }
  }

  async repositoriesAtHand(): Promise<readonly Repository[]> {
    return this.#records.atHand()
  }

  /** There is one process, and it holds every office. */
  async takeOffice(): Promise<boolean> {
    return true
  }

  async workload(): Promise<Workload> {
    const timers = { timers: this.#timers.count(), nextTimer: this.#timers.next() }
    return { ...this.#events.workload(), ...this.#effects.workload(), ...timers }
  }

  async recall(key: string): Promise<unknown> {
    return this.#records.recall(key)
  }

  memorise(key: string, data: unknown): Promise<void> {
    return this.#commits.run(() => this.#records.memorise(key, data))
  }

  async ping(): Promise<void> {
    const at = this.#parts.now()
    await this.#commits.run(() =>
      this.#sql.change('insert into pulse (only_row, at) values (1, :at) on conflict do update set at = :at', { at }),
    )
  }

  async close(): Promise<void> {
    if (!this.#parts.database.isOpen) return
    this.#commits.close()
    this.#parts.database.close()
    this.#parts.unlock()
  }
}
