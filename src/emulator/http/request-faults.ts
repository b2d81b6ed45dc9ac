/** Which requests a fault is meant for; without a property any value matches. */
export type RequestMatch = { method?: string; path?: RegExp; times?: number }

export type PlannedAnswer = { status: number; body?: unknown; headers?: Record<string, string> }

/** What a hook learns about a request. */
export type RequestInfo = { method: string; path: string; body: unknown }

type Hook = (request: RequestInfo) => void | Promise<void>
type Plan = { match: RequestMatch; remaining: number; answer: PlannedAnswer | 'hang' | 'lose-reply' }

/** Misbehaviour of the API, planned ahead and used up request by request (once, unless `times` says more). */
export type RequestFaults = {
  /** Answers instead of doing anything. */
  answer(match: RequestMatch, answer: PlannedAnswer): void
  /** 403 with `retry-after`, as GitHub's secondary limit answers. */
  secondaryLimit(match?: RequestMatch, retryAfterSeconds?: number): void
  /** 429 with `retry-after`. */
  tooManyRequests(match?: RequestMatch, retryAfterSeconds?: number): void
  /** Does nothing and never answers; the connection closes when the caller gives up or the stand-in closes. */
  hang(match?: RequestMatch): void
  /** Makes the change, then cuts the connection: the caller cannot know that it worked. */
  loseReply(match?: RequestMatch): void
  /** Runs before a request has any effect. @returns a function that removes the hook. */
  beforeRequest(hook: Hook): () => void
  /** Runs after the change and before the answer is sent. @returns a function that removes the hook. */
  afterRequest(hook: Hook): () => void
  /** Forgets all plans and hooks. */
  clear(): void
}

/** @returns the planning side for tests, and what the server asks while it works. */
export function createRequestFaults() {
  let plans: Plan[] = []
  const before = new Set<Hook>()
  const after = new Set<Hook>()
  const add = (match: RequestMatch, answer: Plan['answer']) => {
    plans.push({ match, remaining: match.times ?? 1, answer })
  }
  const hookInto = (hooks: Set<Hook>) => (hook: Hook) => {
    hooks.add(hook)
    return () => {
      hooks.delete(hook)
    }
  }
  const faults: RequestFaults = {
    answer: (match, answer) => add(match, answer),
    secondaryLimit: (match = {}, seconds = 60) => add(match, limited(403, seconds)),
    tooManyRequests: (match = {}, seconds = 60) => add(match, limited(429, seconds)),
    hang: (match = {}) => add(match, 'hang'),
    loseReply: (match = {}) => add(match, 'lose-reply'),
    beforeRequest: hookInto(before),
    afterRequest: hookInto(after),
    clear() {
      plans = []
      before.clear()
      after.clear()
    },
  }
  function take(request: RequestInfo): Plan['answer'] | undefined {
    const chosen = plans.find((plan) => plan.remaining > 0 && matches(plan.match, request))
    if (chosen !== undefined) chosen.remaining -= 1
    return chosen?.answer
  }
  return { faults, take, runBefore: runAll(before), runAfter: runAll(after) }
}

export type RequestFaultPlan = ReturnType<typeof createRequestFaults>

function runAll(hooks: Set<Hook>) {
  return async (request: RequestInfo): Promise<void> => {
    for (const hook of [...hooks]) await hook(request)
  }
}

function matches(match: RequestMatch, request: RequestInfo): boolean {
  const rightMethod = match.method === undefined || match.method === request.method
  return (
    rightMethod &&
    (match.path === undefined ||
      new RegExp(match.path.source, match.path.flags.replace(/[gy]/g, '')).test(request.path))
  )
}

function limited(status: number, seconds: number): PlannedAnswer {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const documentation_url =
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits'
  return { status, headers: { 'retry-after': String(seconds) }, body: { message, documentation_url } }
}
