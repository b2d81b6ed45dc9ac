import type { Repository } from '../incident/repository.ts'
import { Errand } from './errand.ts'
import { type Clock, type Installations, type Log, type Store, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

export interface RebuildDependencies {
  readonly installations: Installations
  readonly store: Pick<Store, 'recall' | 'memorise' | 'enqueue' | 'repositoriesAtHand' | 'takeOffice'>
  readonly clock: Clock
  readonly log: Log
  /** Called when there is new work. */
  readonly wake: () => void
}

const second = 1000
const minute = 60 * second

/** Between two looks at how far it has come, and between two repositories of one installation. */
const pace = second
/**
 * A look asks GitHub for three things, and an installation may ask for 900 a minute and 5,000 an hour ("Rate limits for
 * the REST API"). What else happens there needs its share, so where there are more repositories than this the rest of
 * the hour is spared by a slower pace.
 */
const many = 1000
const slowPace = 3 * second
/** After something went wrong, or while another process does it. */
const soon = minute
/** How many repositories may wait for their look at a time: what is going on elsewhere comes first. */
const mostAtOnce = 20
/** Of one installation, which may be limited: the others are not to wait for it. */
const mostOfOne = 3

/** Repositories of one installation that still have to be given their event. */
interface Queue {
  readonly installationId: number
  readonly left: Repository[]
  readonly pace: number
  /** Not before this moment, in epoch milliseconds. */
  nextAt: number
}

const overKey = 'rebuild/over'
const lookedKey = (repositoryId: number): string => `rebuild/looked/${repositoryId}`
const office = 'rebuild'

/**
 * Fills an empty database from GitHub. Each repository of each installation is given one event, `DatabaseLost`, and what it
 * leads to is decided in that repository's lane as everything else is (`incident/steps/rebuild.ts`). Of each installation one
 * follows another at a pace that leaves its calls to what is going on. Until all of them were looked at, a delivery has its
 * own repository looked at first. Waits by the clock alone, and stops nobody when it fails.
 */
export class Rebuild {
  readonly #deps: RebuildDependencies
  readonly #errand: Errand
  #isOver: Promise<boolean> | undefined
  /** Undefined: not listed yet. */
  #queues: Queue[] | undefined
  /** Repositories that have their event and were not looked at yet, with their installations. */
  readonly #waiting = new Map<number, number>()

  constructor(deps: RebuildDependencies) {
    this.#deps = deps
    const { clock } = deps
    this.#errand = new Errand({ clock, next: () => this.#next(), broken: (error) => this.#broken(error) })
  }

  /** Begins at once. To be called when deliveries can come in. */
  start(): void {
    this.#errand.start()
  }

  drain(): Promise<void> {
    return this.#errand.drain()
  }

  /** Resolves when there is nothing to do until the clock moves. */
  idle(): Promise<void> {
    return this.#errand.idle()
  }

  /**
   * To be asked before an event of a repository is judged: gives the repository its look where that is still to come.
   * @returns whether its incidents are not known yet, so that nothing about it can be called irrelevant
   */
  async isUnknown(repository: Repository): Promise<boolean> {
    const isWaiting = this.#waiting.has(repository.id)
    if (!isWaiting && (await this.#over())) return false
    // Another process may have looked.
    if (await this.#wasLookedAt(repository.id)) {
      this.#waiting.delete(repository.id)
      return false
    }
    if (!isWaiting) await this.#ask(repository)
    return true
  }

  /** Whether the database was empty, and not everything was looked at yet. */
  async isUnderWay(): Promise<boolean> {
    return !(await this.#over())
  }

  /** What a repository's look found has been stored. Where that was something, it is compared with GitHub at once. */
  async looked(repository: Repository, hasFound: boolean): Promise<void> {
    const { store, clock, wake } = this.#deps
    if (hasFound) {
      const checkUp = { interruption: undefined, since: undefined }
      await store.enqueue({ type: 'CheckUpDue', repository, at: clock.now(), ...checkUp })
      wake()
    }
    await store.memorise(lookedKey(repository.id), true)
    this.#waiting.delete(repository.id)
  }

  #over(): Promise<boolean> {
    this.#isOver ??= this.#readOver().catch((error: unknown) => {
      this.#isOver = undefined
      throw error
    })
    return this.#isOver
  }

  /** A database that an earlier version filled has nothing to be rebuilt from GitHub. */
  async #readOver(): Promise<boolean> {
    const { store } = this.#deps
    if ((await store.recall(overKey)) !== undefined) return true
    const isFilled = (await store.recall('sweep')) !== undefined || (await store.repositoriesAtHand()).length > 0
    if (!isFilled || (await store.recall('rebuild/begun')) !== undefined) return false
    await store.memorise(overKey, true)
    return true
  }

  async #wasLookedAt(repositoryId: number): Promise<boolean> {
    return (await this.#deps.store.recall(lookedKey(repositoryId))) !== undefined
  }

  async #ask(repository: Repository): Promise<void> {
    const { store, clock, wake } = this.#deps
    this.#waiting.set(repository.id, repository.installationId)
    await store.enqueue({ type: 'DatabaseLost', repository, at: clock.now() })
    wake()
  }

  /** Does the next thing there is to do. Returns the milliseconds until the one after it; undefined: it is over. */
  async #next(): Promise<number | undefined> {
    const { store, clock, log } = this.#deps
    if (await this.#over()) return undefined
    if (!(await store.takeOffice(office, clock.now() + 2 * soon, clock.now()))) return this.#whileAnother()
    this.#queues ??= await this.#list()
    // Another process may have looked.
    for (const id of this.#waiting.keys()) if (await this.#wasLookedAt(id)) this.#waiting.delete(id)
    for (const queue of this.#queues) if (this.#errand.isOn) await this.#askNext(queue)
    this.#queues = this.#queues.filter(({ left }) => left.length > 0)
    if (this.#queues.length > 0 || this.#waiting.size > 0) return pace
    await store.memorise(overKey, true)
    this.#isOver = Promise.resolve(true)
    log.info({}, 'Everything that GitHub knows of open incidents has been looked at')
    return undefined
  }

  /** Another process lists them; whether it is through is read anew. */
  #whileAnother(): number {
    this.#isOver = undefined
    return soon
  }

  async #list(): Promise<Queue[]> {
    const { installations, store, log } = this.#deps
    // From now on a database that is not empty is one that is being filled.
    await store.memorise('rebuild/begun', true)
    const all = await installations.repositories()
    log.info({ repositories: all.length }, 'The database is empty: open incidents are looked for on GitHub')
    return [...Map.groupBy(all, (each) => each.installationId)].map(([installationId, left]) => ({
      ...{ installationId, left, nextAt: 0 },
      pace: left.length > many ? slowPace : pace,
    }))
  }

  async #askNext(queue: Queue): Promise<void> {
    const { clock } = this.#deps
    if (clock.now() < queue.nextAt || !this.#hasRoomFor(queue)) return
    for (let next = queue.left.shift(); next; next = queue.left.shift()) {
      if (this.#waiting.has(next.id) || (await this.#wasLookedAt(next.id))) continue
      queue.nextAt = clock.now() + queue.pace
      return await this.#ask(next)
    }
  }

  #hasRoomFor({ installationId }: Queue): boolean {
    const ofIt = [...this.#waiting.values()].filter((each) => each === installationId)
    return this.#waiting.size < mostAtOnce && ofIt.length < mostOfOne
  }

  #broken(error: unknown): number {
    this.#deps.log.warn(errorFields(error), 'What was lost could not be looked for on GitHub')
    return error instanceof TryLater ? Math.max(error.afterMs, soon) : soon
  }
}
