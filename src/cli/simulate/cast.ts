import { membersOn } from '../../policy/on-call.ts'
import type { Permission, Policy, Role } from '../../policy/policy.ts'
import type { Simulation } from '../../policy/simulation.ts'

export type GrantedPermission = Exclude<Permission, 'none'>

export interface CastTeam {
  readonly slug: string
  readonly members: readonly string[]
}

/** Who exists in a simulation: everybody that the configuration and the scenario name, and four invented people. */
export interface Cast {
  readonly owner: string
  /** Login → permission, in the order in which they were found. */
  readonly people: ReadonlyMap<string, GrantedPermission>
  /** Teams of the owner; GitHub would let no other team be told. */
  readonly teams: readonly CastTeam[]
  /**
   * The logins behind a name of the scenario: of a person, a team, or a role at that moment; `maintainers#2` is the second
   * one. Nobody when the role is empty.
   */
  named(name: string, at: number): readonly string[]
}

/** Reports what nobody else is said to report; may write nothing, but is trusted. */
export const reporter = 'reporter'
/** Has an ordinary pull request open. */
export const contributor = 'contributor'
/** Owns the organization. */
export const administrator = 'administrator'

export interface CastOptions {
  /** Logins and permissions beside those of the scenario, as the command line gives them. */
  readonly people?: Cast['people']
  /** Whose repository it is, where that is known; else it belongs to whose teams are named. */
  readonly owner?: string | undefined
}

export function createCast(policy: Policy, simulation: Simulation, options: CastOptions = {}): Cast {
  const { people = new Map() } = options
  const members = Object.values(policy.roles).flatMap(everybodyOf)
  const teams = [...new Set(members.filter((member) => member.includes('/')))]
  const owner = options.owner ?? teams[0]?.slice(1).split('/')[0] ?? 'acme'
  const own = teams.filter((team) => team.startsWith(`@${owner}/`)).map((team) => inventTeam(team, owner))
  const known = new Map<string, GrantedPermission>()
  for (const member of members) if (!member.includes('/')) known.set(member.slice(1), 'maintain')
  for (const login of own.flatMap((team) => team.members)) known.set(login, 'write')
  for (const login of actors(simulation, policy)) if (!known.has(login)) known.set(login, 'write')
  known.set(reporter, trusted(policy.detection.trust))
  known.set(contributor, 'write')
  known.set(administrator, 'admin')
  for (const [login, permission] of [...Object.entries(simulation.people), ...people]) known.set(login, permission)
  return {
    ...{ owner, people: known, teams: own },
    named(name, at) {
      const [bare = '', place] = name.split('#')
      const role = policy.roles[bare]
      const found = role ? membersOn(role, at) : [bare.startsWith('@') ? bare : `@${bare}`]
      const logins = found.flatMap((member) => loginsOf(member, own))
      return place === undefined ? logins : logins.slice(Number(place) - 1, Number(place))
    },
  }
}

const everybodyOf = (role: Role): readonly string[] =>
  role.type === 'members'
    ? role.members
    : [...role.rotation.members, ...role.overrides.flatMap((override) => override.members)]

/** Nobody outside knows who is in a team, so two are invented. */
const inventTeam = (team: string, owner: string): CastTeam => {
  const slug = team.slice(owner.length + 2)
  const login = slug.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return { slug, members: [`${login}-1`, `${login}-2`] }
}

function loginsOf(member: string, teams: readonly CastTeam[]): readonly string[] {
  const [, slug] = member.slice(1).split('/')
  if (slug === undefined) return [member.slice(1)]
  return teams.find((team) => team.slug === slug)?.members ?? []
}

/** Those who do something in the scenario and are no role's. */
const actors = ({ steps }: Simulation, policy: Policy): readonly string[] =>
  steps
    .flatMap(({ by }) => (by === undefined ? [] : [by.split('#')[0] ?? by]))
    .filter((name) => !Object.hasOwn(policy.roles, name) && !name.includes('/') && !name.endsWith(']'))
    .map((name) => name.replace(/^@/, ''))

/** Labels take triage, whoever is trusted to freeze. */
const trusted = (trust: GrantedPermission): GrantedPermission => (trust === 'read' ? 'triage' : trust)
