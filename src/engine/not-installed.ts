import type { Event } from '../incident/event.ts'
import type { Decision } from '../incident/plan.ts'
import { reason } from '../incident/reason.ts'
import type { Policy } from '../policy/policy.ts'
import { withoutFile } from '../policy/resolve-policy.ts'
import { mayBegin, mayDeclare, mayRaise } from './relevance.ts'

/**
 * What an adapter's error carries where this App is not installed in the repository that was asked about. Nothing can be asked
 * there until somebody puts it back.
 */
export interface NotInstalled {
  readonly notInstalled: true
}

export const isNotInstalled = (error: unknown): error is Error & NotInstalled =>
  error instanceof Error && 'notInstalled' in error && error.notInstalled === true

/** What GitHub told of, which is nobody's business any more where the App is gone; what the engine itself brings is kept. */
export const isNews = (event: Event): boolean => 'actor' in event

/**
 * Whether an emergency would be lost with it: whoever reported one must not be dropped without a trace.
 * @param policy undefined: it was never read; then what counts without a file
 */
export function mayBeEmergency(event: Event, policy: Policy = withoutFile()): boolean {
  switch (event.type) {
    case 'IssueChanged':
      return mayDeclare(event, event.issue, { policy })
    case 'PullRequestChanged':
      return mayDeclare(event, event.pullRequest, { policy })
    case 'CommentAdded':
      return mayBegin(event, policy)
    case 'AlertChanged':
      return event.change === 'opened' && mayRaise(event, policy)
    default:
      return false
  }
}

/** A decision that does nothing, because of an error. */
export const nothingDecided = (why: string): Decision => ({
  incidents: [],
  entries: [],
  effects: [],
  cancelled: [],
  timers: [],
  because: [reason(why, false)],
})
