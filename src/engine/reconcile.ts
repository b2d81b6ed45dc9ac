import { z } from 'zod'
import type { CheckUpDue } from '../incident/event.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { Errand } from './errand.ts'
import type { Meter } from './meter.ts'
import { type Clock, type Log, type RepositoryStandings, type Store, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

export interface ReconcileDependencies {
  readonly standings: RepositoryStandings
  readonly store: Pick<Store, 'repositoriesAtHand' | 'takeOffice' | 'recall' | 'memorise'>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** Takes an event that no delivery brought; it is durable when the promise resolves. */
  readonly enqueue: (event: CheckUpDue) => Promise<void>
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Before the first round: what a sweep has sent again tells more than a comparison can, such as who did something. */
const afterStart = minute
const betweenRounds = hour
/** After a repository that could not be looked at, and while another process does this work. */
const soon = 5 * minute
/** Longer than one look takes; a process that dies in a round is followed by another after this time. */
const hold = 10 * minute
/** Between two repositories, so that their calls do not come at once; with many of them, a round takes half an hour. */
const longestGap = 10 * second
const longestRound = 30 * minute

const office = 'reconciliation'
const memoryKey = 'reconciliation'
const shape = z.object({ lastRound: z.number() })

/** The rest of a round. */
interface Round {
  readonly began: number
  readonly since: number | undefined
  readonly gap: number
  readonly waiting: readonly Repository[]
  readonly missed: boolean
}

/**
 * Has everything at hand compared with GitHub, after the start and then every hour, so that in the end no lost delivery
 * matters. It asks how a repository stands and enqueues one event for it; the comparison is a decision like any other
 * (`incident/steps/check-up.ts`). A repository without anything at hand costs nothing. One process of all does it.
 */
export class Reconciliation {
  readonly #deps: ReconcileDependencies
  readonly #errand: Errand
  #isFirst = true
  #round: Round | undefined
  /** What the log was told last of each repository. */
  readonly #told = new Map<number, string>()

  constructor(deps: ReconcileDependencies) {
    this.#deps = deps
    const { clock } = deps
    this.#errand = new Errand({ clock, next: () => this.#next(), broken: (error) => this.#broken(error) })
  }

  /** The first round begins a minute later. */
  start(): void {
    this.#errand.start(afterStart)
  }

  /** Asks for nothing more, and resolves when what is under way has ended. */
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
    if (!(await store.takeOffice(office, clock.now() + hold, clock.now()))) {
      this.#round = undefined
      return soon
    }
    const round = this.#round ?? (await this.#begin())
    if (typeof round === 'number') return round
    const [repository, ...waiting] = round.waiting
    if (!repository) return await this.#end(round)
    const looked = await this.#look(repository, round.since)
    this.#round = { ...round, waiting, missed: round.missed || !looked }
    return waiting.length > 0 ? round.gap : await this.#end(this.#round)
  }

  /** Returns a round, or the milliseconds until it is time for one: another process may have just ended its own. */
  async #begin(): Promise<Round | number> {
    const { clock, store } = this.#deps
    const began = clock.now()
    const since = shape.safeParse(await store.recall(memoryKey)).data?.lastRound
    const dueAt = (since ?? 0) + betweenRounds
    if (!this.#isFirst && began < dueAt) return await this.#leave(dueAt - began)
    this.#isFirst = false
    const waiting = await store.repositoriesAtHand()
    const gap = Math.min(longestGap, longestRound / Math.max(1, waiting.length))
    return { began, since, gap, waiting, missed: false }
  }

  /** A round that left somebody out is begun anew soon: GitHub may have been out of reach for long. */
  async #end({ began, missed }: Round): Promise<number> {
    const { clock, meter, store } = this.#deps
    this.#round = undefined
    if (missed) {
      this.#isFirst = true
      return await this.#leave(soon)
    }
    await store.memorise(memoryKey, { lastRound: began })
    meter.round('reconciliation', clock.now())
    return await this.#leave(Math.max(began + betweenRounds - clock.now(), 0))
  }

  async #leave(wait: number): Promise<number> {
    const { clock, store } = this.#deps
    await store.takeOffice(office, clock.now() - 1, clock.now())
    return wait
  }

  /** @returns false when GitHub could not be asked now */
  async #look(known: Repository, since: number | undefined): Promise<boolean> {
    const { standings, clock, log, enqueue } = this.#deps
    try {
      const { repository, interruption } = await standings.of(known)
      this.#tell(repository, interruption)
      await enqueue({ type: 'CheckUpDue', repository, interruption, since, at: clock.now() })
      return true
    } catch (error) {
      const fields = { repository: fullName(known), ...errorFields(error) }
      if (error instanceof TryLater) log.info(fields, 'A comparison with GitHub has to wait')
      else log.error(fields, 'How a repository stands could not be asked')
      return !(error instanceof TryLater)
    }
  }

  /** Said when it changes, and not each hour. */
  #tell(repository: Repository, interruption: CheckUpDue['interruption']): void {
    const { log } = this.#deps
    const before = this.#told.get(repository.id)
    const fields = { repository: fullName(repository), why: interruption ?? before }
    if (interruption === undefined) this.#told.delete(repository.id)
    else this.#told.set(repository.id, interruption)
    if (interruption !== undefined && interruption !== before)
      log.warn(fields, 'NOTHING CAN BE DONE in a repository that has an incident at hand')
    if (interruption === undefined && before !== undefined) log.info(fields, 'A repository can be worked in again')
  }

  /** The store's trouble: nothing is lost, because the round counts as not held. */
  #broken(error: unknown): number {
    this.#round = undefined
    this.#isFirst = true
    this.#deps.log.warn(errorFields(error), 'Incidents could not be compared with GitHub')
    return soon
  }
}
