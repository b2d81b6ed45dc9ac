import type { Probot, ProbotOctokit } from 'probot'
import { type CallMeter, noMeter } from '../engine/meter.ts'
import type { Log } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import { prepareCalls, usualTimeoutMs } from './call.ts'
import { meterCalls } from './call-meter.ts'
import type { Caller } from './caller.ts'
import { KeptAnswers } from './conditional.ts'
import { classify } from './errors.ts'
import { Limits } from './limits.ts'
import type { Octokit } from './octokit.ts'
import { Pacing } from './pacing.ts'
import { repeatOnce } from './retry.ts'
import { scopedAuth } from './scoped-auth.ts'
import { Suspensions } from './suspensions.ts'
import { createTokens, type Purpose, type Tokens } from './tokens.ts'

export type { Octokit }

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

/** Clients for what is urgent, which questions before a decision are too, and beside them those for everything else. */
export interface AllClients extends Clients {
  /** They leave the last calls of the hour to the urgent ones, and go after them when GitHub asked to wait. */
  readonly unhurried: Clients
  /** A delivery came from an installation: if it was suspended, it is not any more. */
  isBack(installationId: number): void
}

export interface ClientOptions {
  readonly probot: Probot
  readonly log: Log
  /** False: nothing is paced and nothing waits, for tests and the demo. */
  readonly throttle?: boolean
  readonly now?: () => number
  /** Milliseconds after which a call that was not answered is given up. */
  readonly timeoutMs?: number | undefined
  readonly meter?: CallMeter
}

/** What a client may see, and on whose account; its token says who it is. */
interface Purse extends Caller {
  readonly view: string
}

/**
 * Clients as Probot makes them (its base URL, fetch and log), with tokens that are scoped to one repository instead of
 * Probot's, which may do all that the installation may.
 */
export function createClients(options: ClientOptions): AllClients {
  const { log, now = Date.now } = options
  const build = createBuild({ ...options, now })
  const tokens = createTokens({ app: () => build({ account: 'app', urgent: true, view: 'app' }), log, now })
  const clients = (urgent: boolean) => clientsOf({ build, tokens, urgent })
  const isBack = (installationId: number) => build.suspensions.isBack(installationId)
  return { ...clients(true), unhurried: clients(false), isBack }
}

/** An installation's view names its purpose second; the App's is one itself. */
const purposeIn = (view: string): string => view.split(' ')[1] ?? view

interface Build {
  (purse: Purse, auth?: object): Promise<Octokit>
  /** Throws `TryLater` while the account has to wait. */
  demandOpen(caller: Caller): void
  readonly suspensions: Suspensions
}

function clientsOf({ build, tokens, urgent }: { build: Build; tokens: Tokens; urgent: boolean }): Clients {
  const scoped = async (installationId: number, what: string, token: () => Promise<string>) => {
    const account = String(installationId)
    // No token is asked for that could not be used.
    build.demandOpen({ account, urgent })
    build.suspensions.demandNone(installationId)
    // Asked for now, so that a missing permission is known before anything is tried.
    await token().catch((error: unknown) => {
      build.suspensions.learn(installationId, error)
      throw error
    })
    return build({ account, urgent, view: `${installationId} ${what}` }, scopedAuth(token, tokens.forget))
  }
  return {
    app: () => build({ account: 'app', urgent, view: 'app' }),
    forRepository: (home) => scoped(home.installationId, `working ${home.id}`, () => tokens.working(home)),
    administration: (home) => scoped(home.installationId, `admin ${home.id}`, () => tokens.administration(home)),
    special: (home, purpose) =>
      scoped(home.installationId, `${purpose} ${home.id}`, () => tokens.special(home, purpose)),
    issuesOf: (id, name) => scoped(id, `issues ${name}`, () => tokens.issuesOf(id, name)),
    reading: (id, name) => scoped(id, `reading ${name}`, () => tokens.reading(id, name)),
    names: (id) => scoped(id, 'names', () => tokens.names(id)),
  }
}

/** What all clients share: each concern is a hook around the calls, the first one nearest to the wire. */
function createBuild({
  probot,
  throttle = true,
  now,
  timeoutMs = usualTimeoutMs,
  meter = noMeter,
}: ClientOptions & { now: () => number }): Build {
  const limits = new Limits(now)
  const suspensions = new Suspensions(now)
  const kept = new KeptAnswers()
  const pacing = throttle ? new Pacing({ now }) : undefined
  const build = async (purse: Purse, auth: object = {}): Promise<Octokit> => {
    const root = await probot.auth()
    // The class with Probot's settings in it, which Probot exports in no other way.
    const Client: typeof ProbotOctokit = Object.getPrototypeOf(root).constructor
    // The queues of these two plugins cost some fifteen milliseconds a call, and know neither urgency nor reserves.
    const octokit = new Client({ ...auth, throttle: { enabled: false }, retry: { enabled: false } })
    prepareCalls(octokit, timeoutMs)
    meterCalls(octokit, { account: purse.account, purpose: purposeIn(purse.view) }, { meter, now })
    repeatOnce(octokit, throttle ? repeatAfterMs : 0)
    kept.serve(octokit, purse.view)
    limits.guard(octokit, purse)
    octokit.hook.error('request', (error) => {
      const classified = classify(error, now())
      if (purse.account !== 'app') suspensions.learn(Number(purse.account), classified)
      throw classified
    })
    pacing?.pace(octokit, purse)
    return octokit
  }
  return Object.assign(build, { suspensions, demandOpen: (caller: Caller) => limits.demandOpen(caller) })
}

const repeatAfterMs = 250
