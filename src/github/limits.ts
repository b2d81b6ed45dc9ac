import { Memo } from '../engine/memo.ts'
import { TryLater } from '../engine/ports.ts'
import type { Caller } from './caller.ts'
import { type Limit, limitFrom, limitOf } from './errors.ts'
import { at, field, list, text } from './json.ts'
import type { Octokit } from './octokit.ts'

/** After a limit, urgent work has this long before chatter begins again. */
const headStartMs = 1000
/** The share of an hour's calls that chatter leaves to urgent work. */
const reserve = 0.1
/** GitHub counts by the hour. A longer wait would be a clock that is wrong, its or ours. */
const longestMs = 3_600_000
/** Where GitHub names no time it asks for longer waits each time: up to this one, since a freeze may be waiting. */
const longestUnnamedMs = 4 * 60_000

/** An account that GitHub told to wait. */
interface Closed {
  readonly until: number
  readonly waitMs: number
  /** The one call that finds out whether it is over. */
  probe: Promise<void> | undefined
}

/** What GitHub said last about an account's calls of this hour. */
interface Budget {
  readonly limit: number
  readonly remaining: number
  readonly resetAt: number
}

/**
 * GitHub's limits, as its answers tell of them. While an account is limited, none of its calls goes out, whichever
 * repository it is for: GitHub punishes those who go on calling. When the time is over one call goes ahead, an urgent
 * one if there is any, and the others follow if it is answered.
 *
 * Sources: docs.github.com, "Rate limits for the REST API" and "Best practices for using the REST API".
 */
export class Limits {
  readonly #now: () => number
  readonly #closed = new Map<string, Closed>()
  readonly #budgets = new Memo<string, Budget>(10_000)

  constructor(now: () => number) {
    this.#now = now
  }

  /** Throws `TryLater` while the account is limited. */
  demandOpen(caller: Caller): void {
    this.#demandOver(caller, this.#closed.get(caller.account))
  }

  /** Has the calls of a client wait for what GitHub asks for. */
  guard(octokit: Octokit, caller: Caller): void {
    octokit.hook.wrap('request', async (request, options) => {
      const resource = resourceOf(options.url)
      const proceed = await this.#enter(caller, resource)
      try {
        const response = await request(options)
        this.#count(caller, resource, response.headers)
        const limit = limitOfGraphql(response, this.#now())
        if (limit) throw this.#close(caller, limit, 'its GraphQL budget is used up')
        proceed.open()
        return response
      } catch (error) {
        this.#learn(caller, resource, { error, proceed })
        throw error
      } finally {
        proceed.end()
      }
    })
  }

  /** Resolves when a call may go out. Throws `TryLater` when that takes longer than another call. */
  async #enter(caller: Caller, resource: string): Promise<Proceed> {
    this.#demandBudget(caller, resource)
    const keys = [caller.account, `${caller.account} ${resource}`]
    for (;;) {
      const closed = keys.flatMap((key) => this.#closed.get(key) ?? [])
      for (const each of closed) this.#demandOver(caller, each)
      const probe = closed.find((each) => each.probe)?.probe
      if (!probe) return this.#goAhead(keys, closed)
      await probe
    }
  }

  #goAhead(keys: readonly string[], closed: readonly Closed[]): Proceed {
    if (closed.length === 0) return unhindered
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const each of closed) each.probe = promise
    return {
      open: () => {
        // What was closed anew meanwhile stays closed.
        for (const key of keys) if (closed.some((each) => each === this.#closed.get(key))) this.#closed.delete(key)
      },
      end: () => {
        for (const each of closed) each.probe = undefined
        resolve()
      },
    }
  }

  #demandOver({ account, urgent }: Caller, closed: Closed | undefined): void {
    const rest = (closed?.until ?? 0) + (urgent ? 0 : headStartMs) - this.#now()
    if (closed && rest > 0) throw new TryLater(`GitHub asked ${nameOf(account)} to slow down`, rest, { isExact: true })
  }

  #demandBudget({ account, urgent }: Caller, resource: string): void {
    const budget = this.#budgets.get(`${account} ${resource}`)
    if (urgent || !budget || budget.remaining >= budget.limit * reserve) return
    const rest = Math.min(budget.resetAt - this.#now(), longestMs)
    if (rest > 0)
      throw new TryLater(
        `${nameOf(account)} has ${budget.remaining} of ${budget.limit} calls left in this hour: they are kept for what is urgent`,
        rest + headStartMs,
        { isExact: true },
      )
  }

  /** An error is an answer too, unless none came. */
  #learn(caller: Caller, resource: string, { error, proceed }: { error: unknown; proceed: Proceed }): void {
    const headers = at(error, 'response', 'headers')
    if (headers === undefined) return
    this.#count(caller, resource, headers)
    const limit = limitOf(error, this.#now())
    if (limit) this.#close(caller, limit)
    else if (Number(field(error, 'status')) < 500) proceed.open()
  }

  #close({ account }: Caller, limit: Limit, why = 'to slow down'): TryLater {
    const key = limit.resource === undefined ? account : `${account} ${limit.resource}`
    const before = this.#closed.get(key)
    const waitMs = this.#waitAfter(before, limit)
    const until = Math.max(this.#now() + waitMs, before?.until ?? 0)
    this.#closed.set(key, { until, waitMs, probe: undefined })
    return new TryLater(`GitHub told ${nameOf(account)}: ${why}`, waitMs, { isExact: true })
  }

  #waitAfter(before: Closed | undefined, { waitMs, isNamed }: Limit): number {
    if (isNamed || !before) return Math.min(waitMs, longestMs)
    const isMetAgain = before.until <= this.#now()
    return Math.max(waitMs, Math.min((isMetAgain ? 2 : 1) * before.waitMs, longestUnnamedMs))
  }

  #count({ account }: Caller, resource: string, headers: unknown): void {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
      Number(text(field(headers, `x-ratelimit-${name}`)) ?? Number.NaN),
    )
    if (limit === undefined || remaining === undefined || reset === undefined) return
    if ([limit, remaining, reset].some(Number.isNaN)) return
    this.#budgets.set(`${account} ${resource}`, { limit, remaining, resetAt: reset * 1000 })
  }
}

interface Proceed {
  /** GitHub answered: the account is not limited any more. */
  open(): void
  /** It was answered, or not: somebody else may find out. */
  end(): void
}

const unhindered: Proceed = { open: () => undefined, end: () => undefined }

/** GitHub's name of the budget that a call is paid from (`x-ratelimit-resource`). */
const resourceOf = (url: string): string => (url.endsWith('/graphql') ? 'graphql' : 'core')

/** GraphQL answers 200 when its budget is used up. */
function limitOfGraphql(
  response: { readonly headers: unknown; readonly data?: unknown },
  now: number,
): Limit | undefined {
  const isLimited = list(field(response.data, 'errors')).some((error) => field(error, 'type') === 'RATE_LIMITED')
  return isLimited ? { ...limitFrom(response.headers, now), resource: 'graphql' } : undefined
}

const nameOf = (account: string): string => (account === 'app' ? 'the App' : `installation ${account}`)
