import { setTimeout as pause } from 'node:timers/promises'
import { Memo } from '../engine/memo.ts'
import { TryLater } from '../engine/ports.ts'
import type { Caller } from './caller.ts'
import type { Octokit } from './octokit.ts'

interface Pace {
  readonly name: string
  readonly applies: (call: Call) => boolean
  /** So many may be made at once after a quiet time. */
  readonly burst: number
  /** So many of them chatter has to leave. */
  readonly kept: number
  /** One more may be made after each of these, in milliseconds. */
  readonly everyMs: number
}

interface Call {
  readonly method: string
  readonly url: string
  /** Of GraphQL, where questions are asked with POST too. */
  readonly query?: unknown
}

/** Asking for a token, or for a delivery once more, writes nothing that anybody reads. */
function isWrite({ method, url, query }: Call): boolean {
  if (url.endsWith('/graphql')) return typeof query === 'string' && query.trimStart().startsWith('mutation')
  return method !== 'GET' && !/\/(?:access_tokens|attempts)$/.test(url)
}

/** What people read, and are notified of. */
const isContent = (call: Call): boolean =>
  isWrite(call) && call.method === 'POST' && /\/(?:issues|comments|pulls|graphql|security-advisories)$/.test(call.url)

/**
 * How fast an installation writes. GitHub asks for a second between writes, more between those that notify people, and
 * allows 80 that create content a minute and 500 an hour (docs.github.com, "Rate limits for the REST API").
 *
 * The trade: spaced like that, the ten calls that open an emergency would take half a minute. So a quiet installation may
 * make a burst at once; what follows keeps the pace. Writes are at most 20 + 60 in any minute, what creates content at
 * most 140 + 360 in any hour. Should GitHub object earlier, its answer says for how long.
 */
const paces: readonly Pace[] = [
  { name: 'writes', applies: isWrite, burst: 20, kept: 4, everyMs: 1000 },
  { name: 'notifying', applies: isContent, burst: 12, kept: 3, everyMs: 3000 },
  { name: 'content', applies: isContent, burst: 140, kept: 40, everyMs: 10_000 },
]

/** A call that would have to wait longer gives its place to others: who waits holds up its repository. */
const longestHoldMs = 2000

interface Level {
  readonly left: number
  readonly at: number
}

export interface PacingOptions {
  readonly now: () => number
  /** Waits so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>
}

/** Paces what is written, account by account. Nothing is remembered beyond this process. */
export class Pacing {
  readonly #now: () => number
  readonly #sleep: (ms: number) => Promise<unknown>
  readonly #levels = new Memo<string, Level>(10_000)

  constructor({ now, sleep = pause }: PacingOptions) {
    this.#now = now
    this.#sleep = sleep
  }

  /** Has the calls of a client wait for their turn. */
  pace(octokit: Octokit, caller: Caller): void {
    octokit.hook.wrap('request', async (request, options) => {
      await this.turn(caller, options)
      return request(options)
    })
  }

  /** Resolves when a call may be made, which is then counted. Throws `TryLater` when that takes longer than a moment. */
  async turn(caller: Caller, call: Call): Promise<void> {
    const mine = paces.filter((pace) => pace.applies(call))
    const latest = this.#now() + longestHoldMs
    for (;;) {
      const wait = Math.max(0, ...mine.map((pace) => this.#waitFor(pace, caller)))
      if (wait <= 0) break
      if (this.#now() + wait > latest)
        throw new TryLater(`Installation ${caller.account} writes as fast as it should`, wait, { isExact: true })
      await this.#sleep(wait)
    }
    for (const pace of mine)
      this.#levels.set(keyOf(pace, caller), { left: this.#left(pace, caller) - 1, at: this.#now() })
  }

  #waitFor(pace: Pace, caller: Caller): number {
    const needed = 1 + (caller.urgent ? 0 : pace.kept)
    return Math.ceil((needed - this.#left(pace, caller)) * pace.everyMs)
  }

  #left(pace: Pace, caller: Caller): number {
    const level = this.#levels.get(keyOf(pace, caller))
    return level ? Math.min(pace.burst, level.left + (this.#now() - level.at) / pace.everyMs) : pace.burst
  }
}

const keyOf = ({ name }: Pace, { account }: Caller): string => `${account} ${name}`
