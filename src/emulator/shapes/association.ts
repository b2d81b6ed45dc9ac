import type { Repository } from '../model/repository.ts'
import { includesLogin } from '../roles.ts'
import { findAccount, type World } from '../world.ts'

/**
 * `author_association` as GitHub computes it for webhooks: without a viewer, so private organization members look
 * like contributors. It is deliberately as misleading here as it is there.
 */
export function association(world: World, repository: Repository, login: string): string {
  const owner = findAccount(world, repository.owner)
  if (owner?.login.toLowerCase() === login.toLowerCase()) return 'OWNER'
  if (includesLogin([...(owner?.owners ?? []), ...(owner?.members ?? [])], login)) return 'CONTRIBUTOR'
  return includesLogin(Object.keys(repository.collaborators), login) ? 'COLLABORATOR' : 'NONE'
}
