import type { Clock, Log, Store, Work } from './ports.ts'
import { errorFields } from './redact.ts'
import { offTrail } from './trail.ts'

export interface RunnerDependencies {
  readonly store: Pick<Store, 'claim' | 'fireTimers' | 'nextDue'>
  readonly clock: Clock
  readonly log: Log
  /** Carries out one piece of work and stores what became of it. */
  readonly work: (work: Work) => Promise<void>
  /** How many repositories are worked for at the same time. */
  readonly lanes: number
  /** Looks for work at least this often, in milliseconds: what another process stored wakes nobody here. */
  readonly tick: number
}

/** The wait after the store failed to give work. */
const afterFailure = 1000
/** A store that says something was due a moment ago, and gives no work, is asked again after this. */
const afterOverdue = 100

/** While there is other work, timers are looked for no more often than this: there is a round for each piece of it. */
const betweenFirings = 50

/**
 * The loop. Wakes when something was stored, when something becomes due, and now and then; claims work as long as there
 * is some and a lane free. Waits by the clock alone, so it runs in virtual time as it does in real.
 */
export class Runner {
  readonly #deps: RunnerDependencies
  readonly #running = new Set<Promise<void>>()
  #state: 'stopped' | 'started' | 'draining' = 'stopped'
  #rounds: Promise<void> | undefined
  #again = false
  #cancelAlarm: (() => void) | undefined
  #waiters: (() => void)[] = []
  #lastRound: number | undefined
  #firedAt = Number.NEGATIVE_INFINITY

  constructor(deps: RunnerDependencies) {
    this.#deps = deps
  }

  start(): void {
    if (this.#state !== 'stopped') return
    this.#state = 'started'
    this.wake()
  }

  /** When the loop went round last, in epoch milliseconds; undefined before it has, and once it was told to stop. */
  get lastRound(): number | undefined {
    return this.#state === 'started' ? this.#lastRound : undefined
  }

  /** Looks for work soon; harmless at any time. */
  wake(): void {
    if (this.#state !== 'started') return
    this.#again = true
    this.#rounds ??= offTrail(() => this.#runRounds())
  }

  /** Claims nothing more, and resolves when what runs has ended. */
  async drain(): Promise<void> {
    this.#state = 'draining'
    this.#cancelAlarm?.()
    await this.#rounds
    await Promise.all(this.#running)
    this.#tellWaiters()
  }

  /** Resolves when nothing runs and nothing can be claimed until the clock moves or somebody wakes the loop. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  #isIdle(): boolean {
    return this.#rounds === undefined && this.#running.size === 0
  }

  async #runRounds(): Promise<void> {
    while (this.#again && this.#state === 'started') {
      this.#again = false
      try {
        await this.#round()
        this.#lastRound = this.#deps.clock.now()
      } catch (error) {
        this.#deps.log.error(errorFields(error), 'The store gave no work')
        this.#setAlarm(this.#deps.clock.now() + afterFailure)
      }
    }
    this.#rounds = undefined
    this.#tellWaiters()
  }

  async #round(): Promise<void> {
    const { store, clock, lanes, tick } = this.#deps
    if (clock.now() >= this.#firedAt + betweenFirings) await this.#fireTimers()
    while (this.#running.size < lanes && this.#state === 'started') {
      const work = await store.claim(clock.now())
      if (!work) {
        if ((await this.#fireTimers()) > 0) continue
        const now = clock.now()
        const due = (await store.nextDue(now)) ?? Number.POSITIVE_INFINITY
        this.#setAlarm(Math.min(due > now ? due : now + afterOverdue, now + tick))
        return
      }
      this.#launch(work)
    }
  }

  #fireTimers(): Promise<number> {
    const { store, clock } = this.#deps
    this.#firedAt = clock.now()
    return store.fireTimers(this.#firedAt)
  }

  #launch(work: Work): void {
    const running = this.#carryOut(work).finally(() => {
      this.#running.delete(running)
      this.wake()
      this.#tellWaiters()
    })
    this.#running.add(running)
  }

  async #carryOut(work: Work): Promise<void> {
    try {
      await this.#deps.work(work)
    } catch (error) {
      // Its lane stays leased: better a repository that stands still until the restart than work done twice.
      this.#deps.log.error({ lane: work.lane, ...errorFields(error) }, 'A piece of work broke off')
    }
  }

  #setAlarm(at: number): void {
    this.#cancelAlarm?.()
    if (this.#state === 'started') this.#cancelAlarm = this.#deps.clock.wakeAt(at, () => this.wake())
  }

  #tellWaiters(): void {
    if (!this.#isIdle()) return
    for (const resolve of this.#waiters.splice(0)) resolve()
  }
}
