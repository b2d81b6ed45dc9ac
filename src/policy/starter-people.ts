import type { Permission } from './policy.ts'
import { mostCounted, type RepositoryTraits } from './repository-traits.ts'
import { isMember } from './schema/name.ts'

/** Those of a repository who can have a role, as they are written in a file: `@login` and `@organisation/team`. */
export interface Cast {
  /** Whoever may merge, the most powerful first. */
  readonly people: readonly string[]
  /** Those that may write here, the most powerful first. */
  readonly teams: readonly string[]
  /** Each of them gets a role; else a team does for which a role is meant, and people the rest. */
  readonly allCalled: boolean
}

type Members = Pick<RepositoryTraits, 'people' | 'teams' | 'allCalled'>

/** More names than that nobody reads in a moment; the list can be made longer by hand. */
export const mostPeople = 10

const leads = (permission: Permission): boolean => permission === 'admin' || permission === 'maintain'

/**
 * Where three or more lead, those who may only write are left out: whoever has a role is called at night. What is no name that
 * GitHub would give is left out too, whoever told it. Of people whom somebody wrote down nobody is left out.
 */
export function castOf({ ownerLogin, owner, people, teams, allCalled }: RepositoryTraits): Cast {
  const itself = owner === 'user' ? named([`@${ownerLogin}`]) : []
  const ofTeams = named(owner === 'organization' ? teams.map(({ slug }) => `@${ownerLogin}/${slug}`) : [])
  const chosen = named((allCalled ? people : candidates(people)).map(({ login }) => `@${login}`))
  const cut = allCalled ? chosen : chosen.slice(0, mostPeople)
  return { people: cut.length > 0 ? cut : itself, teams: ofTeams, allCalled }
}

function candidates(people: RepositoryTraits['people']): RepositoryTraits['people'] {
  const writers = people.filter(({ permission }) => leads(permission) || permission === 'write')
  const leading = writers.filter(({ permission }) => leads(permission))
  return leading.length > 2 ? leading : writers
}

const named = (members: readonly string[]): readonly string[] => {
  const seen = new Map<string, string>()
  for (const member of members.filter(isMember))
    if (!seen.has(member.toLowerCase())) seen.set(member.toLowerCase(), member)
  return [...seen.values()]
}

/**
 * People and teams that somebody wrote down, in a file or on a command line.
 * @param members `@login` and `@organisation/team`
 * @param organisation whose teams can be called: those of another one have no access
 */
export function writtenDown(members: readonly string[], organisation: string): Members {
  const parts = named(members).map((member) => member.slice(1).split('/'))
  return {
    people: parts.flatMap(([login = '', team]) => (team === undefined ? [{ login, permission: 'write' }] : [])),
    teams: parts.flatMap(([org = '', slug]) =>
      slug !== undefined && org.toLowerCase() === organisation.toLowerCase() ? [{ slug, permission: 'write' }] : [],
    ),
    allCalled: true,
  }
}

/**
 * What of a public repository may be said where anybody reads it. GitHub shows who may merge, and which teams there are, to
 * those who work there alone, and a membership may be concealed. So of the people and teams only the owner and whoever stands
 * in CODEOWNERS are named, which everybody can read anyway; in the order of that file, so that nothing tells who leads.
 * @param codeOwners as they are written in CODEOWNERS
 */
export function forEverybody(
  traits: Omit<RepositoryTraits, 'isPublic'>,
  codeOwners: readonly string[],
): RepositoryTraits {
  const { owner, ownerLogin, people } = traits
  const mergers = new Set(people.map(({ login }) => login.toLowerCase()))
  // Some of them may have left. Where those who may merge cannot be seen, the file is believed.
  const counts = ({ login }: { login: string }): boolean => mergers.size === 0 || mergers.has(login.toLowerCase())
  const written = writtenDown([...(owner === 'user' ? [`@${ownerLogin}`] : []), ...codeOwners], ownerLogin)
  return {
    ...traits,
    isPublic: true,
    allCalled: true,
    people: written.people.filter(counts).slice(0, mostPeople),
    teams: owner === 'organization' ? written.teams.slice(0, mostPeople) : [],
  }
}

/** How many more may merge than are called, as far as they were counted. */
export const uncalled = ({ mergers }: RepositoryTraits, called: readonly string[]): number =>
  Math.max(0, mergers - called.filter((member) => !member.includes('/')).length)

/** `12`, or `100 or more` */
export const counted = (people: number): string => (people < mostCounted ? `${people}` : `${mostCounted} or more`)

/** The first team that has one of these words in its slug. */
export const teamCalled = ({ teams }: Cast, words: RegExp): string | undefined =>
  teams.find((team) => words.test(team.slice(team.indexOf('/') + 1)))
