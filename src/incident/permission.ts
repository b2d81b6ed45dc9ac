import { membersOn } from '../policy/on-call.ts'
import { type Permission, type Policy, permissions } from '../policy/policy.ts'
import type { CommandDescription } from './commands-table.ts'
import { type Incident, severityOf } from './incident.ts'
import type { Plan } from './plan.ts'
import { type Asking, isTeamMember, permissionOf } from './question.ts'
import { permissionReasons } from './reasons.ts'

/** Whether one repository permission is at least another. */
export const atLeast = (has: Permission, needed: Permission): boolean =>
  permissions.indexOf(has) >= permissions.indexOf(needed)

/** Whether somebody may declare, confirm and be believed: asked from GitHub at this moment, never read off a comment. */
export function* isTrusted(policy: Policy, login: string): Asking<boolean> {
  return atLeast(yield* permissionOf(login), policy.detection.trust)
}

/** The same, and the decision says why: who is not believed is a reason for nothing to happen. */
export function* believes(plan: Plan, login: string): Asking<boolean> {
  const { trust } = plan.situation.policy.detection
  const has = yield* permissionOf(login)
  const trusted = atLeast(has, trust)
  const what = trusted ? `${login} is believed` : `${login} is not believed`
  plan.because(what, trusted, permissionReasons(has, trust, 'detection.trust'))
  return trusted
}

/** The permission that a command needs in this repository. Confirming declares, so it takes the trust level at least. */
export function neededFor({ commands, detection }: Policy, { name, permission }: CommandDescription): Permission {
  const needed = commands[name] ?? permission
  return name === 'confirm' && !atLeast(needed, detection.trust) ? detection.trust : needed
}

/** The people and teams behind role names at this moment, each once, in the order of the roles. */
export function membersOf(
  policy: Policy,
  roles: readonly string[],
  incident: Incident | undefined,
  now: number,
): readonly string[] {
  const members = roles.flatMap((name): readonly string[] => {
    if (name === 'commander') return incident?.commander ? [`@${incident.commander}`] : []
    if (name === 'reporter') return incident ? [`@${incident.reporter}`] : []
    // The current people; of a role that is gone from the file, those it was declared with: somebody must be told.
    const role = policy.roles[name] ?? incident?.policy.roles[name]
    return role ? membersOn(role, now) : []
  })
  return [...new Set(members)]
}

/** The people and teams that a list of the configuration names, some of them by their roles. */
export function namedMembers(
  policy: Policy,
  names: readonly string[],
  incident: Incident | undefined,
  now: number,
): readonly string[] {
  const people = names.filter((name) => name.startsWith('@'))
  const roles = names.filter((name) => !name.startsWith('@'))
  return [...new Set([...people, ...membersOf(policy, roles, incident, now)])]
}

/** The logins among members to whom GitHub assigns an issue: at most ten people, and no teams. */
export const assigneesAmong = (members: readonly string[]): readonly string[] =>
  members
    .filter((member) => !member.includes('/'))
    .map((member) => member.slice(1))
    .slice(0, 10)

/** Whether a login is one of the members, asking GitHub about teams only when no person's name fits. */
export function* isAmong(login: string, members: readonly string[]): Asking<boolean> {
  const name = `@${login}`.toLowerCase()
  if (members.some((member) => member.toLowerCase() === name)) return true
  for (const team of members.filter((member) => member.includes('/'))) if (yield* isTeamMember(login, team)) return true
  return false
}

/** Everybody whose answer counts as a response: the severity's responders, and whoever the escalation told. */
export function respondersOf(plan: Plan, incident: Incident): readonly string[] {
  const roles = [...(severityOf(incident)?.responders ?? []), ...incident.escalation.told]
  const now = membersOf(plan.situation.policy, roles, incident, plan.now)
  // Somebody who was told and whose week has ended since may still answer.
  const told = incident.timeline.flatMap((entry) => (entry.type === 'StepReached' ? entry.members : []))
  return [...new Set([...now, ...told])]
}

/** Who is asked to see to something: whoever leads, else everybody who responds. */
export const leadersOf = (plan: Plan, incident: Incident): readonly string[] =>
  incident.commander === undefined ? respondersOf(plan, incident) : [`@${incident.commander}`]

/** Whether an answer of this person is a response. Where nobody is named, anybody trusted is a responder. */
export function* isResponder(plan: Plan, incident: Incident, login: string): Asking<boolean> {
  const responders = respondersOf(plan, incident)
  if (responders.length > 0) return yield* isAmong(login, responders)
  return yield* isTrusted(plan.situation.policy, login)
}
