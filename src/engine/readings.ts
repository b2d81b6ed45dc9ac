import { z } from 'zod'
import type { TimerFired } from '../incident/event.ts'
import { repositoryTimers } from '../incident/plan.ts'
import type { Repository } from '../incident/repository.ts'
import { readingTimer } from '../incident/steps/drill-calendar.ts'
import { languageVersion } from '../policy/upgrade.ts'
import { Errand } from './errand.ts'
import { type Clock, type Installations, type Log, type Store, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

export interface ReadingsDependencies {
  readonly installations: Installations
  /** Whether every repository is being looked at anyway, because the database was empty. */
  readonly isDatabaseLost: () => Promise<boolean>
  readonly store: Pick<Store, 'recall' | 'memorise' | 'takeOffice'>
  readonly clock: Clock
  readonly log: Log
  /** Takes an event that no delivery brought; it is durable when the promise resolves. */
  readonly enqueue: (event: TimerFired) => Promise<void>
}

const second = 1000
/** After something went wrong, or while another process does it. */
const soon = 60 * second

const office = 'readings'
const memoryKey = 'readings'
const shape = z.object({
  language: z.number(),
  /** The largest id of a repository that was asked for; undefined: all were. */
  upTo: z.number().optional(),
})

/**
 * A new version of this program may carry out what the one before did not, such as windows and drills, and nothing happens
 * in a repository that would have its configuration read in time. So each is read once: one repository in a second, in
 * the lane of the repository, as if its timer for that were due.
 */
export class Readings {
  readonly #deps: ReadingsDependencies
  readonly #errand: Errand
  /** In the order of their ids; undefined: not listed yet. */
  #left: Repository[] | undefined

  constructor(deps: ReadingsDependencies) {
    this.#deps = deps
    const { clock } = deps
    this.#errand = new Errand({ clock, next: () => this.#next(), broken: (error) => this.#broken(error) })
  }

  /** Begins at once. To be called after the work of filling an empty database has begun. */
  start(): void {
    this.#errand.start()
  }

  drain(): Promise<void> {
    return this.#errand.drain()
  }

  idle(): Promise<void> {
    return this.#errand.idle()
  }

  async #next(): Promise<number | undefined> {
    const { store, clock, isDatabaseLost } = this.#deps
    const isLost = await isDatabaseLost()
    const known = shape.safeParse(await store.recall(memoryKey)).data
    // During an update by turns, the version before this one has nothing to read anew.
    const isCurrent = known !== undefined && known.language >= languageVersion
    if (isCurrent && known.upTo === undefined) return undefined
    if (isLost) return this.#remember(undefined)
    if (!(await store.takeOffice(office, clock.now() + 2 * soon, clock.now()))) {
      this.#left = undefined
      return soon
    }
    this.#left ??= await this.#list(isCurrent ? known.upTo : undefined)
    const next = this.#left[0]
    if (!next) return this.#remember(undefined)
    await this.#ask(next)
    await this.#remember(next.id)
    this.#left.shift()
    return second
  }

  async #list(after = -1): Promise<Repository[]> {
    const all = await this.#deps.installations.repositories()
    const left = all.filter(({ id }) => id > after).sort((one, other) => one.id - other.id)
    this.#deps.log.info({ repositories: left.length }, 'Configurations are read once by this version')
    return left
  }

  async #ask(repository: Repository): Promise<void> {
    const { clock, enqueue } = this.#deps
    const at = clock.now()
    const incident = repositoryTimers(repository.id)
    await enqueue({ type: 'TimerFired', repository, at, incident, timer: readingTimer, dueAt: at })
  }

  async #remember(upTo: number | undefined): Promise<undefined> {
    await this.#deps.store.memorise(memoryKey, { language: languageVersion, ...(upTo !== undefined && { upTo }) })
  }

  #broken(error: unknown): number {
    this.#deps.log.warn(errorFields(error), 'Configurations could not be read anew')
    return error instanceof TryLater ? Math.max(error.afterMs, soon) : soon
  }
}
