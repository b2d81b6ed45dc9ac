import { notFound } from '../http/api-error.ts'
import { allows } from '../http/authorize.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Role } from '../model/account.ts'
import { atLeast, roleFlags, roleOf } from '../roles.ts'
import { fullRepositoryJson } from '../shapes/repository.ts'
import { teamJson } from '../shapes/team.ts'
import { userJson } from '../shapes/user.ts'
import { findAccount } from '../world.ts'

/** The repository itself and what people may do in it. */
export const repositoryRoutes: Route[] = [
  repositoryRoute('GET ', 'metadata:read', (call) => {
    return { status: 200, body: fullRepositoryJson(call.world, call.repository, mayWriteContents(call)) }
  }),
  repositoryRoute('GET /collaborators', 'metadata:read', (call) => {
    const wanted = call.query.get('permission')
    const isWanted = (role: Role) =>
      wanted === null || Object.entries(roleFlags(role)).some(([flag, has]) => flag === wanted && has)
    const items = call.world.state.accounts.flatMap(({ login, type }) => {
      const role = roleOf(call.world, { ...call.repository, private: true }, login)
      if (type !== 'User' || role === 'none' || !isWanted(role)) return []
      return [{ ...userJson(call.world, login), role_name: role, permissions: roleFlags(role) }]
    })
    return { status: 200, list: { items } }
  }),
  repositoryRoute('GET /teams', 'administration:read', (call) => {
    const teams = call.world.state.teams.filter(({ organization }) => organization === call.repository.owner)
    const items = teams.flatMap((team) => {
      const role = call.repository.teamRoles[team.slug]
      return role === undefined
        ? []
        : [{ ...teamJson(call.world, team), permission: role, permissions: roleFlags(role) }]
    })
    return { status: 200, list: { items } }
  }),
  repositoryRoute('GET /collaborators/:login/permission', 'metadata:read', (call) => {
    const account = findAccount(call.world, call.params.login ?? '')
    if (account === undefined) throw notFound(`${call.params.login} is not a user`)
    const role = roleOf(call.world, call.repository, account.login)
    // GitHub folds maintain into write and triage into read here; `role_name` stays exact.
    const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role
    const user = { ...userJson(call.world, account.login), role_name: role, permissions: permissionFlags(permission) }
    return { status: 200, body: { permission, role_name: role, user } }
  }),
  repositoryRoute('GET /collaborators/:login', 'metadata:read', (call) => {
    const role = roleOf(call.world, { ...call.repository, private: true }, call.params.login ?? '')
    if (role === 'none') throw notFound()
    return { status: 204 }
  }),
]

const mayWriteContents = ({ world, repository, token, actor }: RepositoryCall): boolean =>
  token === undefined
    ? atLeast(roleOf(world, repository, actor.login), 'write')
    : allows(token.permissions, { permission: 'contents', level: 'write' })

function permissionFlags(permission: string) {
  const levels = ['none', 'read', 'write', 'admin']
  const at = levels.indexOf(permission)
  return { admin: at >= 3, maintain: at >= 3, push: at >= 2, triage: at >= 2, pull: at >= 1 }
}
