import type { ChecklistTrigger } from '../../policy/policy.ts'
import type { Notice } from '../communication.ts'
import type { TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'

/** Posts the messages that belong to a moment, each once in an incident's life, and sends them to their channels. */
export function* announce(_plan: Plan, incident: Incident, _moment: ChecklistTrigger): Asking<Incident> {
  return incident
}

/** Tells channels outside GitHub; a drill tells none. `channels` undefined: those that were told of this incident before. */
export function tellChannels(
  _plan: Plan,
  incident: Incident,
  _what: { readonly notice: Notice; readonly channels?: readonly string[]; readonly key?: string },
): Incident {
  return incident
}

/** `/incident update TEXT`: one that is too thin is answered with what is missing, and does not count. */
export function* takeUpdate(
  plan: Plan,
  incident: Incident,
  { text, by }: { readonly text: string; readonly by: string },
): Asking<Refusal | undefined> {
  plan.record(incident, { type: 'Updated', text }, by)
  return undefined
}

/** The timers `update` and `deadline/N`. */
export function* followCommunicationTimer(_plan: Plan, _incident: Incident, _event: TimerFired): Asking<void> {}
