import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'

/** Makes an incident of a confidential kind in a public repository a secret, and opens the place for its details, once. */
export function* keepConfidential(_plan: Plan, incident: Incident): Asking<Incident> {
  return incident
}

/** The outcome of `OpenAdvisory`, or of the issue in the private repository. */
export function* noteDetails(
  _plan: Plan,
  _incident: Incident,
  _put: PutEffect,
  _outcome: EffectOutcome,
): Asking<void> {}

/** `disclose` */
export function* disclose({ description }: CommandContext, _incident: Incident): Asking<Refusal | undefined> {
  return { type: 'usage', usage: description.usage }
}
