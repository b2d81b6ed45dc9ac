import type { EffectWork, EventWork, Store, Work } from '../../../src/engine/ports.ts'
import type { EffectResult, PutEffect } from '../../../src/incident/effect.ts'
import type { Event } from '../../../src/incident/event.ts'
import type { Incident } from '../../../src/incident/incident.ts'
import { type Decision, Plan } from '../../../src/incident/plan.ts'
import { noPlannedFreezes } from '../../../src/incident/planned-freeze.ts'
import type { Repository } from '../../../src/incident/repository.ts'
import type { EntryBody } from '../../../src/incident/timeline.ts'
import type { Archive } from '../../../src/store/archive/archive.ts'
import { type ArchivePlace, readArchive } from '../../../src/store/archive/read-archive.ts'
import { issueChanged, moment, nothing, policy, repository, thread } from '../../engine/support/samples.ts'

/** Where a store keeps its state: it can be opened again after the store was closed. */
export interface StoreHome {
  open(now: () => number): Promise<Store>
  /** For those who only read it, beside the store. */
  readonly place?: ArchivePlace
  destroy(): Promise<void>
}

/** A store under test, and the few moves that the tests are made of. */
export class Driver {
  /** What the store takes for the time of day. */
  now = moment
  store: Store
  readonly #home: StoreHome
  #deliveries = 0

  constructor(home: StoreHome, store: Store) {
    this.#home = home
    this.store = store
  }

  static async start(home: StoreHome): Promise<Driver> {
    let now = (): number => moment
    const driver = new Driver(home, await home.open(() => now()))
    now = () => driver.now
    return driver
  }

  /** As a new process finds it: what was only in memory is gone. */
  async reopen(): Promise<void> {
    await this.store.close()
    this.store = await this.#home.open(() => this.now)
  }

  /** What somebody else reads who has no part in the store. */
  async read<Value>(look: (archive: Archive) => Promise<Value>): Promise<Value> {
    if (!this.#home.place) throw new Error('This store is nowhere to be read.')
    return await readArchive(this.#home.place, look)
  }

  async stop(): Promise<void> {
    await this.store.close()
    await this.#home.destroy()
  }

  accept(...events: readonly Event[]): Promise<boolean> {
    this.#deliveries += 1
    return this.acceptAs(`delivery-${this.#deliveries}`, ...events)
  }

  acceptAs(guid: string, ...events: readonly Event[]): Promise<boolean> {
    return this.store.accept({ guid, name: 'issues', receivedAt: this.now }, events)
  }

  claim(): Promise<Work | undefined> {
    return this.store.claim(this.now)
  }

  async claimEvent(): Promise<EventWork> {
    const work = await this.claim()
    if (work?.type === 'event') return work
    throw new Error(`An event was expected to be next, not ${work ? work.put.key : 'nothing'}.`)
  }

  async claimEffect(): Promise<EffectWork> {
    const work = await this.claim()
    if (work?.type === 'effect') return work
    throw new Error(`An effect was expected to be next, not ${work ? work.event.type : 'nothing'}.`)
  }

  /** Stores a decision because of an event of its own, which must be the next one of its repository. */
  async decide(decision: Partial<Decision>, where: Repository = repository): Promise<void> {
    await this.accept(issueChanged(999, { repository: where }))
    await this.store.commit(await this.claimEvent(), { ...nothing, ...decision }, where)
  }

  put(...effects: readonly PutEffect[]): Promise<void> {
    return this.decide({ effects })
  }

  /** Performs the next effect, and takes its outcome out of the inbox again. */
  async perform(result: EffectResult = { type: 'Done' }): Promise<EffectWork> {
    const work = await this.claimEffect()
    await this.store.settle(work, { succeeded: true, result }, this.now)
    await this.store.commit(await this.claimEvent(), nothing, work.repository)
    return work
  }

  /** Keys of the effects that can be performed now, in order; they are performed. */
  async performAll(): Promise<readonly string[]> {
    const work = await this.claim()
    if (!work) return []
    if (work.type === 'event') {
      await this.store.commit(work, nothing, repository)
      return this.performAll()
    }
    await this.store.settle(work, { succeeded: true, result: { type: 'Done' } }, this.now)
    return [work.put.key, ...(await this.performAll())]
  }
}

/** What a decision leaves behind when it begins an incident, or goes on with one, and writes these lines. */
export const recorded = (incident: Incident | number, ...lines: readonly EntryBody[]): Decision =>
  recordedIn(repository, incident, ...lines)

/** As `recorded`, in another repository. */
export function recordedIn(where: Repository, incident: Incident | number, ...lines: readonly EntryBody[]): Decision {
  const incidents = typeof incident === 'number' ? [] : [incident]
  const self = { appId: 1, slug: 'firebreak' }
  const planned = noPlannedFreezes
  const plan = new Plan({
    ...{ repository: where, policy, incidents, planned, now: moment, self },
    configurationNews: undefined,
  })
  let current = typeof incident === 'number' ? plan.begin(beginning(incident, where.id)) : incident
  for (const line of lines) current = plan.record(current, line)
  return { ...plan.decision(), timers: [] }
}

const beginning = (number: number, repositoryId: number) => ({
  repositoryId,
  thread: thread(number),
  policy,
  severity: 'emergency',
  kind: undefined,
  now: moment,
})

/** What may be said about an incident that exists. */
export function present(incident: Incident | undefined): Incident {
  if (incident) return incident
  throw new Error('The incident was expected to be stored.')
}
