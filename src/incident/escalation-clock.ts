import type { EscalationPolicy } from '../policy/policy.ts'
import { addWorkingTime } from '../policy/working-hours.ts'
import { type Incident, isOngoing, severityOf } from './incident.ts'

/**
 * By when a first response is promised, in epoch milliseconds; undefined where nothing is promised or nothing is declared.
 * Where the escalation's clock runs in working hours alone, the promise is measured by the same clock.
 */
export function respondBy(incident: Incident): number | undefined {
  const promised = severityOf(incident)?.respondWithin
  const { declared } = incident.times
  if (promised === undefined || declared === undefined) return undefined
  return addWorkingTime(declared, promised, escalationPolicyOf(incident)?.hours)
}

/** The next thing the escalation wants to do. */
export interface NextStep {
  readonly step: number
  readonly why: 'declared' | 'no-response' | 'repeat'
  /** Epoch milliseconds; in the past when it is overdue. */
  readonly at: number
}

/** The policy that an incident's severity escalates by. */
export function escalationPolicyOf(incident: Incident): EscalationPolicy | undefined {
  const severity = severityOf(incident)
  if (!severity || severity.escalation === false) return undefined
  return incident.policy.escalation.policies[severity.escalation]
}

/**
 * When the next step is due, or undefined when nothing more is to come: somebody responded, the last repeat was told,
 * or there is no policy. Steps count from the declaration (for a reported incident, from the report); with working hours
 * the clock runs only then. A snooze moves the next step, whatever it is.
 */
export function dueSteps(incident: Incident): NextStep | undefined {
  const policy = escalationPolicyOf(incident)
  if (!policy || incident.escalation.stopped || !isOngoing(incident)) return undefined
  const { next, snoozedUntil } = incident.escalation
  const step = policy.steps[next]
  const due = step
    ? {
        step: next,
        why: step.after === 0 ? ('declared' as const) : ('no-response' as const),
        at: stepAt(incident, policy),
      }
    : repeatOf(incident, policy)
  return due && { ...due, at: snoozedUntil ?? due.at }
}

/** When the next step is due by the clock; one that somebody asked for early pushes those after it back. */
function stepAt({ escalation, times }: Incident, { steps, hours }: EscalationPolicy): number {
  const { next, askedAt } = escalation
  const after = steps[next]?.after ?? 0
  const scheduled = addWorkingTime(times.declared ?? times.reported, after, after === 0 ? undefined : hours)
  if (askedAt === undefined) return scheduled
  const gap = after - (steps[next - 1]?.after ?? 0)
  return Math.max(scheduled, addWorkingTime(askedAt, gap, hours))
}

/** The last step again, as often as the policy says. */
function repeatOf({ escalation }: Incident, { steps, repeat, hours }: EscalationPolicy): NextStep | undefined {
  const { repeated, lastReachedAt } = escalation
  if (!repeat || repeated >= repeat.times || lastReachedAt === undefined || steps.length === 0) return undefined
  return { step: steps.length - 1, why: 'repeat', at: addWorkingTime(lastReachedAt, repeat.every, hours) }
}
