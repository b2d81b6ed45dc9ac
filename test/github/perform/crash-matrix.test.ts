import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EffectOutcome } from '../../../src/incident/effect.ts'
import { effectSamples, lasting, type Stage, worldOf } from './effect-samples.ts'
import type { Bench } from './workbench.ts'

/**
 * Every effect that is carried out on GitHub × every call that it makes × every point of that call at which the process
 * can die. The samples come from a table that has to name every type, so a new effect is in here by itself. What is told
 * to channels is in `test/notify/crash-matrix.test.ts`.
 */
const points = ['before the call', 'after the call, its reply lost', 'after the reply, before it is stored'] as const
type Point = (typeof points)[number]

const open: Stage[] = []
afterEach(async () => {
  for (const { bench } of open.splice(0)) await bench.close()
})

/** Who is at work in this chain of calls: one that died goes on in none of them. */
const life = new AsyncLocalStorage<Life>()
const never = new Promise<never>(() => undefined)

class Life {
  readonly died = Promise.withResolvers<void>()
  readonly #point: Point
  #left: number
  #isDead = false

  /** @param call at which it dies; the first is 1 */
  constructor(point: Point, call: number) {
    this.#point = point
    this.#left = call
  }

  get isDead(): boolean {
    return this.#isDead
  }

  async fetch(send: () => Promise<Response>): Promise<Response> {
    if (this.#isDead) return never
    this.#left -= 1
    if (this.#left !== 0) return await send()
    if (this.#point === 'before the call') return this.#die()
    const response = await send()
    if (this.#point === 'after the call, its reply lost') return this.#die()
    const hasBody = response.status !== 204 && response.status !== 304
    const whole = new Response(hasBody ? await response.arrayBuffer() : null, response)
    // Where GitHub's client says that an answer came from.
    Object.defineProperty(whole, 'url', { value: response.url })
    void this.#die()
    return whole
  }

  #die(): Promise<never> {
    this.#isDead = true
    this.died.resolve()
    return never
  }
}

/** From now on each call is made by a life, and what is noted by one that is dead reaches no disk. */
function watchLives({ bench }: Stage): void {
  const send = globalThis.fetch
  vi.stubGlobal('fetch', (...request: Parameters<typeof fetch>) => {
    const living = life.getStore()
    return living ? living.fetch(() => send(...request)) : send(...request)
  })
  const keep = bench.memories.set.bind(bench.memories)
  bench.memories.set = (key, value) => {
    if (life.getStore()?.isDead) throw new Error('nobody is left who notes this')
    return keep(key, value)
  }
}

const settle = ({ effect, key, previous }: Stage, by: Bench, triesBefore: number): Promise<EffectOutcome> =>
  by.insist(effect, { key, triesBefore, ...(previous && { previous }) })

const endOf = ({ bench }: Stage, outcome: EffectOutcome): unknown => lasting([outcome, worldOf(bench)])

/** Lets a first process die and a second one finish. @returns what it came to; undefined: it makes no such call */
async function endAfterDeath(raise: () => Promise<Stage>, point: Point, call: number): Promise<unknown> {
  const played = await raise()
  open.push(played)
  watchLives(played)
  const first = new Life(point, call)
  const working = life.run(first, () => settle(played, played.bench, 0)).catch(() => undefined)
  const ended = await Promise.race([first.died.promise, working])
  // A reply that was the last one makes an outcome, which died with the process.
  if (ended !== undefined && !first.isDead) return undefined
  // What it does with a last reply ends before anybody else begins.
  await new Promise((resolve) => setImmediate(resolve))
  const end = endOf(played, await settle(played, played.bench.successor(), 1))
  vi.unstubAllGlobals()
  return end
}

describe.each(effectSamples)('%s', (_name, raise) => {
  it.each(points)('leaves the same where the process dies %s', { timeout: 60_000 }, async (point) => {
    const calm = await raise()
    open.push(calm)
    const expected = endOf(calm, await settle(calm, calm.bench, 0))
    let calls = 0
    for (let end: unknown = expected; end !== undefined; calls++) {
      end = await endAfterDeath(raise, point, calls + 1)
      if (end !== undefined) expect(end, `call ${calls + 1}`).toEqual(expected)
      await open.pop()?.bench.close()
    }
    // At least one, and the life in which nothing happened.
    expect(calls).toBeGreaterThan(1)
  })
})
