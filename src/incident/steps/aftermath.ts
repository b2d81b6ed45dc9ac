import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { IssueChanged, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'

/** What a change of the post-mortem's issue, or of an action's, means. Returns whether it was about one of them. */
export function* followAftermath(_plan: Plan, _event: IssueChanged): Asking<boolean> {
  return false
}

/** The post-mortem's issue was opened: its review's dates are set. */
export function* beginReview(_plan: Plan, incident: Incident): Asking<Incident> {
  return incident
}

/** The timers `review/STEP`, `action/KEY` and `follow-up/N`. */
export function* followAftermathTimer(_plan: Plan, _incident: Incident, _event: TimerFired): Asking<void> {}

/** The outcome of an action's `OpenIssue`, and of `PublishDiscussion`. */
export function* noteAftermath(
  _plan: Plan,
  _incident: Incident,
  _put: PutEffect,
  _outcome: EffectOutcome,
): Asking<void> {}
