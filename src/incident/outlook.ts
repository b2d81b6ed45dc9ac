import { type OnDuty, onDuty } from '../policy/on-call.ts'
import type { Channel, FreezeMode, Member, Permission, Policy, Severity } from '../policy/policy.ts'
import { describedCommand } from './commands-table.ts'
import { channelsOf, type Occasion } from './communication.ts'
import { dueSteps, escalationPolicyOf, type NextStep, respondBy } from './escalation-clock.ts'
import { evolve, newIncident } from './evolve.ts'
import { type Incident, severityOf } from './incident.ts'
import { isFor } from './meant-for.ts'
import { membersOf, neededFor } from './permission.ts'
import type { Thread } from './repository.ts'
import { communicationTimers } from './timers-communication.ts'
import { membersTold } from './told.ts'

/** An emergency that somebody might declare. */
export interface Imagined {
  readonly severity: string
  readonly kind: string | undefined
  /** When, in epoch milliseconds. */
  readonly at: number
}

/** Who would be told of an emergency if nobody answered, and what would be frozen. It follows from the policy alone. */
export interface Outlook extends Imagined {
  readonly name: string
  /** What is posted at the declaration by itself, and the channels that get it, too. */
  readonly announced: readonly { readonly title: string; readonly channels: readonly NamedChannel[] }[]
  readonly alarms: readonly Alarm[]
  /** Those of the escalation and of the responders, in the order in which they come. */
  readonly roles: readonly RoleOnDuty[]
  readonly answer: WhoseAnswer
  readonly freeze: ImaginedFreeze | undefined
  readonly confidential: boolean
}

/** One moment at which people are told. Moments are epoch milliseconds. */
export interface Alarm {
  readonly at: number
  /** `deadline`: of `updates.deadlines`. */
  readonly why: NextStep['why'] | 'deadline'
  /** Of a step, counted from 0; of a deadline, its place. */
  readonly step: number
  readonly roles: readonly string[]
  /** Without the one who reports it, whom nobody knows yet. */
  readonly members: readonly Member[]
  readonly tellsReporter: boolean
  readonly channels: readonly NamedChannel[]
  /** The moment at which it would be, if it were not held back by working hours. */
  readonly heldBackFrom: number | undefined
}

export interface NamedChannel {
  readonly name: string
  /** Undefined: the configuration has none of that name. */
  readonly type: Channel['type'] | undefined
}

export interface RoleOnDuty extends OnDuty {
  readonly role: string
}

interface WhoseAnswer {
  /** `anybody-trusted`: no responder is named. */
  readonly from: 'named' | 'anybody-trusted'
  /** Before anybody was told: whom a step tells may answer, too. */
  readonly members: readonly Member[]
  readonly trust: Permission
  /** Whether anything that they do is an answer, or `/incident ack` alone. */
  readonly by: 'activity' | 'acknowledge'
  readonly promisedBy: number | undefined
}

interface ImaginedFreeze {
  readonly mode: FreezeMode
  readonly branches: readonly string[]
  readonly lift: Policy['freeze']['lift']
  /** Who may lift it by command. */
  readonly thaw: Permission
}

/** More than any policy wants to have told; a bound all the same. */
const mostAlarms = 200

/**
 * Plays the escalation's own clock over an incident that exists nowhere, which nobody answers.
 * @returns undefined where the policy has no such severity
 */
export function outlookOf(policy: Policy, imagined: Imagined): Outlook | undefined {
  const severity = policy.severities.find(({ id }) => id === imagined.severity)
  if (!severity) return undefined
  const declared = evolve(begun(policy, imagined), { type: 'Declared', how: '', at: imagined.at })
  const announced = policy.updates.messages.filter((message) => message.on === 'declared' && isFor(imagined, message))
  const toChannels = announced.flatMap(({ channels }) => channels)
  const alarms = alarmsOf(policy, telling(declared, toChannels, 'message'))
  const named = [...new Set([...alarms.flatMap(({ roles }) => roles), ...severity.responders])]
  return {
    ...imagined,
    name: severity.name,
    announced: announced.map(({ title, channels }) => ({ title, channels: channelsNamed(policy, channels) })),
    alarms,
    roles: named.flatMap((role) => roleAt(policy, role, imagined.at)),
    answer: whoseAnswer(policy, declared, severity),
    freeze: severity.freeze === false ? undefined : freezeOf(policy, severity.freeze),
    confidential: policy.kinds[imagined.kind ?? '']?.confidential === true,
  }
}

/** Nobody knows who will report it. */
const nobody = ''

function begun(policy: Policy, { severity, kind, at }: Imagined): Incident {
  const words = { title: '', body: '', url: '', labels: [] }
  const thread: Thread = { number: 0, type: 'issue', author: nobody, authorType: 'User', state: 'open', ...words }
  return newIncident({ repositoryId: 0, thread, policy, severity, kind, now: at })
}

