import { type Permission, permissions } from '../../policy/policy.ts'
import { field, list, text } from '../json.ts'
import { readName } from '../pull-request.ts'
import { type Place, unlessRefused } from './place.ts'

interface Powerful {
  readonly permission: Permission
}

/** More than that are not looked at: nobody reads more names in a suggestion. */
const mostTeamsAsked = 10

/** GitHub's words beside a role that an organisation made up itself. */
const flags = [
  ['admin', 'admin'],
  ['maintain', 'maintain'],
  ['push', 'write'],
  ['triage', 'triage'],
  ['pull', 'read'],
] as const

/**
 * The first hundred who may write here, the most powerful first; nobody where that may not be read.
 * https://docs.github.com/rest/collaborators/collaborators#list-repository-collaborators
 */
export async function collaborators({
  octokit,
  owner,
  repo,
}: Place): Promise<readonly ({ login: string } & Powerful)[]> {
  const parameters = { owner, repo, permission: 'push', per_page: 100 } as const
  const call = octokit.request('GET /repos/{owner}/{repo}/collaborators', parameters)
  const answer: unknown = await unlessRefused(call, undefined, 'permission', 'not-found')
  const people = list(field(answer, 'data')).filter((one) => field(one, 'type') === 'User')
  return strongestFirst(people.map((one) => ({ login: readName(field(one, 'login')), permission: permissionIn(one) })))
}

/**
 * The teams that may write here, the most powerful first. The list of a repository's teams is an administrator's (GitHub
 * describes it as "Administration: read"), so where it is refused, the organisation's first teams are asked for each.
 * https://docs.github.com/rest/repos/repos#list-repository-teams, https://docs.github.com/rest/teams/teams#list-teams
 */
export async function teamsOf(place: Place): Promise<readonly ({ slug: string } & Powerful)[]> {
  const { octokit, owner, repo } = place
  const call = octokit.request('GET /repos/{owner}/{repo}/teams', { owner, repo, per_page: 100 })
  const answer: unknown = await unlessRefused(call, undefined, 'permission', 'not-found')
  const teams = answer === undefined ? await askEach(place) : visibleIn(answer).map(teamIn)
  return strongestFirst(
    teams.filter(({ permission }) => permissions.indexOf(permission) >= permissions.indexOf('write')),
  )
}

/** What is found is told in an issue, so a secret team is none. */
const visibleIn = (answer: unknown): readonly unknown[] =>
  list(field(answer, 'data')).filter((team) => field(team, 'privacy') !== 'secret')

const teamIn = (team: unknown) => ({ slug: readName(field(team, 'slug')), permission: permissionIn(team) })

async function askEach({ octokit, owner, repo }: Place): Promise<ReturnType<typeof teamIn>[]> {
  const call = octokit.request('GET /orgs/{org}/teams', { org: owner, per_page: 100 })
  const answer: unknown = await unlessRefused(call, undefined, 'permission', 'not-found')
  const found: ReturnType<typeof teamIn>[] = []
  for (const team of visibleIn(answer).slice(0, mostTeamsAsked)) {
    const slug = readName(field(team, 'slug'))
    const here = await permissionHere({ octokit, owner, repo }, slug)
    if (here !== undefined) found.push({ slug, permission: here })
  }
  return found
}

/** The header asks for the answer that says which. https://docs.github.com/rest/teams/teams#check-team-permissions-for-a-repository */
async function permissionHere({ octokit, owner, repo }: Place, slug: string): Promise<Permission | undefined> {
  const call = octokit.request('GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}', {
    ...{ org: owner, team_slug: slug, owner, repo },
    headers: { accept: 'application/vnd.github.v3.repository+json' },
  })
  const answer: unknown = await unlessRefused(call, undefined, 'permission', 'not-found')
  return answer === undefined ? undefined : permissionIn(field(answer, 'data'))
}

function permissionIn(one: unknown): Permission {
  const named = permissions.find((each) => each === text(field(one, 'role_name')))
  return named ?? flags.find(([flag]) => field(field(one, 'permissions'), flag) === true)?.[1] ?? 'none'
}

const strongestFirst = <One extends Powerful>(all: readonly One[]): readonly One[] =>
  all.toSorted((one, other) => permissions.indexOf(other.permission) - permissions.indexOf(one.permission))
