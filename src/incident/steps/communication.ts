import type { ChecklistTrigger, UpdateMessage } from '../../policy/policy.ts'
import { channelsOf, isPage, type Notice } from '../communication.ts'
import type { Incident } from '../incident.ts'
import { isFor } from '../meant-for.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import type { Refusal } from '../refusal.ts'
import { wordsIn } from '../update-words.ts'
import { noteNotTold } from './channel-outcome.ts'
import { templateText } from './template-text.ts'

/** What is told outside GitHub, and to whom. */
interface Telling {
  readonly notice: Notice
  /** Names of channels; undefined: those that were told of this incident before. */
  readonly channels?: readonly string[]
  /** Names what is told where this decision is not the only one that may tell it; each channel is told once. */
  readonly key?: string
}

/**
 * Tells channels outside GitHub. Whether they were told is known when the outcome comes back. A drill tells none: the
 * record says whom it spared. A channel that the configuration no longer has cannot be told, and that is said at once.
 */
export function tellChannels(plan: Plan, incident: Incident, what: Telling): Incident {
  const channels = [...new Set(what.channels ?? channelsOf(incident))]
  if (channels.length === 0) return incident
  if (incident.drill) return plan.record(incident, { type: 'PageSpared', channels })
  return channels.reduce((current, channel) => tellChannel(plan, current, channel, what), incident)
}

function tellChannel(plan: Plan, incident: Incident, channel: string, { notice, key }: Telling): Incident {
  const { occasion } = notice
  // Addresses are contacts: those of today count, whatever the incident was declared under.
  const found = plan.situation.policy.channels[channel]
  if (!found)
    return noteNotTold(plan, incident, { channel, occasion, reason: 'it is not in `.github/incident.yml` any more' })
  plan.put(
    incident,
    { type: 'NotifyChannel', incident: incident.id, channel, kind: found.type, secret: found.secret, notice },
    { urgent: isPage(occasion), ...(key !== undefined && { key: `${key}/${channel}` }) },
  )
  return plan.record(incident, { type: 'ChannelAsked', channel, occasion })
}

/**
 * Posts the messages that belong to a moment, each once in an incident's life, and sends them to their channels. They
 * stand where the incident is talked about; those for the post-mortem on its issue.
 * @param thread where the moment has its page
 */
export function* announce(
  plan: Plan,
  incident: Incident,
  moment: ChecklistTrigger,
  thread: number = incident.anchor.number,
): Asking<Incident> {
  // What nobody has confirmed is not announced.
  if (incident.status === 'reported') return incident
  const place = moment === 'post-mortem' ? thread : incident.anchor.number
  let current = incident
  for (const message of incident.policy.updates.messages)
    if (message.on === moment && isFor(incident, message) && !incident.communication.messages.includes(message.id))
      current = yield* post(plan, current, message, place)
  return current
}

function* post(plan: Plan, incident: Incident, message: UpdateMessage, thread: number): Asking<Incident> {
  const { id, title, channels } = message
  const template = yield* templateText(message.template)
  const key = `${incident.id}/message/${id}`
  plan.because(`the message ${id} of \`updates.messages\` is posted`, true, [reason(`its \`on\` is ${message.on}`)])
  plan.put(
    incident,
    {
      type: 'PostComment',
      thread,
      message: { type: 'Announcement', incident: incident.id, message: id, title, template },
    },
    { key },
  )
  const requested = plan.record(incident, { type: 'MessageRequested', message: id, title })
  return tellChannels(plan, requested, { notice: { occasion: 'message', text: template ?? title }, channels, key })
}

/**
 * `/incident update TEXT`: one that is too thin is answered with what is missing; it is kept as a note and does not
 * count. A good one is passed on to the channels and sets the clock back.
 */
export function* takeUpdate(
  plan: Plan,
  incident: Incident,
  { text, by }: { readonly text: string; readonly by: string },
): Asking<Refusal | undefined> {
  const words = wordsIn(text)
  const least = incident.policy.updates.minimumWords
  if (words < least) {
    plan.record(incident, { type: 'UpdateTooThin', text, words }, by)
    return { type: 'thin-update', words, least }
  }
  const updated = plan.record(incident, { type: 'Updated', text }, by)
  tellChannels(plan, updated, { notice: { occasion: 'update', text } })
  return undefined
}
