import type {
  Delivery,
  EffectWork,
  EventWork,
  Interest,
  PolicyRecord,
  Store,
  Work,
  Workload,
} from '../../../src/engine/ports.ts'
import { StaleDecision } from '../../../src/engine/ports.ts'
import type { EffectOutcome, EffectResult, PutEffect } from '../../../src/incident/effect.ts'
import type { Event } from '../../../src/incident/event.ts'
import type { Incident } from '../../../src/incident/incident.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import { noPlannedFreezes, type PlannedFreezes } from '../../../src/incident/planned-freeze.ts'
import type { EffectCount } from '../../../src/incident/question.ts'
import type { Repository } from '../../../src/incident/repository.ts'
import { isAtHand } from '../../../src/incident/still-to-do.ts'

interface StoredEvent {
  readonly id: number
  readonly lane: number
  readonly event: Event
  failures: number
  notBefore: number
  buried: string | undefined
}

interface StoredEffect {
  put: PutEffect
  readonly repository: Repository
  revision: number
  tries: number
  failures: number
  notBefore: number
  status: 'waiting' | 'done' | 'given up'
  result: EffectResult | undefined
}

const copy = <Value>(value: Value): Value => structuredClone(value)

/** What is on the disk: it survives the store that wrote it, so a test can end one process and begin another. */
export class Disk {
  readonly deliveries = new Set<string>()
  readonly events: StoredEvent[] = []
  readonly effects = new Map<string, StoredEffect>()
  readonly timers = new Map<string, { incident: string; name: string; at: number; repository: Repository }>()
  readonly incidents = new Map<string, Incident>()
  readonly repositories = new Map<number, Repository>()
  readonly planned = new Map<number, PlannedFreezes>()
  readonly policies = new Map<number, PolicyRecord>()
  readonly memory = new Map<string, unknown>()
  lastId = 0

  get rows(): number {
    return this.deliveries.size + this.events.length + this.effects.size + this.policies.size + this.repositories.size
  }
}

/** The store's contract in memory, with nothing but what the engine relies on. */
export class MemoryStore implements Store {
  readonly disk: Disk
  readonly #leased = new Set<number>()
  /** What `interest` answers, besides what is stored. */
  readonly interests = new Map<number, Interest>()

  constructor(disk = new Disk()) {
    this.disk = disk
  }

  async accept(delivery: Delivery, events: readonly Event[]): Promise<boolean> {
    if (this.disk.deliveries.has(delivery.guid)) return false
    this.disk.deliveries.add(delivery.guid)
    for (const event of events) this.#addEvent(event)
    return true
  }

  async wasAccepted(guid: string): Promise<boolean> {
    return this.disk.deliveries.has(guid)
  }

  async enqueue(event: Event): Promise<void> {
    this.#addEvent(event)
  }

