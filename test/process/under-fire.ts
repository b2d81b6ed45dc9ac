import { setTimeout as wait } from 'node:timers/promises'
import type { Emulator } from '../../src/emulator/emulator.ts'
import { type Differences, differencesBetween, isSpotless } from './comparison.ts'
import { Fleet, type FleetOptions } from './fleet.ts'
import { LocalApp } from './local-app.ts'
import { outcomeOf } from './outcome.ts'
import { randomFrom } from './random.ts'
import { stories } from './stories.ts'
import { until } from './until.ts'
import { addPlace, ProcessWorld } from './world.ts'

type Outcome = ReturnType<typeof outcomeOf>

export interface FireOptions extends Partial<FleetOptions> {
  /** Servers are killed so often. */
  readonly kills: number
  /** From it follow the moments of the kills and the order of the stories. */
  readonly seed: number
  /** So many incidents go on at the same time, each in a repository of its own. */
  readonly workers: number
  /** What an undisturbed run of each story leaves. */
  readonly undisturbed: ReadonlyMap<string, Outcome>
  /** Whether nothing waits to be done. */
  readonly isAtRest: (world: ProcessWorld) => boolean | Promise<boolean>
}

/** When a kill came: while the server started, at a random time, or at one of its calls to GitHub. */
const moments = ['starting', 'any time', 'before a call', 'after a call'] as const
type Moment = (typeof moments)[number]

export interface FireReport {
  readonly kills: Readonly<Record<Moment, number>>
  readonly incidents: number
  /** Deliveries that GitHub could not hand over at first. */
  readonly missedDeliveries: number
  /** Requests that changed something on GitHub. */
  readonly changes: number
  /** What is not as it should be, with the repository's name. */
  readonly differences: readonly (Differences & { readonly at: string; readonly story: string })[]
}

/** What each story leaves where nobody dies, by its name. In this process and without pacing, because nothing is at stake. */
export async function playUndisturbed(): Promise<ReadonlyMap<string, Outcome>> {
  const app = await LocalApp.start({ logLevel: 'silent' })
  app.connect()
  const left = new Map<string, Outcome>()
  for (const [index, [name, play]] of Object.entries(stories).entries()) {
    const at = addPlace(app.github, `calm-${index}`)
    await play(app, { at })
    await app.settle()
    left.set(name, outcomeOf(app.github, at))
  }
  await app.close()
  return left
}

/** Plays incidents while servers are killed at random moments, and compares what they leave with undisturbed ones. */
export async function playUnderFire(options: FireOptions): Promise<FireReport> {
  const world = await ProcessWorld.open()
  const fleet = await Fleet.start(world, { replicas: options.replicas ?? 1, env: options.env ?? {} })
  const round = new Round(world, fleet, options)
  try {
    return await round.play()
  } finally {
    await fleet.close()
    await world.close()
  }
}

class Round {
  readonly #world: ProcessWorld
  readonly #fleet: Fleet
  readonly #options: FireOptions
  readonly #random: () => number
  readonly #played: { readonly at: string; readonly story: string }[] = []
  readonly #kills: Record<Moment, number> = { starting: 0, 'any time': 0, 'before a call': 0, 'after a call': 0 }
  #isOver = false

  constructor(world: ProcessWorld, fleet: Fleet, options: FireOptions) {
    this.#world = world
    this.#fleet = fleet
    this.#options = options
    this.#random = randomFrom(options.seed)
  }

  async play(): Promise<FireReport> {
    const people = Array.from({ length: this.#options.workers }, (_, worker) => this.#work(worker))
    await Promise.all([this.#fire(), ...people])
    await until('nothing waits any more', () => this.#options.isAtRest(this.#world), { interval: 50 })
    const codes = await this.#fleet.stop()
    if (codes.some((code) => code !== 0)) throw new Error(`servers ended with ${codes.join(', ')}`)
    return this.#report()
  }

  /** One incident after another until nobody is killed any more. */
  async #work(worker: number): Promise<void> {
    const names = Object.keys(stories)
    for (let turn = 0; turn === 0 || !this.#isOver; turn++) {
      const story = names[Math.floor(this.#random() * names.length)] ?? ''
      const at = addPlace(this.#world.github, `org-${worker}-${turn}`)
      this.#played.push({ at, story })
      await stories[story]?.(this.#world, { at, timeout: 180_000 })
    }
  }

  async #fire(): Promise<void> {
    for (let kill = 0; kill < this.#options.kills; kill++) {
      const place = Math.floor(this.#random() * this.#fleet.size)
      const moment = moments[Math.floor(this.#random() * moments.length)] ?? 'any time'
      await this.#await(moment, place)
      await this.#fleet.kill(place)
      this.#kills[moment] += 1
      this.#fleet.begin(place)
    }
    this.#isOver = true
    await this.#fleet.allListen()
    await this.#fleet.redeliver()
  }

  async #await(moment: Moment, place: number): Promise<void> {
    if (moment === 'starting') return await wait(this.#random() * 250)
    await this.#fleet.life(place).listens
    if (moment === 'any time') return await wait(this.#random() * 900)
    await this.#callOf(1 + Math.floor(this.#random() * 40), moment)
  }

  /** Resolves at the n-th call from now on, which is held up for as long as it takes to kill somebody. */
  async #callOf(number: number, moment: 'before a call' | 'after a call'): Promise<void> {
    const { faults } = this.#world.github
    const reached = Promise.withResolvers<void>()
    let calls = 0
    const hook = async ({ path }: { path: string }): Promise<void> => {
      if (path.startsWith('/app') || ++calls !== number) return
      reached.resolve()
      await wait(30)
    }
    const unhook = moment === 'before a call' ? faults.beforeRequest(hook) : faults.afterRequest(hook)
    await Promise.race([reached.promise, wait(3000)])
    unhook()
  }

  #report(): FireReport {
    const { github } = this.#world
    const missed = github.deliveries.filter(({ attempts }) => !succeeded(attempts[0]?.statusCode))
    return {
      kills: this.#kills,
      incidents: this.#played.length,
      missedDeliveries: missed.length,
      changes: github.requests.filter(isChange).length,
      differences: this.#played.flatMap(({ at, story }) => {
        const differences = differencesBetween(this.#options.undisturbed.get(story), outcomeOf(github, at))
        return isSpotless(differences) ? [] : [{ at, story, ...differences }]
      }),
    }
  }
}

const isChange = ({ method, path, status }: Emulator['requests'][number]): boolean =>
  method !== 'GET' && path.startsWith('/repos/') && succeeded(status)

const succeeded = (status = 0): boolean => status >= 200 && status < 300
