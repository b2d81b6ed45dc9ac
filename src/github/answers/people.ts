import { type Permission, permissions } from '../../policy/policy.ts'
import { at, field } from '../json.ts'
import { type Place, unlessRefused } from './place.ts'

/**
 * The permission of a login at this moment. `role_name` is precise; a role that an organisation made up itself counts as
 * the one it is built upon, which `permission` tells. Somebody unknown, and Apps such as `dependabot[bot]`, which are no
 * collaborators and answer 404, have none.
 * https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export async function permission({ octokit, owner, repo }: Place, login: string): Promise<Permission> {
  if (login === '') return 'none'
  const call = octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    owner,
    repo,
    username: login,
  })
  const answer = await unlessRefused(call, undefined, 'not-found')
  return asPermission(at(answer, 'data', 'role_name')) ?? asPermission(at(answer, 'data', 'permission')) ?? 'none'
}

const asPermission = (value: unknown): Permission | undefined => permissions.find((each) => each === value)

/**
 * Active membership of `@org/team`. False where it cannot be known: another owner's team, no such team, or an
 * installation without `members: read`. Members of a team's child teams count.
 * https://docs.github.com/rest/teams/members#get-team-membership-for-a-user
 */
export async function membership(
  { octokit, owner }: Place,
  { login, team }: { readonly login: string; readonly team: string },
): Promise<boolean> {
  const [org, slug, ...more] = team.replace(/^@/, '').split('/')
  if (!org || !slug || more.length > 0 || login === '' || org.toLowerCase() !== owner.toLowerCase()) return false
  const call = octokit.request('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', {
    org,
    team_slug: slug,
    username: login,
  })
  const answer = await unlessRefused(call, undefined, 'not-found', 'permission')
  return field(field(answer, 'data'), 'state') === 'active'
}
