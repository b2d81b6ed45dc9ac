import type { ProbotOctokit } from 'probot'
import { type Budget, type CallMeter, type CallOutcome, stopwatch } from '../engine/meter.ts'
import type { Caller } from './caller.ts'
import { limitOf } from './errors.ts'
import { at, field, text } from './json.ts'

export interface MeteredCaller extends Pick<Caller, 'account'> {
  /** What its token is for. */
  readonly purpose: string
}

/** Tells a meter of each request of a client as it goes over the wire: one that is repeated is told of twice. */
export function meterCalls(octokit: ProbotOctokit, caller: MeteredCaller, { meter, now }: Instruments): void {
  octokit.hook.wrap('request', async (request, options) => {
    const elapsed = stopwatch()
    const tell = (outcome: CallOutcome, headers: unknown): void => {
      const budget = budgetIn(headers, caller.account)
      meter.call({ purpose: caller.purpose, outcome, seconds: elapsed(), ...(budget && { budget }) })
    }
    try {
      const response = await request(options)
      tell('ok', response.headers)
      return response
    } catch (error) {
      const limit = limitOf(error, now())
      if (limit) meter.limit(limit.resource === undefined ? 'secondary' : 'primary')
      tell(limit ? 'limited' : outcomeOf(error), at(error, 'response', 'headers'))
      throw error
    }
  })
}

interface Instruments {
  readonly meter: CallMeter
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Octokit reports a call that nobody answered with a status of its own making, and no response. */
function outcomeOf(error: unknown): CallOutcome {
  const status = Number(field(error, 'status'))
  if (field(error, 'response') === undefined) return 'unreached'
  if (status === 304) return 'unchanged'
  return status >= 500 ? 'broken' : 'refused'
}

/** Only GitHub's own words for budgets become labels (docs.github.com, "Rate limits for the REST API"). */
const resourceWord = /^[a-z_]{1,40}$/

function budgetIn(headers: unknown, account: string): Budget | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number.parseInt(text(field(headers, `x-ratelimit-${name}`)) ?? '', 10),
  )
  if (!(limit !== undefined && remaining !== undefined && reset !== undefined && limit + remaining + reset >= 0))
    return undefined
  const resource = text(field(headers, 'x-ratelimit-resource')) ?? 'core'
  return resourceWord.test(resource) ? { account, resource, remaining, limit, resetsAt: reset * 1000 } : undefined
}
