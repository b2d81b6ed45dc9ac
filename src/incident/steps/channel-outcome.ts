import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'

/** What became of telling a channel: its receipt, or why it was not told, on the timeline. */
export function noteChannel(_plan: Plan, _incident: Incident, _put: PutEffect, _outcome: EffectOutcome): void {}
