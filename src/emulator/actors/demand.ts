import { forbidden, notFound } from '../http/api-error.ts'
import { demandWritable } from '../http/authorize.ts'
import type { Role } from '../model/account.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { atLeast, roleOf } from '../roles.ts'
import { fullNameOf } from '../world.ts'

/**
 * @throws 404 for repositories the person cannot see, 403 when archived or when the role does not suffice.
 * Source: docs "Repository roles for an organization".
 */
export function demandRole(context: RepositoryContext, needed: Role, deed: string): void {
  const { world, repository, actor } = context
  const role = roleOf(world, repository, actor.login)
  if (role === 'none') throw notFound()
  demandWritable(repository, 'POST')
  if (atLeast(role, needed)) return
  throw forbidden(`${actor.login} has ${role} on ${fullNameOf(repository)}; to ${deed} takes ${needed}.`)
}

/** Authors may do to their own things what takes others a role. */
export function demandRoleUnlessAuthor(context: RepositoryContext, author: string, needed: Role, deed: string): void {
  demandRole(context, author === context.actor.login ? 'read' : needed, deed)
}
