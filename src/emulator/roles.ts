import { ROLES, type Role } from './model/account.ts'
import type { Repository } from './model/repository.ts'
import { findAccount, type World } from './world.ts'

/** @returns true when `role` allows at least what `needed` allows. */
export function atLeast(role: Role | 'none', needed: Role): boolean {
  return role !== 'none' && ROLES.indexOf(role) >= ROLES.indexOf(needed)
}

/** @returns what a role allows, as the API spells it out. */
export function roleFlags(role: Role) {
  const has = (needed: Role) => atLeast(role, needed)
  return {
    admin: has('admin'),
    maintain: has('maintain'),
    push: has('write'),
    triage: has('triage'),
    pull: has('read'),
  }
}

/**
 * The strongest role somebody has in a repository: ownership, organization ownership, direct grant,
 * teams, and `read` for everybody in public repositories.
 * @returns 'none' for strangers to a private repository.
 */
export function roleOf(world: World, repository: Repository, login: string): Role | 'none' {
  const wanted = login.toLowerCase()
  const owner = findAccount(world, repository.owner)
  if (owner?.login.toLowerCase() === wanted || includesLogin(owner?.owners ?? [], login)) return 'admin'
  const granted = Object.entries(repository.collaborators).filter(([name]) => name.toLowerCase() === wanted)
  const byTeam = world.state.teams
    .filter((team) => team.organization === repository.owner)
    .filter((team) =>
      includesLogin(
        team.members.map((member) => member.login),
        login,
      ),
    )
    .map((team) => repository.teamRoles[team.slug])
  const everyone: Role[] = repository.private ? [] : ['read']
  const all = [...granted.map(([, role]) => role), ...byTeam, ...everyone].filter((role) => role !== undefined)
  return all.reduce<Role | 'none'>((best, role) => (best !== 'none' && atLeast(best, role) ? best : role), 'none')
}

/** @returns true when the list holds the login, whatever the case. */
export function includesLogin(logins: string[], login: string): boolean {
  return logins.some((one) => one.toLowerCase() === login.toLowerCase())
}

/** @returns true when the person owns or belongs to the organization that owns the repository. */
export function isOrganizationOwner(world: World, repository: Repository, login: string): boolean {
  const owner = findAccount(world, repository.owner)
  return owner?.type === 'Organization' && includesLogin(owner.owners, login)
}

/** @returns true when the person may be assigned: anyone with at least read by grant, not merely by the public. */
export function mayBeAssigned(world: World, repository: Repository, login: string): boolean {
  const account = findAccount(world, login)
  if (account === undefined || account.type === 'Organization') return false
  const owner = findAccount(world, repository.owner)
  const member = includesLogin([...(owner?.members ?? []), ...(owner?.owners ?? [])], login)
  const granted = roleOf(world, { ...repository, private: true }, login) !== 'none'
  return member || granted
}

/** @returns true when the team with this id has the person as a member. */
export function findTeamMember(world: World, teamId: number | null, login: string): boolean {
  const team = world.state.teams.find((one) => one.id === teamId)
  return includesLogin(team?.members.map((member) => member.login) ?? [], login)
}
