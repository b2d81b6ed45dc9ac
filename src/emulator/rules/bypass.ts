import type { Role } from '../model/account.ts'
import type { BypassActor, Ruleset } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import { atLeast, findTeamMember, isOrganizationOwner, roleOf } from '../roles.ts'
import { type Actor, findAccount, type World } from '../world.ts'

/** Undocumented ids of the built-in repository roles; source: field reports (rest-api-description#7111). */
const ROLE_IDS: Record<number, Role> = { 2: 'maintain', 4: 'write', 5: 'admin' }

export type Bypass = 'always' | 'pull_requests_only' | 'never' | 'exempt'

/** @returns how far an actor may bypass a ruleset; the widest entry that names them counts. */
export function bypassOf(world: World, repository: Repository, ruleset: Ruleset, actor: Actor): Bypass {
  const modes = ruleset.bypassActors
    .filter((entry) => isNamed(world, repository, entry, actor))
    .map((entry) => entry.bypass_mode)
  if (modes.includes('exempt')) return 'exempt'
  if (modes.includes('always')) return 'always'
  return modes.includes('pull_request') ? 'pull_requests_only' : 'never'
}

function isNamed(world: World, repository: Repository, entry: BypassActor, actor: Actor): boolean {
  if (entry.actor_type === 'Integration') return actor.appId !== null && actor.appId === entry.actor_id
  if (actor.appId !== null) return false
  switch (entry.actor_type) {
    case 'OrganizationAdmin':
      return isOrganizationOwner(world, repository, actor.login)
    case 'RepositoryRole': {
      const needed = ROLE_IDS[entry.actor_id ?? 0]
      return needed !== undefined && atLeast(roleOf(world, repository, actor.login), needed)
    }
    case 'Team':
      return findTeamMember(world, entry.actor_id, actor.login)
    case 'User':
      return findAccount(world, actor.login)?.id === entry.actor_id
    case 'DeployKey':
      return false
  }
}
