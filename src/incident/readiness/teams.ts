import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import { atLeast } from '../permission.ts'
import type { ReadinessFacts, RepositoryFact, TeamFact } from './facts.ts'
import { approvingRoles, isTeam, namedIn } from './named-people.ts'
import { about, named } from './sentences.ts'

const { good, weak, broken } = about('people')

/** Whether a mention of a team reaches anybody, and whether its members may do what is asked of them. */
export function teamFindings(policy: Policy, facts: ReadinessFacts, teams: readonly TeamFact[]): readonly Finding[] {
  const home = facts.repository.known ? facts.repository.value : undefined
  const found = teams.flatMap((team) => teamFinding(policy, team, home))
  const well = teams.length - found.length
  const all = namedIn(policy).filter(({ member }) => isTeam(member)).length
  const rest = teams.length < all ? `; ${all - teams.length} were not looked up` : ''
  return well > 0 ? [...found, good(`Teams that can be mentioned: ${well} of ${teams.length}${rest}.`)] : found
}

const nobodyHears = 'The mention notifies nobody, and no answer by a member counts as a response.'

/** The worst that there is to say of a team. */
function teamFinding(policy: Policy, fact: TeamFact, home: RepositoryFact | undefined): readonly Finding[] {
  const { team, state, members } = fact
  const places = namedIn(policy).find(({ member }) => member.toLowerCase() === `@${team}`.toLowerCase())?.places ?? []
  const where = places.length === 0 ? '' : ` (${named(places)})`
  if (state === 'unseen')
    return [
      broken(`The team @${team} is not there, or the App may not see it${where}.`, {
        subjects: [`@${team}`],
        emergency: nobodyHears,
        remedy:
          home?.owner === 'user'
            ? 'This repository belongs to a person, so there are no teams: name people.'
            : 'Correct its name: only teams of the organisation that owns the repository can be mentioned.',
      }),
    ]
  if (members === 0)
    return [
      broken(`Nobody is in the team @${team}${where}.`, {
        subjects: [`@${team}`],
        emergency: nobodyHears,
        remedy: `Add somebody: Organisation → Teams → ${team.split('/')[1]} → Members.`,
      }),
    ]
  if (state === 'without-access') return [withoutAccess(team, where, home)]
  return [...hardToReach(fact, where), ...approving(policy, fact, places)].slice(0, 1)
}

/** Members may have access in another way, which GitHub does not tell of a team. */
function withoutAccess(team: string, where: string, home: RepositoryFact | undefined): Finding {
  return weak(`The team @${team} has no access to this repository of its own${where}.`, {
    emergency:
      home?.private === false
        ? 'Its members can read here as anybody can, and may do nothing that is asked of them.'
        : "Unless the organisation's base permission or another team lets its members see the repository, they are not notified of the mention.",
    remedy:
      'Add the team: Settings → Collaborators and teams → Add teams. The base permission stands under Organisation → Settings → Member privileges.',
  })
}

function hardToReach({ team, isSecret, isMuted }: TeamFact, where: string): readonly Finding[] {
  if (isMuted)
    return [
      broken(`Notifications of the team @${team} are switched off${where}.`, {
        subjects: [`@${team}`],
        emergency: 'Nobody in it hears of a mention of the team.',
        remedy: `Switch them on: Organisation → Teams → ${team.split('/')[1]} → Settings → Team notifications.`,
      }),
    ]
  if (!isSecret) return []
  return [
    weak(`The team @${team} is secret${where}.`, {
      emergency:
        'Whether a mention of it by an App notifies its members is not documented; others do not see whom it means.',
      remedy: `Make it visible: Organisation → Teams → ${team.split('/')[1]} → Settings → Team visibility. Or name people beside it.`,
    }),
  ]
}

function approving(policy: Policy, { team, permission }: TeamFact, places: readonly string[]): readonly Finding[] {
  const roles = approvingRoles(policy)
  const asking = places.flatMap((place) => roles.get(place.replace(/^roles\./, '')) ?? [])
  const isEnough = permission === undefined || (permission !== 'absent' && atLeast(permission, 'write'))
  if (asking.length === 0 || isEnough) return []
  return [
    weak(
      `The team @${team} is to approve hotfixes of ${named([...new Set(asking)])}, and has the role ${permission}.`,
      {
        emergency: 'Where GitHub itself asks for approvals, as in the mode reviewed, it counts none of its members.',
        remedy: 'Give the team the role write: Settings → Collaborators and teams.',
      },
    ),
  ]
}
