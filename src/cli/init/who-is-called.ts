import { failure, type Result, success } from '../../lib/result.ts'
import type { RepositoryTraits } from '../../policy/repository-traits.ts'
import { mostPeople, writtenDown } from '../../policy/starter-people.ts'
import type { FoundPeople } from './find-people.ts'

/** Who stands in the first file. */
export interface Called {
  readonly traits: RepositoryTraits
  /** What whoever runs it could take otherwise, as sentences. */
  readonly remarks: readonly string[]
}

/**
 * Who was named on the command line counts alone, and all of them stand in the file. Else it is the first code owners, or the
 * owner. A team shows that its organisation owns the repository.
 * @param named `@login` and `@organisation/team` from the command line
 * @returns a sentence where somebody who was named cannot be called
 */
export function whoIsCalled(
  named: readonly string[],
  { owner, codeOwners, unread }: FoundPeople,
): Result<Called, string> {
  const members = named.length > 0 ? named : codeOwners
  const organisation = organisationOf(members, owner)
  const strangers = members.filter((member) => member.includes('/') && !isOf(member, organisation))
  const { people, teams } = writtenDown(members, organisation ?? '')
  const shape = { owner: organisation === undefined ? 'user' : 'organization', mergers: people.length } as const
  const ownerLogin = organisation ?? owner ?? ''
  if (named.length > 0)
    return strangers.length > 0
      ? failure(cannotBeCalled(strangers, organisation))
      : success({ traits: { ...nothingElse, ...shape, ownerLogin, people, teams }, remarks: [] })
  const first = { people: people.slice(0, mostPeople), teams: teams.slice(0, mostPeople) }
  const left = people.length + teams.length - first.people.length - first.teams.length
  return success({
    traits: { ...nothingElse, ...shape, ownerLogin, ...first },
    remarks: [
      unread,
      strangers.length > 0 && `Left out of CODEOWNERS, as teams of another organisation: ${strangers.join(', ')}.`,
      left > 0 &&
        `Left out of CODEOWNERS, which names more than ${mostPeople}: ${left} others. Name them with --maintainer.`,
      members.length === 0 && owner !== undefined && guessed(owner),
    ].filter((remark) => typeof remark === 'string'),
  })
}

const nothingElse = {
  ...{ allCalled: true, isPublic: false, hasDependabot: false, environments: [], releaseBranches: [] },
} as const

/** Whose teams can have access: the owner's, if the address of the remote is right, or else those that come first. */
function organisationOf(members: readonly string[], owner: string | undefined): string | undefined {
  const teams = members.filter((member) => member.includes('/'))
  return (teams.find((team) => isOf(team, owner)) ?? teams[0])?.slice(1).split('/')[0]
}

const isOf = (team: string, organisation: string | undefined): boolean =>
  organisation !== undefined && team.toLowerCase().startsWith(`@${organisation.toLowerCase()}/`)

const cannotBeCalled = (strangers: readonly string[], organisation: string | undefined): string =>
  `firebreak init: a repository belongs to one organisation, so ${strangers.join(', ')} cannot be called beside the teams of ${organisation}. Nothing was written.`

/** The remote alone said who it may be. */
const guessed = (owner: string): string =>
  `@${owner} is called, who is the owner in the address of the remote. If that is an organisation, name people with --maintainer.`
