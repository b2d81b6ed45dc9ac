import type { Event } from '../incident/event.ts'
import { type Incident, isActive, isAnchoredAt } from '../incident/incident.ts'
import type { Self, Situation } from '../incident/plan.ts'
import type { PlannedFreezes } from '../incident/planned-freeze.ts'
import type { Repository } from '../incident/repository.ts'
import { hasConfigurationRead } from '../incident/steps/drill-calendar.ts'
import type { OnboardingScope } from '../lib/onboarding-scope.ts'
import type { CurrentPolicy, Policies } from './policies.ts'
import type { RepositoryStandings, Store } from './ports.ts'
import { mayBegin, mayDeclare, mayRaise } from './relevance.ts'
import { incidentNamedBy, threadOf } from './thread.ts'

export interface SituationSources {
  readonly store: Pick<
    Store,
    'activeIncidents' | 'incidentAt' | 'incidentById' | 'plannedFreezes' | 'repository' | 'rememberRepository'
  >
  readonly policies: Pick<Policies, 'known' | 'stored' | 'current' | 'doubt'>
  readonly self: Self
  /** Without it, a repository may be known without its default branch. */
  readonly standings?: RepositoryStandings | undefined
  /** Where a first configuration is suggested; without it nowhere. */
  readonly onboarding?: OnboardingScope | undefined
}

/** A push tells of every change of the file; this is for the push that never arrived. */
const day = 24 * 3_600_000
/** While something is at hand, such a push is not waited for as long. */
const hour = 3_600_000
/** At most one reading in ten seconds before emergencies are declared, however many. */
const beforeDeclaring = 10_000

/** Everything a decision about this event starts from. Throws TryLater where the policy was never read and cannot be. */
export async function loadSituation(sources: SituationSources, event: Event): Promise<Situation> {
  const { store, self, onboarding } = sources
  const repository = await wholeRepository(sources, event)
  const incidents = await incidentsFor(store, event)
  const planned = await plannedIn(sources, repository.id)
  const { policy, news } = await policyFor(sources, event, { repository, incidents })
  return { repository, policy, incidents, planned, now: event.at, self, configurationNews: news, onboarding }
}

/**
 * Windows begin and end with any decision, so a replica that holds an older file would take back what another has just
 * carried out. Where there are windows, the policy is read from the store, and after the freezes: whoever has newer ones
 * has the newer policy.
 */
async function plannedIn({ store, policies }: SituationSources, repositoryId: number): Promise<PlannedFreezes> {
  const planned = await store.plannedFreezes(repositoryId)
  const known = await policies.known(repositoryId)
  const { windows } = known?.freeze ?? { windows: [] }
  if (windows.length + planned.freezes.length > 0 || planned.next !== undefined) policies.doubt(repositoryId)
  return planned
}

/** Deliveries bring the repository's newest name with them; timers and outcomes carry what was known when they were stored. */
async function currentRepository(store: SituationSources['store'], event: Event): Promise<Repository> {
  const stored = await store.repository(event.repository.id)
  if (event.type === 'TimerFired' || event.type === 'EffectSettled' || event.type === 'PostmortemClosedElsewhere')
    return stored ?? event.repository
  // An installation's delivery names its repositories without their default branch.
  const seen = { ...event.repository, defaultBranch: event.repository.defaultBranch || (stored?.defaultBranch ?? '') }
  if (!stored || !isSame(stored, seen)) await store.rememberRepository(seen)
  return seen
}

/**
 * Where the App is installed, GitHub names repositories without their default branch, and nothing may happen there before a
 * timer is due: then it is asked for.
 */
async function wholeRepository({ store, standings }: SituationSources, event: Event): Promise<Repository> {
  const repository = await currentRepository(store, event)
  if (repository.defaultBranch !== '' || event.type !== 'TimerFired' || !standings) return repository
  const { repository: found } = await standings.of(repository)
  if (!isSame(found, repository)) await store.rememberRepository(found)
  return found
}

const isSame = (a: Repository, b: Repository): boolean =>
  a.owner === b.owner &&
  a.name === b.name &&
  a.installationId === b.installationId &&
  a.defaultBranch === b.defaultBranch &&
  a.private === b.private

async function incidentsFor(store: SituationSources['store'], event: Event): Promise<readonly Incident[]> {
  const number = threadOf(event)
  const named = incidentNamedBy(event)
  const [active, ...others] = await Promise.all([
    store.activeIncidents(event.repository.id),
    number === undefined ? undefined : store.incidentAt(event.repository.id, number),
    named === undefined ? undefined : store.incidentById(named),
  ])
  const found = [...active, ...others]
  return [...new Map(found.flatMap((incident) => (incident ? [[incident.id, incident]] : []))).values()]
}

async function policyFor(
  { policies }: SituationSources,
  event: Event,
  { repository, incidents }: Pick<Situation, 'repository' | 'incidents'>,
): Promise<CurrentPolicy> {
  // After a removal, and for each of an organisation's thousand repositories, GitHub is not asked.
  if (event.type === 'InstallationChanged') return policies.stored(repository.id)
  if (event.type === 'RepositoryChanged' && event.change === 'deleted') return policies.stored(repository.id)
  if (event.type === 'CheckUpDue')
    return event.interruption ? policies.stored(repository.id) : policies.current(repository, hour)
  if (changesPolicy(event, repository)) return policies.current(repository, 0)
  const declares = await isDeclaring(policies, event, incidents)
  return policies.current(repository, declares ? beforeDeclaring : day)
}

function changesPolicy(event: Event, repository: Repository): boolean {
  if (event.type === 'TimerFired') return hasConfigurationRead(event.timer)
  if (event.type === 'RepositoryChanged') return event.change === 'default-branch'
  return event.type === 'BranchPushed' && event.touchesConfiguration && event.branch === repository.defaultBranch
}

async function isDeclaring(
  policies: SituationSources['policies'],
  event: Event,
  incidents: readonly Incident[],
): Promise<boolean> {
  if (event.type === 'AlertChanged')
    return event.change === 'opened' && mayRaise(event, await policies.known(event.repository.id))
  if (event.type === 'CommentAdded') {
    const isKnown = incidents.some((incident) => isAnchoredAt(incident, event.thread.number))
    return !isKnown && mayBegin(event, await policies.known(event.repository.id))
  }
  if (event.type !== 'IssueChanged' && event.type !== 'PullRequestChanged') return false
  const thread = event.type === 'IssueChanged' ? event.issue : event.pullRequest
  const isAnchor = incidents.some((incident) => isAnchoredAt(incident, thread.number) && isActive(incident))
  return !isAnchor && mayDeclare(event, thread, { policy: await policies.known(event.repository.id) })
}