function alarmsOf(policy: Policy, declared: Incident): readonly Alarm[] {
  const alarms: Alarm[] = []
  let incident = declared
  while (alarms.length < mostAlarms) {
    const step = dueSteps(incident)
    const deadline = nextDeadline(incident)
    if (!step && !deadline) break
    const isDeadline = deadline !== undefined && (step === undefined || deadline.at < step.at)
    const told = isDeadline ? keepDeadline(policy, incident, deadline) : step && reachStep(policy, incident, step)
    if (!told) break
    incident = told.incident
    if (told.alarm) alarms.push(told.alarm)
  }
  return alarms
}

interface Told {
  readonly incident: Incident
  /** Undefined: everybody had been told before. */
  readonly alarm: Alarm | undefined
}

function reachStep(policy: Policy, incident: Incident, { step, why, at }: NextStep): Told {
  const wanted = escalationPolicyOf(incident)?.steps[step]
  const roles = wanted?.notify ?? []
  const members = membersOf(policy, roles, incident, at)
  const channels = wanted?.channels ?? []
  const scheduled = (incident.times.declared ?? at) + (wanted?.after ?? 0)
  const heldBackFrom = why !== 'repeat' && at > scheduled ? scheduled : undefined
  const entry = { type: 'StepReached', step, roles, members, channels, why, late: 0, reason: undefined, at } as const
  return {
    incident: telling(evolve(incident, entry), channels, 'escalation'),
    alarm: alarm(policy, { at, why, step, roles, heldBackFrom }, members, channels),
  }
}

interface Deadline {
  readonly place: number
  readonly at: number
}

function nextDeadline(incident: Incident): Deadline | undefined {
  const timers = communicationTimers(incident).filter(({ name }) => name.startsWith('deadline/'))
  const [first] = timers.toSorted((one, other) => one.at - other.at)
  return first && { place: Number(first.name.split('/')[1]), at: first.at }
}

function keepDeadline(policy: Policy, incident: Incident, { place, at }: Deadline): Told {
  const { to: roles = [], channels: wanted = [], within = 0 } = incident.policy.updates.deadlines[place] ?? {}
  const told = membersTold(incident)
  const members = membersOf(policy, roles, incident, at).filter((member) => !told.has(member))
  const channels = wanted.filter((channel) => !channelsOf(incident).includes(channel))
  const entry = { type: 'DeadlineReached', deadline: place, within, roles, members, channels, late: 0, at } as const
  const isNews = members.length + channels.length > 0
  return {
    incident: telling(evolve(incident, entry), channels, 'deadline'),
    alarm: isNews
      ? alarm(policy, { at, why: 'deadline', step: place, roles, heldBackFrom: undefined }, members, channels)
      : undefined,
  }
}

const telling = (incident: Incident, channels: readonly string[], occasion: Occasion): Incident =>
  channels.reduce(
    (told, channel) => evolve(told, { type: 'ChannelAsked', channel, occasion, at: incident.times.reported }),
    incident,
  )

function alarm(
  policy: Policy,
  beginning: Pick<Alarm, 'at' | 'why' | 'step' | 'roles' | 'heldBackFrom'>,
  members: readonly Member[],
  channels: readonly string[],
): Alarm {
  return {
    ...beginning,
    members: members.filter((member) => member !== `@${nobody}`),
    tellsReporter: members.includes(`@${nobody}`),
    channels: channelsNamed(policy, channels),
  }
}

const channelsNamed = (policy: Policy, names: readonly string[]): readonly NamedChannel[] =>
  names.map((name) => ({ name, type: policy.channels[name]?.type }))

/** Of the roles that the configuration has; `reporter` and `commander` are people of the incident. */
function roleAt({ roles }: Policy, name: string, at: number): readonly RoleOnDuty[] {
  const role = roles[name]
  return role ? [{ role: name, ...onDuty(role, at) }] : []
}

function whoseAnswer(policy: Policy, declared: Incident, { responders }: Severity): WhoseAnswer {
  const members = membersOf(policy, responders, declared, declared.times.reported).filter(
    (member) => member !== `@${nobody}`,
  )
  const told = escalationPolicyOf(declared)?.steps.some(({ notify }) => notify.length > 0) ?? false
  return {
    from: members.length > 0 || told ? 'named' : 'anybody-trusted',
    members,
    trust: policy.detection.trust,
    by: policy.escalation.response,
    promisedBy: severityOf(declared) && respondBy(declared),
  }
}

function freezeOf(policy: Policy, mode: FreezeMode): ImaginedFreeze {
  const command = describedCommand('thaw')
  const { branches, lift } = policy.freeze
  return { mode, branches, lift, thaw: command ? neededFor(policy, command) : 'maintain' }
}
