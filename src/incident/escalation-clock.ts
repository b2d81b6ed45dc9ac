import type { EscalationPolicy } from '../policy/policy.ts'
import { addWorkingTime } from '../policy/working-hours.ts'
import { type Incident, isOngoing, severityOf } from './incident.ts'

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
  const { next, repeated, snoozedUntil, lastReachedAt, askedAt } = incident.escalation
  const step = policy.steps[next]
  if (step) {
    const start = incident.times.declared ?? incident.times.reported
    const scheduled = step.after === 0 ? start : addWorkingTime(start, step.after, policy.hours)
    const gap = step.after - (policy.steps[next - 1]?.after ?? 0)
    const at = askedAt === undefined ? scheduled : Math.max(scheduled, addWorkingTime(askedAt, gap, policy.hours))
    return { step: next, why: step.after === 0 ? 'declared' : 'no-response', at: snoozedUntil ?? at }
  }
  if (!policy.repeat || repeated >= policy.repeat.times || lastReachedAt === undefined) return undefined
  if (policy.steps.length === 0) return undefined
  const at = addWorkingTime(lastReachedAt, policy.repeat.every, policy.hours)
  return { step: policy.steps.length - 1, why: 'repeat', at: snoozedUntil ?? at }
}
