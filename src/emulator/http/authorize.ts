import type { Role } from '../model/account.ts'
import type { Level, Permissions } from '../model/installation.ts'
import type { Repository } from '../model/repository.ts'
import { atLeast, roleOf } from '../roles.ts'
import { covers } from '../webhooks/publish.ts'
import { findAccount, findRepository, type World } from '../world.ts'
import { ApiError, forbidden, notFound } from './api-error.ts'
import type { Caller } from './authenticate.ts'
import type { Call, Need } from './route.ts'

/** What only those see who were let in, even in public repositories. */
const NEVER_PUBLIC = ['administration', 'vulnerability_alerts']

const LEVELS: Level[] = ['read', 'write', 'admin']

/** @returns true when the permissions include at least the level needed; metadata can always be read. */
export function allows(permissions: Permissions, need: Need): boolean {
  const granted = permissions[need.permission] ?? (need.permission === 'metadata' ? 'read' : undefined)
  return granted !== undefined && LEVELS.indexOf(granted) >= LEVELS.indexOf(need.level)
}

/** @returns true when the token reaches the repository. */
export function reaches(caller: Caller, repository: Repository): boolean {
  if (caller.kind !== 'installation' || !covers(caller.installation, repository)) return false
  return caller.token.repositoryIds === null || caller.token.repositoryIds.includes(repository.id)
}

/** @returns true when the call's token reaches the repository, and it was not merely let in because that is public. */
export function isReached({ token, world }: Call, repository: Repository): boolean {
  const installation = world.state.installations.find((one) => one.id === token?.installationId)
  if (token === undefined || installation === undefined) return false
  return reaches({ kind: 'installation', token, installation }, repository)
}

/**
 * Finds the repository a path names and checks that the caller may see it.
 * @throws 404 for unknown and invisible ones, 301 for former names.
 */
export function visibleRepository(world: World, caller: Caller, fullName: string): Repository {
  const repository = findRepository(world, fullName)
  if (repository === undefined) throw movedOrMissing(world, fullName)
  if (repository.private && !reaches(caller, repository) && !isCollaborator(world, caller, repository)) throw notFound()
  return repository
}

const isCollaborator = (world: World, caller: Caller, repository: Repository): boolean =>
  caller.kind === 'person' && roleOf(world, repository, caller.login) !== 'none'

/** The least role that a person needs for what an App needs a permission for. */
const ROLES_FOR_WRITING: Readonly<Record<string, Role>> = { issues: 'triage' }

/**
 * People are refused as if there was nothing, where they may not administer (field reports on branch protection).
 * @throws 404, 403
 */
function demandRoleFor(world: World, login: string, repository: Repository, need: Need): void {
  const role = roleOf(world, repository, login)
  const needed =
    need.permission === 'administration'
      ? 'admin'
      : need.level === 'read'
        ? 'read'
        : (ROLES_FOR_WRITING[need.permission] ?? 'write')
  if (atLeast(role, needed)) return
  if (need.permission === 'administration') throw notFound()
  throw forbidden('Must have push access to repository')
}

/**
 * @throws 401 for nobody, 403 `Resource not accessible by integration` naming what would have been accepted.
 */
export function demandPermission(world: World, caller: Caller, repository: Repository, need: Need): void {
  if (caller.kind === 'person') {
    demandRoleFor(world, caller.login, repository, need)
    return
  }
  const accepted = { 'x-accepted-github-permissions': `${need.permission}=${need.level}` }
  const publicRead = need.level === 'read' && !repository.private && !NEVER_PUBLIC.includes(need.permission)
  if (caller.kind === 'anonymous' && publicRead) return
  if (caller.kind === 'anonymous') throw new ApiError(401, 'Requires authentication')
  if (caller.kind === 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
  // A token reads public repositories it was never given, as any signed-in caller does.
  if (!reaches(caller, repository) && publicRead) return
  if (reaches(caller, repository) && allows(caller.token.permissions, need)) return
  throw forbidden('Resource not accessible by integration', accepted)
}

/** @throws 403 when the repository is archived and the call would change something. */
export function demandWritable(repository: Repository, method: string): void {
  if (repository.archived && method !== 'GET') throw forbidden('Repository was archived so is read-only.')
}

/**
 * @throws the plan 403 for protection of private repositories on the free plan, classic and rulesets alike.
 * Source: docs "gated features" and field reports; both GET endpoints answer it too.
 */
export function demandProtectionPlan(world: World, repository: Repository): void {
  const plan = findAccount(world, repository.owner)?.plan ?? 'free'
  if (!repository.private || plan !== 'free') return
  throw forbidden('Upgrade to GitHub Pro or make this repository public to enable this feature.')
}

function movedOrMissing(world: World, fullName: string): ApiError {
  const moved = world.state.repositories.find((one) =>
    one.formerNames.some((former) => former.toLowerCase() === fullName.toLowerCase()),
  )
  if (moved === undefined) return notFound()
  return new ApiError(301, 'Moved Permanently', {}, { location: `/repositories/${moved.id}` })
}
