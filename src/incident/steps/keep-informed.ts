import { formatDuration } from '../../lib/duration.ts'
import type { UpdatesPolicy } from '../../policy/policy.ts'
import type { TimerFired } from '../event.ts'
import { type Incident, severityOf, updateEveryOf } from '../incident.ts'
import { membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import type { Entry } from '../timeline.ts'
import { alarmsThatCount, membersTold } from '../told.ts'
import { tellChannels } from './communication.ts'
import { lateness } from './lateness.ts'
import { templateText } from './template-text.ts'

/** The timers `update` and `deadline/N`. */
export function* followCommunicationTimer(plan: Plan, incident: Incident, event: TimerFired): Asking<void> {
  const [name, place] = event.timer.split('/')
  if (name === 'update') return yield* askForUpdate(plan, incident, event)
  const index = Number(place)
  const deadline = incident.policy.updates.deadlines[index]
  if (deadline) keepDeadline(plan, incident, index, deadline)
}

/** An update is due: whoever leads is asked for it, with the form to fill in. */
function* askForUpdate(plan: Plan, incident: Incident, event: TimerFired): Asking<void> {
  const template = yield* templateText(incident.policy.updates.template)
  const members = whoIsAsked(plan, incident)
  const late = lateness(event)
  const asked = plan.record(incident, { type: 'UpdateAsked', late })
  plan.because('an update is due', true, [
    reason(`\`update-every\` of ${incident.severity} is ${formatDuration(updateEveryOf(incident) ?? 0)}`),
    reason(`it was asked for ${asked.communication.asked - 1} time(s) since the last one`),
  ])
  plan.put(asked, {
    type: 'PostComment',
    thread: asked.anchor.number,
    message: {
      type: 'UpdateDue',
      incident: asked.id,
      members,
      asked: asked.communication.asked,
      late,
      template,
    },
  })
}

/** After so many reminders in a row that nobody answered, more people are asked. */
const patience = 3

function whoIsAsked(plan: Plan, incident: Incident): readonly string[] {
  const responders = severityOf(incident)?.responders ?? []
  const told = incident.escalation.told.length > 0 ? incident.escalation.told : responders
  const first = incident.commander === undefined ? told : ['commander']
  const more = incident.communication.asked >= patience ? responders : []
  return membersOf(plan.situation.policy, [...first, ...more], incident, plan.now)
}

/** Sees to it that a deadline is kept: whoever has not been told yet is told now. */
function keepDeadline(
  plan: Plan,
  incident: Incident,
  index: number,
  { within, to, channels: wanted }: UpdatesPolicy['deadlines'][number],
): void {
  const told = membersTold(incident)
  const everybody = membersOf(plan.situation.policy, to, incident, plan.now)
  const members = everybody.filter((member) => !told.has(member))
  const nobody = to.length > 0 && everybody.length === 0
  const channels = wanted.filter((channel) => !isReached(incident, channel))
  const late = Math.max(0, plan.now - (incident.times.declared ?? plan.now) - within)
  plan.because(`a deadline of \`updates.deadlines\` is near: ${formatDuration(within)} after the declaration`, true, [
    reason(`still to be told: ${members.join(', ') || 'nobody'}`, members.length > 0),
    ...(channels.length > 0 ? [reason(`still to be told: ${channels.join(', ')}`)] : []),
  ])
  const reached = plan.record(incident, {
    type: 'DeadlineReached',
    deadline: index,
    within,
    roles: to,
    members,
    nobody,
    channels,
    late,
  })
  if (members.length > 0 || nobody)
    plan.put(
      reached,
      {
        type: 'PostComment',
        thread: reached.anchor.number,
        message: { type: 'DeadlineReached', incident: reached.id, within, roles: to, members, late },
      },
      { urgent: true },
    )
  tellChannels(plan, reached, { notice: { occasion: 'deadline', text: undefined }, channels })
}

/** A channel was told, or is about to be; one that could not be is worth another try. */
const isReached = ({ communication }: Incident, channel: string): boolean =>
  communication.channels.some((state) => state.channel === channel && state.status !== 'not-told')

/** The comment of a deadline was refused because nothing can be done here for now: it is due when it goes on. */
export function missDeadline(plan: Plan, incident: Incident, { within, roles }: Pick<Kept, 'within' | 'roles'>): void {
  const kept = alarmsThatCount(incident).findLast(
    (alarm): alarm is Kept =>
      alarm.type === 'DeadlineReached' && alarm.within === within && alarm.roles.join() === roles.join(),
  )
  if (kept) plan.record(incident, { type: 'DeadlineMissed', deadline: kept.deadline, within })
}

type Kept = Extract<Entry, { type: 'DeadlineReached' }>