  #addEvent(event: Event): void {
    const id = ++this.disk.lastId
    const lane = event.repository.id
    this.disk.events.push({ id, lane, event: copy(event), failures: 0, notBefore: 0, buried: undefined })
  }

  async interest(repositoryId: number): Promise<Interest> {
    const active = await this.activeIncidents(repositoryId)
    const anchors = new Set(active.map(({ anchor }) => anchor.number))
    const none = { anchors, followed: new Set<number>(), active: active.length, frozen: false }
    return this.interests.get(repositoryId) ?? none
  }

  async activeIncidents(repositoryId: number): Promise<readonly Incident[]> {
    const all = [...this.disk.incidents.values()]
    return copy(all.filter((incident) => incident.repositoryId === repositoryId && isAtHand(incident)))
  }

  async incidentAt(repositoryId: number, number: number): Promise<Incident | undefined> {
    const incidents = [...this.disk.incidents.values()].filter((incident) => incident.repositoryId === repositoryId)
    return copy(
      incidents.find(({ anchor }) => anchor.number === number) ??
        incidents.find(({ anchor }) => anchor.replacement === number) ??
        incidents.find(({ aftermath, postmortem }) => aftermath.publishing === 'done' && postmortem?.number === number),
    )
  }

  async incidentById(id: string): Promise<Incident | undefined> {
    return copy(this.disk.incidents.get(id))
  }

  async plannedFreezes(repositoryId: number): Promise<PlannedFreezes> {
    return copy(this.disk.planned.get(repositoryId) ?? noPlannedFreezes)
  }

  async effectsAskedFor(prefix: string): Promise<EffectCount> {
    const found = [...this.disk.effects].filter(([key]) => key.startsWith(prefix))
    return { asked: found.length, waiting: found.filter(([, effect]) => isWaiting(effect)).length }
  }

  async repository(id: number): Promise<Repository | undefined> {
    return copy(this.disk.repositories.get(id))
  }

  async rememberRepository(repository: Repository): Promise<void> {
    this.disk.repositories.set(repository.id, copy(repository))
  }

  async policyRecord(repositoryId: number): Promise<PolicyRecord | undefined> {
    return copy(this.disk.policies.get(repositoryId))
  }

  async rememberPolicy(repositoryId: number, record: PolicyRecord): Promise<void> {
    this.disk.policies.set(repositoryId, copy(record))
  }

  async fireTimers(now: number): Promise<number> {
    const due = [...this.disk.timers].filter(([, timer]) => timer.at <= now)
    for (const [key, { incident, name, at, repository }] of due) {
      this.disk.timers.delete(key)
      this.#addEvent({ type: 'TimerFired', repository, at: now, incident, timer: name, dueAt: at })
    }
    return due.length
  }

  async nextDue(now: number): Promise<number | undefined> {
    const moments = [
      ...[...this.disk.timers.values()].map(({ at }) => at),
      ...this.disk.events.filter(({ buried }) => !buried).map(({ notBefore }) => notBefore),
      ...[...this.disk.effects.values()].filter(isWaiting).map(({ notBefore }) => notBefore),
    ].filter((at) => at > now)
    return moments.length === 0 ? undefined : Math.min(...moments)
  }

  async claim(now: number): Promise<Work | undefined> {
    const lanes = new Set([...this.disk.events, ...[...this.disk.effects.values()]].map(laneOf))
    for (const lane of lanes) {
      if (this.#leased.has(lane)) continue
      const work = this.#nextEvent(lane, now) ?? this.#nextEffect(lane, now)
      if (!work) continue
      this.#leased.add(lane)
      return copy(work)
    }
    return undefined
  }

  #nextEvent(lane: number, now: number): EventWork | undefined {
    const head = this.disk.events.find((stored) => stored.lane === lane && !stored.buried)
    if (!head || head.notBefore > now) return undefined
    return { type: 'event', id: head.id, lane, event: head.event, failures: head.failures }
  }

  #nextEffect(lane: number, now: number): EffectWork | undefined {
    const due = [...this.disk.effects.values()].filter(
      (stored) => laneOf(stored) === lane && isWaiting(stored) && stored.notBefore <= now,
    )
    const next = due.find(({ put }) => put.urgent) ?? due.find(({ put }) => put.effect.type !== 'React') ?? due[0]
    if (!next) return undefined
    const { repository, put, revision, failures, result } = next
    return { type: 'effect', lane, repository, put, revision, triesBefore: next.tries++, failures, previous: result }
  }

  async commit(work: EventWork, decision: Decision, repository: Repository): Promise<void> {
    this.#release(work)
    if (!this.disk.events.some(({ id }) => id === work.id)) return
    for (const incident of decision.incidents)
      if ((this.disk.incidents.get(incident.id)?.version ?? incident.version - 1) !== incident.version - 1) {
        this.#leased.add(work.lane)
        throw new StaleDecision(`${incident.id} moved`)
      }
    for (const incident of decision.incidents) this.disk.incidents.set(incident.id, copy(incident))
    if (decision.planned) this.disk.planned.set(repository.id, copy(decision.planned))
    for (const put of decision.effects) this.#put(put, repository)
    for (const timers of decision.timers) this.#replaceTimers(timers, repository)
    this.#remove(work)
  }

  #replaceTimers({ incident, timers }: Decision['timers'][number], repository: Repository): void {
    for (const [key, timer] of this.disk.timers) if (timer.incident === incident) this.disk.timers.delete(key)
    for (const { name, at } of timers) this.disk.timers.set(`${incident}/${name}`, { incident, name, at, repository })
  }

  #put(put: PutEffect, repository: Repository): void {
    const before = this.disk.effects.get(put.key)
    const fresh = { repository: copy(repository), revision: 0, tries: 0, failures: 0, notBefore: 0, result: undefined }
    if (!before) this.disk.effects.set(put.key, { ...fresh, put: copy(put), status: 'waiting' })
    else if (put.keep === 'latest')
      Object.assign(before, { put: copy(put), revision: before.revision + 1, notBefore: 0, status: 'waiting' })
  }

  #remove(work: EventWork): void {
    const index = this.disk.events.findIndex(({ id }) => id === work.id)
    if (index >= 0) this.disk.events.splice(index, 1)
  }

  async retryEvent(work: EventWork, notBefore: number, _error: string): Promise<void> {
    this.#release(work)
    const stored = this.disk.events.find(({ id }) => id === work.id)
    if (stored) Object.assign(stored, { notBefore, failures: stored.failures + 1 })
  }

  async buryEvent(work: EventWork, error: string): Promise<void> {
    this.#release(work)
    const stored = this.disk.events.find(({ id }) => id === work.id)
    if (stored) stored.buried = error
  }

  async settle(work: EffectWork, outcome: EffectOutcome, now: number): Promise<void> {
    this.#release(work)
    const stored = this.disk.effects.get(work.put.key)
    if (!stored || stored.revision !== work.revision || !isWaiting(stored)) return
    stored.status = outcome.succeeded ? 'done' : 'given up'
    if (outcome.succeeded) stored.result = outcome.result
    this.#addEvent({ type: 'EffectSettled', repository: stored.repository, at: now, put: stored.put, outcome })
  }

  async retryEffect(work: EffectWork, notBefore: number, _error: string): Promise<void> {
    this.#release(work)
    const stored = this.disk.effects.get(work.put.key)
    if (stored?.revision === work.revision) Object.assign(stored, { notBefore, failures: stored.failures + 1 })
  }

  #release({ lane }: Work): void {
    this.#leased.delete(lane)
  }

  async repositoriesAtHand(): Promise<readonly Repository[]> {
    const atHand = new Set([...this.disk.incidents.values()].filter(isAtHand).map((incident) => incident.repositoryId))
    return copy([...this.disk.repositories.values()].filter(({ id }) => atHand.has(id)).sort((a, b) => a.id - b.id))
  }

  async takeOffice(): Promise<boolean> {
    return true
  }

  async workload(): Promise<Workload> {
    const waiting = [...this.disk.effects.values()].filter(isWaiting)
    const events = this.disk.events.filter(({ buried }) => !buried)
    const timers = [...this.disk.timers.values()].map(({ at }) => at)
    return {
      events: events.length,
      oldestEvent: events[0]?.event.at,
      buried: this.disk.events.length - events.length,
      effects: waiting.length,
      urgentEffects: waiting.filter(({ put }) => put.urgent).length,
      oldestEffect: undefined,
      timers: timers.length,
      nextTimer: timers.length === 0 ? undefined : Math.min(...timers),
    }
  }

  async recall(key: string): Promise<unknown> {
    return copy(this.disk.memory.get(key))
  }

  async memorise(key: string, data: unknown): Promise<void> {
    this.disk.memory.set(key, copy(data))
  }

  async ping(): Promise<void> {
    // Memory can always be written to.
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}

const isWaiting = ({ status }: StoredEffect): boolean => status === 'waiting'

const laneOf = (stored: StoredEvent | StoredEffect): number => ('lane' in stored ? stored.lane : stored.repository.id)
