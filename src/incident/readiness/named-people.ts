import type { Member, Policy, Role } from '../../policy/policy.ts'

/** Somebody whom the configuration names, and where. */
export interface Named {
  /** `@user` or `@org/team`. */
  readonly member: Member
  /** Names of roles; `post-mortem.assign` and the like where it is no role. */
  readonly places: readonly string[]
}

/** Whoever has a turn at any time: who is off duty now is called next week. */
const everybodyIn = (role: Role): readonly Member[] =>
  role.type === 'members'
    ? role.members
    : [...role.rotation.members, ...role.overrides.flatMap(({ members }) => members)]

/** Everybody whom a configuration names, people and teams, each once, in the order in which they are named. */
export function namedIn({ roles, postmortem, drills }: Policy): readonly Named[] {
  const places = new Map<string, { readonly member: Member; readonly at: string[] }>()
  const note = (member: Member, place: string): void => {
    const key = member.toLowerCase()
    const known = places.get(key) ?? { member, at: [] }
    if (!known.at.includes(place)) known.at.push(place)
    places.set(key, known)
  }
  for (const [name, role] of Object.entries(roles))
    for (const member of everybodyIn(role)) note(member, `roles.${name}`)
  for (const member of postmortem.assign) if (member.startsWith('@')) note(member, 'post-mortem.assign')
  for (const { assign } of drills) for (const member of assign) if (member.startsWith('@')) note(member, 'drills')
  return [...places.values()].map(({ member, at }) => ({ member, places: at }))
}

export const isTeam = (member: Member): boolean => member.includes('/')

/** Roles whose members approve hotfixes, with the severities that ask them. */
export function approvingRoles({ severities }: Policy): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>()
  for (const { id, approvals, freeze } of severities) {
    if (freeze === false || (approvals.required === 0 && !approvals.each)) continue
    for (const role of approvals.from) roles.set(role, [...(roles.get(role) ?? []), id])
  }
  return roles
}
