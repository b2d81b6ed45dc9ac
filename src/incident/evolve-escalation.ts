import type { Escalation } from './incident.ts'
import type { Entry } from './timeline.ts'

/** Where the escalation stands after one more line of the timeline. */
export function evolveEscalation(escalation: Escalation, entry: Entry): Escalation {
  switch (entry.type) {
    case 'StepReached':
      return {
        ...escalation,
        // A repeat tells the last step again and counts for itself.
        next: Math.max(escalation.next, entry.step + 1),
        repeated: entry.why === 'repeat' ? escalation.repeated + 1 : escalation.repeated,
        lastReachedAt: entry.at,
        told: [...new Set([...escalation.told, ...entry.roles])],
        snoozedUntil: undefined,
        // Somebody who asks for the next step takes the response back.
        ...(entry.why === 'asked' && { askedAt: entry.at, stopped: false }),
      }
    case 'StepMissed':
      return {
        ...escalation,
        // A repeat, and asking those who fell silent, are no steps of their own.
        next:
          entry.why === 'silent' || entry.why === 'repeat' ? escalation.next : Math.min(escalation.next, entry.step),
        repeated: entry.why === 'repeat' ? Math.max(0, escalation.repeated - 1) : escalation.repeated,
        lastReachedAt: entry.reachedBefore,
        told: entry.told,
        ...(entry.why === 'asked' && { askedAt: undefined }),
      }
    case 'Snoozed':
      return { ...escalation, snoozedUntil: entry.until }
    case 'Responded':
    case 'Acknowledged':
    case 'Resolved':
    case 'Cancelled':
    case 'Mitigated':
      return { ...escalation, stopped: true }
    case 'ResponsePromiseBroken':
      return { ...escalation, responseBreached: true }
    case 'ResolutionPromiseBroken':
      return { ...escalation, resolutionBreached: true }
    default:
      return escalation
  }
}
