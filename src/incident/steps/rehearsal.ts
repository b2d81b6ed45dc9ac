import type { FreezeMode } from '../../policy/policy.ts'
import { scoreOf } from '../drill-score.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import { freezeCheckName, type Incident, isOngoing } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'

/** What a drill does where an emergency would freeze: a ruleset that is switched off. */
export function rehearseFreeze(plan: Plan, incident: Incident, mode: FreezeMode): Incident {
  const { status } = incident.drill?.rehearsal ?? {}
  if (status === 'asked' || status === 'standing') return incident
  const { number } = incident.anchor
  const { branches, reviewed } = incident.policy.freeze
  plan.put(
    incident,
    { type: 'RehearseFreeze', number, mode, branches, reviewed, checkName: freezeCheckName(number) },
    { key: `${rehearsalKey(incident.id)}/${timesAsked(incident) + 1}` },
  )
  return plan.record(incident, { type: 'FreezeRehearsed', status: 'asked', mode, rulesetId: undefined, why: undefined })
}

/** A drill that is reopened, or thawed and frozen again, rehearses once more. */
const timesAsked = ({ timeline }: Incident): number =>
  timeline.filter((entry) => entry.type === 'FreezeRehearsed' && entry.status === 'asked').length

const rehearsalKey = (incident: string): string => `${incident}/rehearsal`

/** The outcome of `RehearseFreeze` and `EndRehearsal`. */
export function* noteRehearsal(plan: Plan, incident: Incident, put: PutEffect, outcome: EffectOutcome): Asking<void> {
  const { effect } = put
  if (effect.type === 'EndRehearsal') {
    const why = outcome.succeeded ? undefined : outcome.reason
    const status = outcome.succeeded ? 'gone' : 'standing'
    plan.record(incident, {
      type: 'FreezeRehearsed',
      status,
      mode: lastMode(incident),
      rulesetId: effect.rulesetId,
      why,
    })
    return
  }
  if (effect.type !== 'RehearseFreeze') return
  const seen = outcome.succeeded && outcome.result.type === 'Rehearsed' ? outcome.result : undefined
  const rulesetId = seen?.rulesetId
  const why = outcome.succeeded ? seen?.why : outcome.reason
  const status = rulesetId === undefined ? 'none' : 'standing'
  const noted = plan.record(incident, { type: 'FreezeRehearsed', status, mode: effect.mode, rulesetId, why })
  // It ended while the ruleset was being made: nothing is left behind.
  if (!isOngoing(noted)) endRehearsal(plan, noted)
}

function lastMode({ timeline }: Incident): FreezeMode {
  const last = timeline.findLast((entry) => entry.type === 'FreezeRehearsed')
  return last?.type === 'FreezeRehearsed' ? last.mode : 'hotfix-only'
}

/** Takes away what a drill rehearsed; harmless for an emergency, and where nothing was. */
export function endRehearsal(plan: Plan, incident: Incident): void {
  const { status, rulesetId } = incident.drill?.rehearsal ?? {}
  if (status !== 'standing') return
  const { number } = incident.anchor
  plan.put(
    incident,
    { type: 'EndRehearsal', number, rulesetId },
    { key: `${rehearsalKey(incident.id)}/end`, keep: 'latest' },
  )
}

/** A drill is over: what it rehearsed is taken away, and its score is told, once. */
export function* endDrill(plan: Plan, incident: Incident): Asking<Incident> {
  if (!incident.drill) return incident
  endRehearsal(plan, incident)
  if (incident.drill.score) return incident
  const score = scoreOf(incident)
  const scored = plan.record(incident, { type: 'DrillScored', score })
  plan.put(
    scored,
    { type: 'PostComment', thread: scored.anchor.number, message: { type: 'DrillScore', incident: scored.id, score } },
    { key: `${scored.id}/drill-score` },
  )
  return scored
}
