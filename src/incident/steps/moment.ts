import type { ChecklistTrigger } from '../../policy/policy.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { postChecklists } from './checklist.ts'
import { announce } from './communication.ts'

/** Everything that a moment of the incident has posted: its checklists, there or on another thread, and its messages. */
export function* reach(
  plan: Plan,
  incident: Incident,
  moment: ChecklistTrigger,
  thread: number = incident.anchor.number,
): Asking<Incident> {
  return yield* announce(plan, yield* postChecklists(plan, incident, moment, thread), moment, thread)
}
