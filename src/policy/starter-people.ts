import type { Permission } from './policy.ts'
import type { RepositoryTraits } from './repository-traits.ts'
import { isMember } from './schema/name.ts'

/** Those of a repository who can have a role, as they are written in a file: `@login` and `@organisation/team`. */
export interface Cast {
  /** Whoever may merge, the most powerful first. */
  readonly people: readonly string[]
  /** Those that may write here, the most powerful first. */
  readonly teams: readonly string[]
}

/** More names than that nobody reads in a moment; the list can be made longer by hand. */
const mostPeople = 10

const leads = (permission: Permission): boolean => permission === 'admin' || permission === 'maintain'

/**
 * Where three or more lead, those who may only write are left out: whoever has a role is called at night. What is no name that
 * GitHub would give is left out too, whoever told it.
 */
export function castOf({ ownerLogin, owner, people, teams }: RepositoryTraits): Cast {
  const writers = people.filter(({ permission }) => leads(permission) || permission === 'write')
  const leading = writers.filter(({ permission }) => leads(permission))
  const chosen = named((leading.length > 2 ? leading : writers).map(({ login }) => `@${login}`))
  const itself = owner === 'user' ? named([`@${ownerLogin}`]) : []
  const ofTeams = owner === 'organization' ? teams.map(({ slug }) => `@${ownerLogin}/${slug}`) : []
  return { people: (chosen.length > 0 ? chosen : itself).slice(0, mostPeople), teams: named(ofTeams) }
}

const named = (members: readonly string[]): readonly string[] => {
  const seen = new Map(members.filter(isMember).map((member) => [member.toLowerCase(), member]))
  return [...seen.values()]
}

/** The first team that has one of these words in its slug. */
export const teamCalled = ({ teams }: Cast, words: RegExp): string | undefined =>
  teams.find((team) => words.test(team.slice(team.indexOf('/') + 1)))
