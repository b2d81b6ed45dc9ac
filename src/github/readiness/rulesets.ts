import { anyFreezePrefix } from '../../incident/freeze-rules.ts'
import type { BypassFact, Fact, ReadinessFacts } from '../../incident/readiness/facts.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, field, integer, list, text } from '../json.ts'
import { allPages } from '../paginate.ts'
import { known, type Looking, looked, placeOf, unknown } from './look.ts'

const mostRulesets = 300
const mostOpened = 20

/** The rulesets of a repository, those of its organisation included. */
export interface Rulesets {
  readonly available: Fact<'yes' | 'no'>
  readonly all: readonly RulesetName[]
}

export interface RulesetName {
  readonly id: number
  readonly name: string
  readonly isActive: boolean
  readonly ofOrganization: boolean
  /** A freeze of this App. */
  readonly isOwn: boolean
}

/**
 * Whether rulesets can be had, without writing one: a plan that has none refuses this too, and a server that knows none
 * has no such route. Source: "Get all repository rulesets" (metadata: read).
 */
export async function readRulesets(looking: Looking): Promise<Rulesets> {
  const listed = await looked(async () => {
    const octokit = await looking.clients.forRepository(looking.repository)
    const parameters = { ...placeOf(looking), includes_parents: 'true' }
    try {
      return await allPages(octokit, 'GET /repos/{owner}/{repo}/rulesets', parameters, mostRulesets)
    } catch (error) {
      if (isRefusal(error, 'plan', 'not-found')) return undefined
      throw error
    }
  })
  if (!listed.known) return { available: listed, all: [] }
  if (listed.value === undefined) return { available: known('no'), all: [] }
  return { available: known('yes'), all: listed.value.flatMap(nameOf) }
}

function nameOf(ruleset: unknown): RulesetName[] {
  const id = integer(field(ruleset, 'id'))
  const name = text(field(ruleset, 'name')) ?? ''
  if (id === undefined || (text(field(ruleset, 'target')) ?? 'branch') !== 'branch') return []
  const isActive = field(ruleset, 'enforcement') === 'active'
  const ofOrganization = text(field(ruleset, 'source_type')) !== 'Repository'
  return [{ id, name, isActive, ofOrganization, isOwn: name.startsWith(anyFreezePrefix) && !ofOrganization }]
}

type BypassFacts = Pick<ReadinessFacts, 'bypasses' | 'closedRulesets' | 'leftOut'>

/**
 * Who passes the rulesets that hold on the branches. Only a token that may change a ruleset is told: those of an organisation
 * never tell. Source: "Get a repository ruleset", `bypass_actors`.
 * @param holding ids of those that hold on a branch that would be frozen
 */
export async function bypassFacts(
  looking: Looking,
  rulesets: Rulesets,
  holding: ReadonlySet<number>,
): Promise<BypassFacts> {
  const others = rulesets.all.filter(({ id, isOwn, isActive }) => isActive && !isOwn && holding.has(id))
  const opened = others.slice(0, mostOpened)
  const more = others.length - opened.length
  const leftOut = more > 0 ? [`${more} of the rulesets were not opened.`] : []
  if (opened.length === 0) {
    const none = rulesets.available.known ? known([]) : unknown(rulesets.available.why)
    return { bypasses: none, closedRulesets: none, leftOut }
  }
  const found = await looked(async () => {
    const octokit = await rightfulClient(looking)
    const actors: (readonly BypassFact[] | undefined)[] = []
    for (const ruleset of opened) actors.push(await actorsOf(octokit, looking, ruleset))
    return actors
  })
  if (!found.known) return { bypasses: found, closedRulesets: found, leftOut }
  return {
    bypasses: known(found.value.flatMap((actors) => actors ?? [])),
    closedRulesets: known(
      opened.filter((_, index) => found.value[index] === undefined).map(({ id, name }) => ({ id, name })),
    ),
    leftOut,
  }
}

/** Without administration rulesets can still be opened, and do not tell. */
async function rightfulClient({ clients, repository }: Looking): Promise<Octokit> {
  try {
    return await clients.administration(repository)
  } catch (error) {
    if (isRefusal(error, 'permission')) return clients.forRepository(repository)
    throw error
  }
}

/** Undefined: it does not tell. */
async function actorsOf(
  octokit: Octokit,
  looking: Looking,
  { id, name, ofOrganization }: RulesetName,
): Promise<readonly BypassFact[] | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...placeOf(looking),
      ruleset_id: id,
    })
    const actors = field(data, 'bypass_actors')
    if (!Array.isArray(actors)) return undefined
    return list(actors).map((actor) => ({
      who: whoIs(actor),
      ruleset: name,
      rulesetId: id,
      isPeople: isPeople(actor),
      ofOrganization,
      mode: modeOf(actor),
    }))
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

/** Left out, it is `always` (github/github-mcp-server#2991). */
function modeOf(actor: unknown): BypassFact['mode'] {
  const mode = text(at(actor, 'bypass_mode'))
  return mode === 'pull_request' || mode === 'exempt' ? mode : 'always'
}

/** Whether it is somebody who can press a button. */
const isPeople = (actor: unknown): boolean =>
  !['Integration', 'DeployKey'].includes(text(at(actor, 'actor_type')) ?? '')

/** Ids of roles are not documented: github/rest-api-description#4406. */
const roles = new Map([
  [2, 'the role maintain'],
  [4, 'the role write'],
  [5, 'the role admin'],
])

function whoIs(actor: unknown): string {
  const id = integer(at(actor, 'actor_id')) ?? 0
  switch (text(at(actor, 'actor_type'))) {
    case 'RepositoryRole':
      return roles.get(id) ?? `the custom role ${id}`
    case 'OrganizationAdmin':
      return 'owners of the organisation'
    case 'Team':
      return `the team with the id ${id}`
    case 'Integration':
      return `the App ${id}`
    case 'DeployKey':
      return 'deploy keys'
    default:
      return `the user with the id ${id}`
  }
}
