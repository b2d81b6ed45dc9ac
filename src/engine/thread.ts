import type { Event } from '../incident/event.ts'
import { anchorOfCheck } from '../incident/incident.ts'

/**
 * The number of the issue or pull request that an event is about; undefined where it is about none (a push, a ruleset)
 * and for timers and outcomes, which name their incident instead.
 */
export function threadOf(event: Event): number | undefined {
  switch (event.type) {
    case 'IssueChanged':
      return event.issue.number
    case 'PullRequestChanged':
    case 'ReviewChanged':
      return event.pullRequest.number
    case 'CommentAdded':
    case 'CommentEdited':
      return event.thread.number
    case 'CheckRerunRequested':
      return anchorOfCheck(event.name)
    default:
      return undefined
  }
}

/** The incident that a timer, an outcome or a post-mortem elsewhere names. */
export function incidentNamedBy(event: Event): string | undefined {
  if (event.type === 'PostmortemClosedElsewhere') return event.incident
  if (event.type === 'TimerFired') return event.incident
  if (event.type === 'EffectSettled') return event.put.incident
  return undefined
}
