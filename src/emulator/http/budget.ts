import type { World } from '../world.ts'
import { ApiError } from './api-error.ts'
import type { Caller } from './authenticate.ts'

const HOUR = 3_600_000
const PER_HOUR = 5000

/** What an installation may call in an hour, and who is told to call less. */
export type Limits = {
  /** So many REST calls are left to an installation in this hour, of 5,000. */
  leave(installation: number, calls: number): void
  /** As GitHub's secondary limit: each call of the account is refused for so many seconds. */
  slowDown(account: number | 'app', seconds: number): void
}

type Spending = { hour: number; used: number }

/** @returns what the server asks for each call, and the planning side for tests. */
export function createBudgets(world: World) {
  const spendings = new Map<string, Spending>()
  const slowed = new Map<number | 'app', number>()
  const limits: Limits = {
    leave: (installation, calls) => {
      spendingOf(String(installation), 'core').used = PER_HOUR - calls
    },
    slowDown: (account, seconds) => void slowed.set(account, world.now() + seconds * 1000),
  }

  /** The window ends with the clock's hour. */
  function spendingOf(account: string, resource: string): Spending {
    const key = `${account} ${resource}`
    const hour = Math.floor(world.now() / HOUR)
    const known = spendings.get(key)
    if (known?.hour === hour) return known
    const fresh = { hour, used: 0 }
    spendings.set(key, fresh)
    return fresh
  }

  /** @throws 403 for a caller who is over one of the limits, worded as GitHub words it. */
  function demandRoom(caller: Caller, path: string): void {
    const until = slowed.get(accountOf(caller) ?? 'app') ?? 0
    const rest = Math.ceil((until - world.now()) / 1000)
    if (accountOf(caller) !== undefined && rest > 0) {
      const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      throw new ApiError(403, message, {}, { 'retry-after': String(rest) })
    }
    if (caller.kind !== 'installation' || path === '/rate_limit') return
    if (spendingOf(String(caller.installation.id), resourceOf(path)).used < PER_HOUR) return
    throw new ApiError(403, `API rate limit exceeded for installation ID ${caller.installation.id}.`)
  }

  /** Counts a call that was answered so; what has not changed since the caller read it is free. */
  function charge(caller: Caller, path: string, status: number): void {
    if (status !== 304 && path !== '/rate_limit') spendingOf(String(accountOf(caller)), resourceOf(path)).used += 1
  }

  /** @returns GitHub's rate-limit headers. */
  function headers(caller: Caller, path: string): Record<string, string> {
    const { used, hour } = spendingOf(String(accountOf(caller)), resourceOf(path))
    return {
      'x-ratelimit-limit': String(PER_HOUR),
      'x-ratelimit-remaining': String(Math.max(0, PER_HOUR - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String((hour + 1) * 3600),
      'x-ratelimit-resource': resourceOf(path),
    }
  }
  return { limits, demandRoom, charge, headers }
}

export type Budgets = ReturnType<typeof createBudgets>

const resourceOf = (path: string): string => (path === '/graphql' ? 'graphql' : 'core')

function accountOf(caller: Caller): number | 'app' | undefined {
  if (caller.kind === 'installation') return caller.installation.id
  return caller.kind === 'app' ? 'app' : undefined
}
