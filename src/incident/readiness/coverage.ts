import { DateTime } from 'luxon'
import { formatDuration } from '../../lib/duration.ts'
import { membersOn } from '../../policy/on-call.ts'
import type { EscalationPolicy, EscalationStep, Policy, Role, Severity, WorkingHours } from '../../policy/policy.ts'
import { addWorkingTimeToEach } from '../../policy/working-hours.ts'
import type { Finding } from '../finding.ts'
import { membersOf } from '../permission.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** An emergency that freezes, or the worst there is, should reach somebody within this time, whenever it comes. */
const longestSilence = hour

/**
 * What is wrong with who is called, as far as the configuration alone tells: an emergency that calls nobody, or somebody
 * much too late, or one person without a back-up. Good news are one finding.
 * @param now epoch milliseconds; the weeks from then on are looked at
 */
export function coverageFindings(policy: Policy, now: number): readonly Finding[] {
  const { severities } = policy
  const soon = { ...policy, roles: rolesFrom(policy, now) }
  const found = [
    ...together(severities, (severity) => reach(soon, severity, now)),
    ...together(severities.filter(isGrave(policy)), (severity) => backUp(soon, severity, { now, roles: policy.roles })),
    ...together(severities, (severity) => approvals(soon, severity, now)),
  ]
  return found.length > 0 ? found : [allWell]
}

/** How far ahead it is looked who is called. */
const daysAhead = 28

/** Without the overrides of other weeks: each costs a look into the calendar for each day. A day more for any time zone. */
function rolesFrom({ roles }: Policy, now: number): Policy['roles'] {
  const [begin, end] = [now - day, now + (daysAhead + 1) * day].map((at) => new Date(at).toISOString())
  const isNear = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
    begin !== undefined && end !== undefined && to >= begin && from <= end
  const near = (role: Role): Role =>
    role.type === 'members' ? role : { ...role, overrides: role.overrides.filter(isNear) }
  return Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, near(role)]))
}

const allWell: Finding = {
  topic: 'coverage',
  level: 'good',
  seen: 'Whatever freezes calls somebody within the hour, at any time of the week, and somebody else besides.',
}

/** Of severities that have the same thing wrong with them, in the words for one. */
type Wrong = Pick<Finding, 'level' | 'emergency' | 'remedy'> & {
  readonly key: string
  readonly seen: (severities: string) => string
}

/** The same about several severities is said once. */
function together(severities: readonly Severity[], judge: (severity: Severity) => Wrong | undefined): Finding[] {
  const groups = new Map<string, { readonly wrong: Wrong; readonly of: Severity[] }>()
  for (const severity of severities) {
    const wrong = judge(severity)
    if (!wrong) continue
    const group = groups.get(wrong.seen('')) ?? { wrong, of: [] }
    groups.set(wrong.seen(''), { ...group, of: [...group.of, severity] })
  }
  return [...groups.values()].flatMap(({ wrong: { key, seen, ...rest }, of }) => {
    const [first] = of
    if (!first) return []
    return [
      {
        topic: 'coverage',
        ...rest,
        seen: seen(listed(of)),
        subjects: of.map(({ id }) => id),
        key: ['severities', first.id, key],
      },
    ]
  })
}

/** `P0`, `P0 and P1` */
function listed(severities: readonly Severity[]): string {
  const names = severities.map(({ id }) => id)
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}

/** Those in which nobody being called would hurt: what freezes, and the most severe. */
const isGrave =
  ({ severities }: Policy) =>
  (severity: Severity): boolean =>
    severity.freeze !== false || severity === severities[0]

const escalationOf = ({ escalation }: Policy, severity: Severity): EscalationPolicy | undefined =>
  severity.escalation === false ? undefined : escalation.policies[severity.escalation]

const callsSomebody = (policy: Policy, { notify, channels }: EscalationStep, at: number): boolean =>
  channels.length > 0 || notify.some((role) => membersOf(policy, [role], undefined, at).length > 0)

/** How long it takes until somebody is called. */
function reach(policy: Policy, severity: Severity, now: number): Wrong | undefined {
  const escalation = escalationOf(policy, severity)
  const first = escalation?.steps.find((step) => callsSomebody(policy, step, now))
  // Without an escalation nobody is called on purpose, unless it would hurt.
  if (!escalation || !first) return escalation || isGrave(policy)(severity) ? nobody(severity) : undefined
  const promised = severity.respondWithin
  if (promised !== undefined && promised <= first.after) return brokenPromise(promised, first.after)
  return isGrave(policy)(severity) ? silence(escalation, first, now) : undefined
}

const nobody = ({ freeze, escalation }: Severity): Wrong => ({
  key: 'escalation',
  level: 'broken',
  seen: (severities) => `Nobody is called for ${severities}.`,
  emergency: `${freeze === false ? 'It' : 'Merges are held back, and it'} waits until somebody happens to look.`,
  remedy:
    escalation === false
      ? 'Give it an escalation.'
      : 'Name people in the roles that its escalation notifies, or give it a channel.',
})

const brokenPromise = (promised: number, after: number): Wrong => ({
  key: 'respond-within',
  level: 'weak',
  seen: (severities) =>
    `A response to ${severities} is promised within ${formatDuration(promised)}, and the first call goes out after ${formatDuration(after)}.`,
  emergency: 'The promise is broken before anybody was asked.',
  remedy: 'Notify somebody earlier, or promise less.',
})

/** Further ahead it is not looked: a stranger's file is judged too, and may have hours of a minute a week. */
const farthest = 28 * day

