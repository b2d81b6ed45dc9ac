import type { PersonFact, ReadinessFacts, TeamFact } from '../../incident/readiness/facts.ts'
import { permission } from '../answers/people.ts'
import { unlessRefused } from '../answers/place.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, field, integer, text } from '../json.ts'
import { allPages } from '../paginate.ts'
import { type Looking, looked, placeOf } from './look.ts'

const mostPeople = 60
const mostTeams = 20
const mostAdministrators = 300

type PeopleFacts = Pick<ReadinessFacts, 'people' | 'teams' | 'administrators' | 'leftOut'>

/** Those whom the policy names, and those who may lift a freeze by hand: one call for each person, two for each team. */
export async function peopleFacts(looking: Looking): Promise<PeopleFacts> {
  const { people, teams } = looking.wanted
  const octokit = () => looking.clients.forRepository(looking.repository)
  return {
    people: await looked(async () => inTurn(people.slice(0, mostPeople), personFact(await octokit(), looking))),
    teams: await looked(async () => inTurn(teams.slice(0, mostTeams), teamFact(await octokit(), looking))),
    administrators: await looked(async () => administrators(await octokit(), looking)),
    leftOut: [
      ...(people.length > mostPeople ? [`${people.length - mostPeople} of the people were not looked up.`] : []),
      ...(teams.length > mostTeams ? [`${teams.length - mostTeams} of the teams were not looked up.`] : []),
    ],
  }
}

async function inTurn<T, U>(items: readonly T[], look: (item: T) => Promise<U>): Promise<U[]> {
  const found: U[] = []
  for (const item of items) found.push(await look(item))
  return found
}

/**
 * Of a suspended user GitHub says the same as of any other: only GitHub Enterprise Server tells, to its administrators.
 * Source: "Get repository permissions for a user"; 404 is no user.
 */
function personFact(octokit: Octokit, looking: Looking) {
  return async (login: string): Promise<PersonFact> => {
    try {
      return { login, permission: await permissionOrAbsent({ octokit, ...placeOf(looking) }, login) }
    } catch (error) {
      if (isRefusal(error, 'not-found')) return { login, permission: 'absent' }
      throw error
    }
  }
}

/** As for commands, but that somebody unknown is told from somebody without permission. */
async function permissionOrAbsent(place: Parameters<typeof permission>[0], login: string) {
  const has = await permission(place, login)
  if (has !== 'none') return has
  const { octokit } = place
  await octokit.request('GET /users/{username}', { username: login })
  return has
}

/**
 * GitHub mentions teams of the owner alone.
 * Source: "Get a team by name" (members: read), "Check team permissions for a repository".
 */
function teamFact(octokit: Octokit, looking: Looking) {
  return async (team: string): Promise<TeamFact> => {
    const [org = '', slug = ''] = team.split('/')
    const unseen: TeamFact = { team, state: 'unseen', members: undefined }
    if (org.toLowerCase() !== looking.repository.owner.toLowerCase()) return unseen
    const call = octokit.request('GET /orgs/{org}/teams/{team_slug}', { org, team_slug: slug })
    const answer = await unlessRefused(call, undefined, 'not-found')
    if (!answer) return unseen
    const has = await teamPermission(octokit, looking, { org, slug })
    return {
      team,
      state: has === undefined ? 'without-access' : 'ready',
      members: integer(at(answer, 'data', 'members_count')),
      isSecret: at(answer, 'data', 'privacy') === 'secret',
      isMuted: at(answer, 'data', 'notification_setting') === 'notifications_disabled',
      permission: has,
    }
  }
}

/** Undefined where the team has no access of its own. The header asks for the answer that says which it has. */
async function teamPermission(
  octokit: Octokit,
  looking: Looking,
  { org, slug }: { readonly org: string; readonly slug: string },
): Promise<TeamFact['permission']> {
  const call = octokit.request('GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', {
    ...placeOf(looking),
    ...{ org, team_slug: slug },
    headers: { accept: 'application/vnd.github.v3.repository+json' },
  })
  const answer: unknown = await unlessRefused(call, undefined, 'not-found')
  return answer === undefined ? undefined : strongest(at(answer, 'data', 'permissions'))
}

const flags = [
  ['admin', 'admin'],
  ['maintain', 'maintain'],
  ['push', 'write'],
  ['triage', 'triage'],
] as const

const strongest = (permissions: unknown): NonNullable<TeamFact['permission']> =>
  flags.find(([flag]) => field(permissions, flag) === true)?.[1] ?? 'read'

/** Source: "List repository collaborators" (metadata: read); owners of the organisation are among them. */
async function administrators(octokit: Octokit, looking: Looking): Promise<readonly string[]> {
  const route = 'GET /repos/{owner}/{repo}/collaborators'
  const parameters = { ...placeOf(looking), permission: 'admin' }
  const found = await allPages(octokit, route, parameters, mostAdministrators)
  // Older servers do not know the filter.
  return found
    .filter((one) => at(one, 'permissions', 'admin') === true || field(one, 'role_name') === 'admin')
    .flatMap((one) => text(field(one, 'login')) ?? [])
}
