import type { Permission, Policy } from '../../policy/policy.ts'
import { describedCommand } from '../commands-table.ts'
import type { Finding } from '../finding.ts'
import { atLeast, neededFor } from '../permission.ts'
import type { PersonFact, ReadinessFacts } from './facts.ts'
import { approvingRoles, isTeam, type Named, namedIn } from './named-people.ts'
import { about, judged, named } from './sentences.ts'
import { teamFindings } from './teams.ts'
import { collaboratorsPage, isPersonal } from './whereabouts.ts'

const { good, weak, broken, unknown } = about('people')

/** Whether those whom the configuration names exist, hear of a mention, and may do what is asked of them. */
export function peopleFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  const everybody = namedIn(policy)
  return [
    ...judged(
      facts.people,
      (why) => unknown('Whether the people exist whom the configuration names', why),
      (people) => personFindings(policy, facts, people),
    ),
    ...judged(
      facts.teams,
      (why) => unknown('Whether the teams exist that the configuration names', why),
      (teams) => teamFindings(policy, facts, teams),
    ),
    ...thawFinding(policy, facts, everybody),
  ]
}

function personFindings(policy: Policy, facts: ReadinessFacts, people: readonly PersonFact[]): readonly Finding[] {
  const everybody = namedIn(policy)
  const placesOf = new Map(everybody.map(({ member, places }) => [member.toLowerCase(), places]))
  const found = people.flatMap((person) => {
    const places = placesOf.get(`@${person.login}`.toLowerCase()) ?? []
    return personFinding(policy, person, { places, facts })
  })
  const well = people.length - found.length
  const all = everybody.filter(({ member }) => !isTeam(member)).length
  const rest = people.length < all ? `; ${all - people.length} were not looked up` : ''
  return well > 0
    ? [
        ...found,
        good(`People who can see the repository and do what is asked of them: ${well} of ${people.length}${rest}.`),
      ]
    : found
}

interface Place {
  /** Where the configuration names somebody. */
  readonly places: readonly string[]
  readonly facts: ReadinessFacts
}

/** The worst that there is to say of somebody. */
function personFinding(
  policy: Policy,
  { login, permission }: PersonFact,
  { places, facts }: Place,
): readonly Finding[] {
  const where = places.length === 0 ? '' : ` (${named(places)})`
  const key = keyOf(places)
  if (permission === 'absent')
    return [
      broken(`There is no user @${login} on GitHub${where}.`, {
        subjects: [`@${login}`],
        emergency: 'The mention notifies nobody, and the escalation waits for an answer that cannot come.',
        remedy: `Take @${login} out of .github/incident.yml, or write the new name.`,
        ...key,
      }),
    ]
  if (permission === 'none')
    return [
      broken(`@${login} cannot see this repository${where}.`, {
        subjects: [`@${login}`],
        emergency: 'The mention notifies nobody: GitHub tells only those who may read.',
        remedy: `Add @${login} under ${collaboratorsPage(facts)}, or take the name out of .github/incident.yml.`,
        ...key,
      }),
    ]
  const approving = approvingRoles(policy)
  const asking = places.flatMap((place) => approving.get(place.replace(/^roles\./, '')) ?? [])
  if (asking.length === 0 || atLeast(permission, 'write')) return []
  return [
    weak(`@${login} is to approve hotfixes of ${named([...new Set(asking)])}, and has no write permission${where}.`, {
      emergency: 'Where GitHub itself asks for approvals, as in the mode reviewed, it does not count this one.',
      remedy: isPersonal(facts)
        ? `Add @${login} under ${collaboratorsPage(facts)}: all of these may write.`
        : `Give @${login} the role write: ${collaboratorsPage(facts)}.`,
      ...key,
    }),
  ]
}

/** The first role that names somebody, as a place in the file. */
function keyOf(places: readonly string[]): Pick<Finding, 'key'> {
  const [role] = places.filter((place) => place.startsWith('roles.'))
  return role === undefined ? {} : { key: ['roles', role.slice('roles.'.length)] }
}

/** Somebody among those who are called should be able to end what a freeze began. */
function thawFinding(policy: Policy, facts: ReadinessFacts, everybody: readonly Named[]): readonly Finding[] {
  const { people, teams } = facts
  const thaw = describedCommand('thaw')
  if (!people.known || !teams.known || !thaw || !policy.severities.some(({ freeze }) => freeze !== false)) return []
  const needed = neededFor(policy, thaw)
  const all = [
    ...people.value.map(({ login, permission }) => ({ who: `@${login}`, permission })),
    ...teams.value.map(({ team, permission }) => ({ who: `@${team}`, permission })),
  ]
  if (all.length === 0 || all.some(({ permission }) => isPermission(permission) && atLeast(permission, needed)))
    return []
  // What is true of those who were looked up may not be of the others.
  if (all.length < everybody.length)
    return [
      unknown('Whether somebody whom the configuration names may use /incident thaw', {
        why: 'not all were looked up',
      }),
    ]
  return [
    weak(`None of those whom the configuration names may use /incident thaw, which takes ${needed}.`, {
      emergency: 'Those who are called cannot lift the freeze before its time: somebody else has to be found.',
      remedy: isPersonal(facts)
        ? 'Name the owner in a role, or write under commands.thaw in .github/incident.yml what collaborators have: write.'
        : 'Give one of them that role, or write another under commands.thaw in .github/incident.yml.',
      key: ['commands', 'thaw'],
    }),
  ]
}

const isPermission = (permission: PersonFact['permission'] | undefined): permission is Permission =>
  permission !== undefined && permission !== 'absent'