/** The worst hour of the week to have an emergency in, where the clock of the escalation stands still at times. */
function silence({ hours }: EscalationPolicy, { after }: EscalationStep, now: number): Wrong | undefined {
  if (after === 0) return undefined
  const { at, until } = hours ? worstHour(hours, after, now) : { at: now, until: now + after }
  const wait = until - at
  if (wait <= longestSilence) return undefined
  return {
    key: 'escalation',
    level: 'weak',
    seen: (severities) => `${severities} ${hours ? silentHours(hours, at, until) : silentFor(wait)}`,
    emergency: 'Nobody is asked to look at it until then.',
    remedy: hours
      ? 'Take the hours out of the escalation, or let its first step go out at once: that one does not wait for them.'
      : 'Let the first step of the escalation go out at once.',
  }
}

function worstHour(hours: WorkingHours, after: number, now: number): { readonly at: number; readonly until: number } {
  const starts = Array.from({ length: 7 * 24 }, (_, place) => (Math.ceil(now / hour) + place) * hour)
  const moments = addWorkingTimeToEach(starts, after, hours, (farthest + 7 * day) / day)
  const waits = starts.map((at, place) => ({ at, until: Math.min(moments[place] ?? Infinity, at + farthest) }))
  return waits.reduce((one, other) => (other.until - other.at > one.until - one.at ? other : one))
}

const silentFor = (wait: number): string => `calls nobody before ${formatDuration(wait)} have passed.`

function silentHours({ timezone: zone }: WorkingHours, at: number, until: number): string {
  const local = (moment: number): string => DateTime.fromMillis(moment, { zone, locale: 'en' }).toFormat('EEEE HH:mm')
  const begins = `on ${local(at)} (${zone}) calls nobody`
  return until - at >= farthest
    ? `${begins} within ${farthest / day} days.`
    : `${begins} before ${local(until)}, ${formatDuration(until - at)} later.`
}

interface Ahead {
  readonly now: number
  /** With every override. */
  readonly roles: Policy['roles']
}

/** Whether somebody else is asked when the first one does not answer. A channel has people of its own behind it. */
function backUp(policy: Policy, severity: Severity, ahead: Ahead): Wrong | undefined {
  const steps = escalationOf(policy, severity)?.steps ?? []
  if (steps.some(({ channels }) => channels.length > 0)) return undefined
  const roles = [...new Set(steps.flatMap(({ notify }) => notify))]
  if (hasCompany(policy, roles)) return undefined
  const days = Array.from({ length: daysAhead }, (_, place) => {
    const at = ahead.now + place * day
    return { at, members: membersOf(policy, roles, undefined, at).map((member) => member.toLowerCase()) }
  })
  const alone = days.find(({ members: [only, ...others] }) => only && others.length === 0 && !only.includes('/'))
  if (!alone) return undefined
  const [who = ''] = membersOf(policy, roles, undefined, alone.at)
  const isEver = everybodyIn(ahead, roles).size === 1
  const isAlways = days.every(({ members }) => members.length === 1)
  const when = isAlways ? 'at a time' : `on ${DateTime.fromMillis(alone.at, { zone: 'UTC' }).toISODate()}`
  return {
    key: 'escalation',
    level: 'weak',
    seen: (severities) =>
      isEver ? `Only ${who} is ever called for ${severities}.` : `Only one person ${when} is called for ${severities}.`,
    emergency: `While ${isEver ? who : 'that one'} is asleep or away, nobody else is asked.`,
    remedy: 'Add a later step to the escalation that calls somebody else.',
  }
}

/** More rotations than can be looked up for each day: among their people somebody else is found. */
const mostTurns = 8

/** Whether it is plain, without the calendar, that nobody is called alone. */
function hasCompany({ roles }: Policy, names: readonly string[]): boolean {
  const all = names.flatMap((name) => roles[name] ?? [])
  const always = all.flatMap((role) => (role.type === 'members' ? role.members : []))
  const turns = all.map((role) => (role.type === 'members' ? 0 : 1 + role.overrides.length))
  const people = new Set(always.map((member) => member.toLowerCase()))
  const isMore = turns.reduce((sum, each) => sum + each, 0) > mostTurns
  return people.size > 1 || always.some((member) => member.includes('/')) || isMore
}

/** Also those whose turn it is not. */
const everybodyIn = ({ roles }: Pick<Policy, 'roles'>, names: readonly string[]): ReadonlySet<string> =>
  new Set(
    names.flatMap((name) => {
      const role = roles[name]
      if (!role) return []
      const all = role.type === 'members' ? role.members : [...role.rotation.members, ...substitutesIn(role.overrides)]
      return all.map((member) => member.toLowerCase())
    }),
  )

const substitutesIn = (overrides: readonly { readonly members: readonly string[] }[]): readonly string[] =>
  overrides.flatMap(({ members }) => members)

/** Whether enough people could approve a hotfix, also when one of them wrote it. Too few at all is an error of the file. */
function approvals(
  { roles }: Policy,
  { freeze, approvals: { required, from } }: Severity,
  now: number,
): Wrong | undefined {
  const members = from.flatMap((name) => (roles[name] ? membersOn(roles[name], now) : []))
  const people = new Set(members.map((member) => member.toLowerCase()))
  const isEnough = people.size > required || members.some((member) => member.includes('/'))
  // With nobody in the roles anybody may approve, and a single maintainer's own hotfix passes without.
  if (freeze === false || required < 2 || people.size === 0 || isEnough) return undefined
  return {
    key: 'approvals',
    level: 'weak',
    seen: (severities) =>
      `A hotfix of ${severities} needs ${required} approvals, and ${people.size} people can give one.`,
    emergency: 'None of them can write the hotfix, because nobody approves their own, and none of them may be away.',
    remedy: 'Name more people in those roles, or require fewer approvals.',
  }
}
