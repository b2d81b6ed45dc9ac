import type { FreezeMode } from '../../policy/policy.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { EffectSettled, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'

/** `drill NAME`, anywhere in the repository. */
export function* drillByCommand({ description }: CommandContext): Asking<Refusal | undefined> {
  return { type: 'usage', usage: description.usage }
}

/** The repository's own timers, `drill/NAME`: one for each drill of the policy. Set with every decision. */
export function scheduleDrills(_plan: Plan): void {}

/** A drill that the calendar asks for. Returns whether the timer was the repository's own. */
export function* followDrillCalendar(_plan: Plan, _event: TimerFired): Asking<boolean> {
  return false
}

/** Begins the drill whose issue was opened. Returns whether the outcome was of such an issue. */
export function* beginDrill(_plan: Plan, _event: EffectSettled): Asking<boolean> {
  return false
}

/** The timers `inject/N` of an incident that is a drill. */
export function* followDrillTimer(_plan: Plan, _incident: Incident, _event: TimerFired): Asking<void> {}

/** What a drill does where an emergency would freeze. */
export function rehearseFreeze(_plan: Plan, incident: Incident, _mode: FreezeMode): Incident {
  return incident
}

/** A drill is over: what it rehearsed is taken away, and its score is told. */
export function* endDrill(_plan: Plan, incident: Incident): Asking<Incident> {
  return incident
}

/** The outcome of `RehearseFreeze` and `EndRehearsal`. */
export function* noteRehearsal(
  _plan: Plan,
  _incident: Incident,
  _put: PutEffect,
  _outcome: EffectOutcome,
): Asking<void> {}
