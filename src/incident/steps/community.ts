import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'

/** `cooldown DURATION` */
export function* coolDown({ description }: CommandContext, _incident: Incident): Asking<Refusal | undefined> {
  return { type: 'usage', usage: description.usage }
}

/** Posts the kind's drafts, once. */
export function postDrafts(_plan: Plan, incident: Incident): Incident {
  return incident
}

/** The timers `cooldown/THREAD`. */
export function* followCooldownTimer(_plan: Plan, _incident: Incident, _event: TimerFired): Asking<void> {}

/** The outcome of `LockThread` and `LimitInteractions`. */
export function* noteCooldown(
  _plan: Plan,
  _incident: Incident,
  _put: PutEffect,
  _outcome: EffectOutcome,
): Asking<void> {}
