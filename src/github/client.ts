import type { Probot, ProbotOctokit } from 'probot'
import { type Log, TryLater } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import { classify, isPageType, limitOf } from './errors.ts'
import { text } from './json.ts'
import { createPacing, type Pacing } from './pacing.ts'
import { scopedAuth } from './scoped-auth.ts'
import { createTokens, type Purpose } from './tokens.ts'

/** Probot's client. Every call throws `TryLater` or `GitHubRefusal`; GraphQL's own errors still have to go through `classify`. */
export type Octokit = ProbotOctokit

export interface Clients {
  /** Everyday work in one repository, without administration. */
  forRepository(repository: Repository): Promise<Octokit>
  /** Rules and interaction limits of one repository, and nothing else. Throws `GitHubRefusal` of kind `permission` when that was not granted. */
  administration(repository: Repository): Promise<Octokit>
  /** One rare purpose in one repository. Throws `GitHubRefusal` of kind `permission` when that was not granted. */
  special(repository: Repository, purpose: Purpose): Promise<Octokit>
  /** Issues of another repository of the same installation, by its name. */
  issuesOf(installationId: number, name: string): Promise<Octokit>
  /** Contents of another repository of the same installation, by its name. */
  reading(installationId: number, name: string): Promise<Octokit>
  /** The repositories of an installation, by name alone. */
  names(installationId: number): Promise<Octokit>
  /** The App itself (JWT): installations, webhook deliveries. */
  app(): Promise<Octokit>
}

export interface ClientOptions {
  readonly probot: Probot
  readonly log: Log
  /** False: nothing is paced and nothing waits, for tests and the demo. */
  readonly throttle?: boolean
  readonly now?: () => number
}

/**
 * Clients as Probot makes them (its base URL, fetch and log), with tokens that are scoped to one repository instead of
 * Probot's, which may do all that the installation may.
 */
export function createClients({ probot, log, throttle = true, now = Date.now }: ClientOptions): Clients {
  const pacing = throttle ? createPacing() : undefined
  const quiet = new Map<string, number>()
  const build = async (lane: string, options: object = {}): Promise<Octokit> => {
    const root = await probot.auth()
    // The class with Probot's settings in it, which Probot exports in no other way.
    const Client: typeof ProbotOctokit = Object.getPrototypeOf(root).constructor
    const octokit = new Client({ ...options, throttle: throttleOptions(lane, pacing), retry: retryOptions(throttle) })
    prepare(octokit)
    keepQuiet(octokit, { lane, quiet, now })
    return octokit
  }
  const app = () => build('app')
  const tokens = createTokens({ app, log, now })
  const scoped = async (installationId: number, token: () => Promise<string>) => {
    // Asked for now, so that a missing permission is known before anything is tried.
    await token()
    return build(String(installationId), scopedAuth(token, tokens.forget))
  }
  return {
    app,
    forRepository: (repository) => scoped(repository.installationId, () => tokens.working(repository)),
    administration: (repository) => scoped(repository.installationId, () => tokens.administration(repository)),
    special: (repository, purpose) => scoped(repository.installationId, () => tokens.special(repository, purpose)),
    issuesOf: (installationId, name) => scoped(installationId, () => tokens.issuesOf(installationId, name)),
    reading: (installationId, name) => scoped(installationId, () => tokens.reading(installationId, name)),
    names: (installationId) => scoped(installationId, () => tokens.names(installationId)),
  }
}

/** Limits are told to the engine, which waits without holding a connection; the plugin would wait up to an hour inside the call. */
const throttleOptions = (lane: string, pacing: Pacing | undefined) =>
  pacing
    ? { enabled: true, id: lane, ...pacing, onRateLimit: () => false, onSecondaryRateLimit: () => false }
    : { enabled: false }

/** One more try, for what only reads and may pass; the engine does the rest of the waiting. */
const retryOptions = (wait: boolean) => ({ retries: 1, retryAfterBaseValue: wait ? 1000 : 0 })

const timeoutMs = 30_000

/** What every call has in common, whoever makes it. */
function prepare(octokit: Octokit): void {
  octokit.hook.before('request', (options) => {
    // The default of github.com, pinned: the next version drops fields.
    options.headers['x-github-api-version'] ??= '2022-11-28'
    const send = options.request?.fetch ?? fetch
    options.request = {
      ...options.request,
      // A lost reply to a write may hide that it was carried out: the engine looks before it tries again.
      // Set for writes alone: a number here makes the plugin repeat whatever fails, refusals too.
      ...(options.method === 'GET' ? {} : { retries: 0 }),
      // The time begins when the call is sent, not while it is queued.
      fetch: (url: string, init: RequestInit) => send(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    }
  })
  octokit.hook.after('request', (response, { method, url }) => {
    const type = response.headers['content-type']
    if (isPageType(type)) throw new TryLater(`A page came instead of GitHub's answer to ${method} ${url}`, 30_000)
    // Octokit hands over what it got when a body breaks off or is not the JSON it says it is.
    const isJson = text(type)?.startsWith('application/json') === true
    // A proxy may say of an empty answer that it is JSON.
    if (isJson && response.status !== 204 && typeof response.data === 'string') {
      throw new TryLater(`GitHub's answer to ${method} ${url} broke off`, 1000)
    }
  })
}

/** After a limit, an installation's calls are refused here until it has passed, and errors are sorted. */
function keepQuiet(octokit: Octokit, shared: { lane: string; quiet: Map<string, number>; now: () => number }): void {
  const { lane, quiet, now } = shared
  octokit.hook.before('request', () => {
    const rest = (quiet.get(lane) ?? 0) - now()
    if (rest > 0) throw new TryLater(`GitHub asked installation ${lane} to slow down`, rest)
    quiet.delete(lane)
  })
  octokit.hook.error('request', (error) => {
    const wait = limitOf(error, now())
    if (wait !== undefined) quiet.set(lane, now() + wait)
    throw classify(error, now())
  })
}
