import type { AlertChanged, EffectSettled } from '../event.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'

/** What a security alert means: a new incident, another manifest of a known one, or its end. */
export function* followAlert(_plan: Plan, _event: AlertChanged): Asking<void> {}

/** Begins the incident whose issue was opened for an alert. Returns whether the outcome was of such an issue. */
export function* beginFromAlert(_plan: Plan, _event: EffectSettled): Asking<boolean> {
  return false
}
