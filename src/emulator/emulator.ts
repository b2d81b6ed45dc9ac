import type { AddressInfo } from 'node:net'
import type { DependabotVerbs } from './actors/dependabot-verbs.ts'
import { dependabotIn, mayMerge, mayPush, type Person, personNamed } from './actors/person.ts'
import { appPublicKey } from './http/authenticate.ts'
import { createBudgets, type Limits } from './http/budget.ts'
import { createFetch, type Fetch } from './http/in-process.ts'
import type { RecordedRequest } from './http/log.ts'
import { createMatcher } from './http/match.ts'
import { createRequestFaults, type RequestFaults } from './http/request-faults.ts'
import { createApiServer } from './http/server.ts'
import { createIds } from './ids.ts'
import { emptyState, type State } from './model/state.ts'
import { routes } from './routes/routes.ts'
import type { Judgement } from './rules/verdict.ts'
import { createSetup, type Setup } from './setup.ts'
import type { Delivery } from './webhooks/delivery.ts'
import type { DeliveryFaults } from './webhooks/delivery-faults.ts'
import { createDispatcher } from './webhooks/dispatcher.ts'
import { deliveriesFor } from './webhooks/publish.ts'
import type { Receiver } from './webhooks/send.ts'
import { type AppsOnLocked, formatTime, type World } from './world.ts'

export type EmulatorOptions = {
  /** The clock, in milliseconds since 1970. Nothing here looks at any other. */
  now: () => number
  appId: number
  /** The App's private key (PEM); only its public half is used, to verify the App's tokens. */
  privateKey: string
  webhookSecret: string
  appSlug: string
  /** Login of the account that registered the App. */
  appOwner?: string
  /** Caps `per_page`, so that tests meet second pages. */
  maxPageSize?: number
  /** What the App may do in locked conversations; `edit` unless told otherwise. */
  appsOnLocked?: AppsOnLocked
  log?: (line: string) => void
}

/** A GitHub in a process. */
export type Emulator = Setup & {
  /** Starts the HTTP face. @param port 0 or nothing: any free one. @returns the base address. */
  listen(port?: number): Promise<string>
  /** Stops listening, cuts open connections and drops queued deliveries. */
  close(): Promise<void>
  readonly state: State
  readonly requests: RecordedRequest[]
  /** Requests no route knew; a test that ends with any should fail. */
  readonly unknownRequests: RecordedRequest[]
  readonly deliveries: Delivery[]
  /** Asks this GitHub without a socket. */
  readonly fetch: Fetch
  /** Sends webhooks to this address, or hands them to this receiver, from now on. */
  connectWebhook(to: string | Receiver): void
  /** Resolves when no delivery is queued or under way. */
  settle(): Promise<void>
  readonly faults: RequestFaults & { readonly deliveries: DeliveryFaults }
  readonly limits: Limits
  /** @throws when nobody has the login. */
  as(login: string): Person
  /** GitHub's own finds in a repository, called `owner/name`. */
  dependabot(repository: string): DependabotVerbs
  /** Would GitHub merge this pull request for this person now, and if not, why? Changes nothing. */
  mayMerge(repository: string, number: number, login: string): Judgement
  /** Would GitHub take a push of a fresh commit (or of `sha`; null deletes) to this branch? Changes nothing. */
  mayPush(repository: string, branch: string, login: string, sha?: string | null): Judgement
}

/** @returns an empty GitHub that knows one App; add people and repositories, then `listen`. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const ids = createIds()
  const timestamp = () => formatTime(options.now())
  const dispatcher = createDispatcher({ secret: options.webhookSecret, ids, timestamp })
  const world: World = {
    state: emptyState(),
    app: { id: options.appId, slug: options.appSlug, owner: options.appOwner ?? options.appSlug },
    ids,
    appsOnLocked: options.appsOnLocked ?? 'edit',
    now: options.now,
    timestamp,
    publish: (event) => {
      for (const delivery of deliveriesFor(world, event)) dispatcher.enqueue(delivery)
    },
  }
  const faultPlan = createRequestFaults()
  const budgets = createBudgets(world)
  const requests: RecordedRequest[] = []
  const unknownRequests: RecordedRequest[] = []
  const context = {
    world,
    appKey: appPublicKey(options.privateKey),
    dispatcher,
    match: createMatcher(routes),
    faultPlan,
    budgets,
    maxPageSize: options.maxPageSize ?? 100,
    requests,
    unknownRequests,
    log: options.log ?? (() => undefined),
  }
  const server = createApiServer(context)
  return {
    ...createSetup(world),
    state: world.state,
    requests,
    unknownRequests,
    deliveries: dispatcher.deliveries,
    fetch: createFetch(context),
    connectWebhook: dispatcher.connect,
    settle: dispatcher.settle,
    faults: { ...faultPlan.faults, deliveries: dispatcher.faults },
    limits: budgets.limits,
    as: (login) => personNamed(world, login),
    dependabot: (repository) => dependabotIn(world, repository),
    mayMerge: (repository, number, login) => mayMerge(world, repository, number, login),
    mayPush: (repository, branch, login, sha = 'a fresh commit') => mayPush(world, repository, { branch, sha }, login),
    listen: (port = 0) => listen(server, port),
    close: async () => {
      dispatcher.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function listen(server: ReturnType<typeof createApiServer>, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return `http://127.0.0.1:${isTcp(address) ? address.port : port}`
}

function isTcp(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
