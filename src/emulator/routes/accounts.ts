import { forbidden, notFound } from '../http/api-error.ts'
import { allows } from '../http/authorize.ts'
import { type Call, plainRoute, type Route } from '../http/route.ts'
import type { Team } from '../model/account.ts'
import { includesLogin, roleFlags } from '../roles.ts'
import { fullRepositoryJson } from '../shapes/repository.ts'
import { teamJson } from '../shapes/team.ts'
import { API } from '../shapes/urls.ts'
import { publicUserJson, teamOrganizationJson, userJson } from '../shapes/user.ts'
import { findAccount, findRepository } from '../world.ts'

/** People, organizations and teams. */
export const accountRoutes: Route[] = [
  plainRoute('GET /users/:login', (call) => {
    const account = findAccount(call.world, call.params.login ?? '')
    if (account === undefined) throw notFound()
    return { status: 200, body: publicUserJson(account) }
  }),
  plainRoute('GET /user/:id', (call) => {
    const account = call.world.state.accounts.find(({ id }) => id === Number(call.params.id))
    if (account === undefined) throw notFound()
    return { status: 200, body: publicUserJson(account) }
  }),
  plainRoute('GET /orgs/:org/teams', (call) => {
    demandMembersRead(call)
    const teams = call.world.state.teams.filter(({ organization }) => organization === call.params.org)
    return { status: 200, list: { items: teams.map((team) => teamJson(call.world, team)) } }
  }),
  plainRoute('GET /orgs/:org/teams/:slug', (call) => ({ status: 200, body: teamFullJson(call, teamOf(call)) })),
  plainRoute('GET /orgs/:org/teams/:slug/members', (call) => {
    const people = teamOf(call).members.map((member) => userJson(call.world, member.login))
    return { status: 200, list: { items: people } }
  }),
  plainRoute('GET /orgs/:org/teams/:slug/memberships/:login', (call) => {
    const login = call.params.login ?? ''
    const team = teamOf(call)
    const member = team.members.find((one) => one.login.toLowerCase() === login.toLowerCase())
    if (member === undefined) throw notFound()
    const url = `${API}/organizations/${team.organization}/team/${team.id}/memberships/${member.login}`
    return { status: 200, body: { url, role: member.role, state: 'active' } }
  }),
  plainRoute('GET /orgs/:org/teams/:slug/repos/:owner/:repo', (call) => {
    const { owner, repo } = call.params
    const team = teamOf(call)
    const repository = findRepository(call.world, `${owner}/${repo}`)
    const role = repository?.teamRoles[team.slug]
    if (repository === undefined || role === undefined || repository.owner !== team.organization) throw notFound()
    const named = { role_name: role, permissions: roleFlags(role) }
    return { status: 200, body: { ...fullRepositoryJson(call.world, repository, false), ...named } }
  }),
  plainRoute('GET /orgs/:org/members/:login', (call) => {
    demandMembersRead(call)
    const organization = findAccount(call.world, call.params.org ?? '')
    const everyone = [...(organization?.members ?? []), ...(organization?.owners ?? [])]
    if (!includesLogin(everyone, call.params.login ?? '')) throw notFound()
    return { status: 204 }
  }),
]

function teamOf(call: Call): Team {
  demandMembersRead(call)
  const { org, slug } = call.params
  const team = call.world.state.teams.find((one) => one.organization === org && one.slug === slug)
  if (team === undefined) throw notFound()
  return team
}

function demandMembersRead(call: Call): void {
  const home = call.world.state.installations.find((one) => one.id === call.token?.installationId)
  const need = { permission: 'members', level: 'read' } as const
  const allowed = call.token !== undefined && allows(call.token.permissions, need)
  if (allowed && home?.account.toLowerCase() === call.params.org?.toLowerCase()) return
  throw forbidden('Resource not accessible by integration', { 'x-accepted-github-permissions': 'members=read' })
}

function teamFullJson(call: Call, team: Team) {
  const counts = { members_count: team.members.length, repos_count: 0 }
  const organization = findAccount(call.world, team.organization)
  const profile = organization === undefined ? {} : { organization: teamOrganizationJson(organization) }
  const times = { created_at: organization?.createdAt, updated_at: organization?.createdAt }
  return { ...teamJson(call.world, team), ...counts, ...profile, ...times }
}
