import type { Dashboard } from './dashboard.ts'
import { type PlannedFreeze, type PlannedFreezes, toldOf, type WindowTold } from './planned-freeze.ts'
import type { Timer } from './timer.ts'

/** The planned freezes and the dashboard of a repository while a decision is being made. */
export class PlannedDraft {
  readonly #start: PlannedFreezes
  readonly #freezes: Map<string, PlannedFreeze>
  #next: number | undefined
  #timers: readonly Timer[] | undefined
  #hasNews = false
  #dashboard: Dashboard | undefined

  constructor(start: PlannedFreezes) {
    this.#start = start
    this.#freezes = new Map(start.freezes.map((planned) => [planned.id, planned]))
    this.#next = start.next
    this.#dashboard = start.dashboard
  }

  /** As they stand after what was recorded so far, also those that are over. */
  get all(): readonly PlannedFreeze[] {
    return [...this.#freezes.values()]
  }

  /** What people are told of those that were seen to hold. */
  get told(): readonly WindowTold[] {
    return this.all.filter(({ freeze }) => freeze?.status === 'on').map(toldOf)
  }

  find(id: string): PlannedFreeze | undefined {
    return this.#freezes.get(id)
  }

  /** Puts one in the place of what was kept of it. */
  keep(planned: PlannedFreeze): PlannedFreeze {
    this.#freezes.set(planned.id, planned)
    this.#hasNews = true
    return planned
  }

  /** Nothing of it is asked about any more. */
  forget({ id }: PlannedFreeze): void {
    this.#freezes.delete(id)
    this.#hasNews = true
  }

  /** Something was asked for because of one: the version that its key is made of must not be used again. */
  touch(): void {
    this.#hasNews = true
  }

  get hasNews(): boolean {
    return this.#hasNews
  }

  /** The version that is stored next. */
  get version(): number {
    return this.#start.version + 1
  }

  /** When a window begins or ends next, as far as a timer was set for it before this decision. */
  get nextKnown(): number | undefined {
    return this.#start.next
  }

  /** From now on they wait for these; `next` is when a window begins or ends. */
  schedule(timers: readonly Timer[], next: number | undefined): void {
    this.#timers = timers
    this.#next = next
    this.#hasNews = true
  }

  /** What they wait for from now on; undefined: for what they did. */
  get timers(): readonly Timer[] | undefined {
    return this.#timers
  }

  get dashboard(): Dashboard | undefined {
    return this.#dashboard
  }

  /** @param dashboard undefined: there is none any more */
  keepDashboard(dashboard: Dashboard | undefined): void {
    this.#dashboard = dashboard
    this.#hasNews = true
  }

  /** What is to be stored; undefined: nothing changed. */
  get changed(): PlannedFreezes | undefined {
    if (!this.#hasNews) return undefined
    const dashboard = this.#dashboard && { dashboard: this.#dashboard }
    return { version: this.version, next: this.#next, freezes: this.all, ...dashboard }
  }
}
