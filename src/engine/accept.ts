import type { GitHubEvent, InstallationChanged } from '../incident/event.ts'
import type { Repository } from '../incident/repository.ts'
import type { Policy } from '../policy/policy.ts'
import { type Meter, stopwatch } from './meter.ts'
import type { Policies } from './policies.ts'
import type { Clock, Delivery, Interest, Log, Store } from './ports.ts'
import type { Rebuild } from './rebuild.ts'
import { isRelevant } from './relevance.ts'

export interface AcceptDependencies {
  readonly store: Pick<Store, 'accept' | 'interest' | 'repository' | 'repositoriesAtHand'>
  readonly policies: Pick<Policies, 'known'>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  /** Undefined: nothing is rebuilt. */
  readonly rebuild?: Pick<Rebuild, 'isUnknown'> | undefined
  /** Called when there is new work. */
  readonly wake: () => void
}

/** `stored`: durable from now on. `known`: this delivery was stored before. `irrelevant`: nothing was stored. */
export type Acceptance = 'stored' | 'known' | 'irrelevant'

/**
 * Takes one delivery in. When the promise resolves, the delivery may be answered with success: what matters of it is
 * durable. When it rejects, it must be answered with an error, so that GitHub lists it as failed and the next sweep
 * (`sweep.ts`) has it redelivered.
 */
export async function acceptDelivery(
  dependencies: AcceptDependencies,
  delivery: Omit<Delivery, 'receivedAt'>,
  events: readonly GitHubEvent[],
): Promise<Acceptance> {
  const { store, clock, log, meter, wake } = dependencies
  const relevant = await whatMatters(dependencies, events)
  const [first] = relevant
  if (!first) return 'irrelevant'
  const elapsed = stopwatch()
  const tracked = relevant.map((event) => ({ ...event, delivery: delivery.guid }))
  const isNew = await store.accept({ ...delivery, receivedAt: clock.now() }, tracked)
  meter.stored('accept', elapsed())
  if (!isNew) return 'known'
  const repository = `${first.repository.owner}/${first.repository.name}`
  const fields = { delivery: delivery.guid, event: delivery.name, repository, events: relevant.length }
  log.info(fields, 'Accepted a delivery')
  wake()
  return 'stored'
}

async function whatMatters(
  dependencies: AcceptDependencies,
  events: readonly GitHubEvent[],
): Promise<readonly GitHubEvent[]> {
  // One delivery may speak of many repositories: an installation's does.
  const known = new Map<number, Known>()
  const relevant: GitHubEvent[] = []
  for (const event of await addressed(dependencies.store, events)) {
    const id = event.repository.id
    const about = known.get(id) ?? (await whatIsKnown(dependencies, event.repository))
    known.set(id, about)
    if (about.isUnknown || isRelevant(event, about.interest, about.policy)) relevant.push(event)
  }
  return relevant
}

interface Known {
  readonly interest: Interest
  readonly policy: Policy | undefined
  /** The database was lost, and this repository was not looked at yet. */
  readonly isUnknown: boolean
}

async function whatIsKnown({ store, policies, rebuild }: AcceptDependencies, repository: Repository): Promise<Known> {
  const repositoryId = repository.id
  const isUnknown = (await rebuild?.isUnknown(repository)) ?? false
  const interest = await store.interest(repositoryId)
  const quiet = interest.active === 0 && !interest.frozen && !interest.waiting?.size
  return { isUnknown, interest, policy: await policies.known(repositoryId, { quiet, version: interest.policyVersion }) }
}

/** Each event in the lane of the repository whose incidents it is about. */
async function addressed(
  store: Pick<Store, 'repository' | 'repositoriesAtHand'>,
  events: readonly GitHubEvent[],
): Promise<readonly GitHubEvent[]> {
  const found: GitHubEvent[] = []
  for (const event of events) {
    const home = await homeward(store, event)
    if (home?.type === 'InstallationChanged' && home.everywhere) found.push(...(await spread(store, home)))
    else if (home) found.push(home)
  }
  return found
}

/** Where nothing is at hand, it matters to nobody what became of the installation. */
async function spread(
  store: Pick<Store, 'repositoriesAtHand'>,
  event: InstallationChanged,
): Promise<readonly GitHubEvent[]> {
  const { installationId } = event.repository
  const atHand = await store.repositoriesAtHand()
  return atHand.flatMap((repository) =>
    repository.installationId === installationId ? [{ ...event, repository }] : [],
  )
}

/**
 * A post-mortem may be in another repository than its incident, whose lane has to hear of it. Only a repository of the same
 * installation is believed: what an issue names is only text.
 */
async function homeward(store: Pick<Store, 'repository'>, event: GitHubEvent): Promise<GitHubEvent | undefined> {
  if (event.type !== 'PostmortemClosedElsewhere') return event
  const repository = await store.repository(event.home)
  return repository?.installationId === event.repository.installationId ? { ...event, repository } : undefined
}
