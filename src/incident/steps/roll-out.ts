import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { DeploymentChanged, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'

/** A hotfix was merged: its way into production begins, where the policy names stages. */
export function* beginRollOut(_plan: Plan, incident: Incident, _hotfix: number): Asking<Incident> {
  return incident
}

export function* followDeployment(_plan: Plan, _event: DeploymentChanged): Asking<void> {}

/** The timers `stage/N`. */
export function* followStageTimer(_plan: Plan, _incident: Incident, _event: TimerFired): Asking<void> {}

/** The outcome of `OpenRevert`. */
export function* noteRollback(
  _plan: Plan,
  _incident: Incident,
  _put: PutEffect,
  _outcome: EffectOutcome,
): Asking<void> {}
