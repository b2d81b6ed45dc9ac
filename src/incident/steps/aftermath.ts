import { formatDuration } from '../../lib/duration.ts'
import { followUpList, type ReviewStep, reviewItems, reviewList } from '../aftermath.ts'
import { threadAsItStands } from '../as-it-stands.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { IssueChanged, TimerFired } from '../event.ts'
import { type Incident, isEnded, isPostmortemAt, placeOf } from '../incident.ts'
import { believes } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { openActions, reviewStart } from '../still-to-do.ts'
import { followAction, isTracking, noteActionIssue, readActions, remindOfAction } from './action-items.ts'
import { itemsOf, postList } from './checklist.ts'
import { lateness } from './lateness.ts'
import { caretakers } from './postmortem.ts'
import { followPublished, notePublished, publishPostmortem, sayThatItWasPublished } from './publish-postmortem.ts'
import { closeWhenDone } from './resolve.ts'

/** What a change of the post-mortem's issue, or of an action's, means. Returns whether it was about one of them. */
export function* followAftermath(plan: Plan, event: IssueChanged): Asking<boolean> {
  const { number } = event.issue
  const published = plan.publishedFrom(number)
  if (published && isEnded(published)) followPublished(plan, published, event)
  const written = plan.active.find((incident) => isPostmortemAt(incident, number))
  if (written) yield* followPostmortem(plan, written, event)
  return written !== undefined || followAction(plan, event)
}

function* followPostmortem(plan: Plan, incident: Incident, event: IssueChanged): Asking<void> {
  // What is closed stays so, also while its freeze is still to be lifted: opening it again is a command.
  if (isEnded(incident)) return
  const isClosed = incident.postmortem?.closed === true
  const by = event.actor.login
  plan.because(`the post-mortem was ${event.change}`)
  if (event.change === 'edited') yield* readByTrusted(plan, incident, event)
  if (event.change === 'closed' && !isClosed) yield* closePostmortem(plan, incident, event)
  if (event.change === 'deleted' || event.change === 'transferred') losePostmortem(plan, incident, event.change, by)
  if (event.change === 'reopened' && isClosed) plan.record(incident, { type: 'PostmortemReopened' }, by)
}

/** Reads the table of action items, where somebody trusted is behind the change. */
function* readByTrusted(plan: Plan, incident: Incident, { issue, actor }: IssueChanged): Asking<Incident> {
  if (!isTracking(incident)) return incident
  if (!(yield* believes(plan, actor.login))) return incident
  // Edits may be told out of order, and an old table would bring back what was reworded since.
  const { body } = yield* threadAsItStands(issue)
  return readActions(plan, incident, body)
}

function* closePostmortem(plan: Plan, incident: Incident, event: IssueChanged): Asking<void> {
  const by = event.actor.login
  const read = yield* readByTrusted(plan, incident, event)
  const closed = plan.record(read, { type: 'PostmortemClosed' }, by)
  if (openActions(closed).length > 0)
    plan.put(closed, {
      type: 'PostComment',
      thread: event.issue.number,
      message: { type: 'ActionsOpen', incident: closed.id, by },
    })
  sayThatItWasPublished(plan, closed)
  closeWhenDone(plan, yield* publishByTrusted(plan, closed, by))
}

/** Nothing can be written there any more, and nobody can close it: the incident does not wait for it. */
function losePostmortem(plan: Plan, incident: Incident, gone: 'deleted' | 'transferred', by: string): void {
  closeWhenDone(plan, plan.record(incident, { type: 'PostmortemClosed', gone }, by))
}

function* publishByTrusted(plan: Plan, incident: Incident, by: string): Asking<Incident> {
  if (incident.policy.postmortem.publish.discussions === undefined) return incident
  return (yield* believes(plan, by)) ? yield* publishPostmortem(plan, incident) : incident
}

/** Where an incident is written up, in its own repository; one that is written up elsewhere is talked about where it happened. */
const writtenAt = (incident: Incident): number => {
  const { number, repository, gone } = incident.postmortem ?? {}
  return number === undefined || repository !== undefined || gone ? placeOf(incident) : number
}

/** The post-mortem's issue was opened: from then on people can tick that its review is scheduled and held. */
export function* beginReview(plan: Plan, incident: Incident): Asking<Incident> {
  const { due } = incident.policy.postmortem
  const start = reviewStart(incident)?.what ?? 'resolution'
  const items = reviewItems(incident.policy.postmortem).map(
    // Not with its date: the text stands for good, and the resolution may be yet to come, or not the last one.
    (step) => `${itemTexts[step]} (within ${formatDuration(due[step] ?? 0)} of the ${start})`,
  )
  return postList(plan, incident, { id: reviewList, title: 'Review', items }, writtenAt(incident))
}

const itemTexts: { readonly [Step in ReviewStep]: string } = {
  scheduled: 'The review is scheduled',
  held: 'The review was held',
  published: 'The post-mortem is published',
}

/** The timers `review/STEP`, `action/KEY`, `follow-up/PLACE` and `follow-up/over`. */
export function* followAftermathTimer(plan: Plan, incident: Incident, event: TimerFired): Asking<void> {
  const [name, which = ''] = event.timer.split('/')
  if (name === 'review') return askForReview(plan, incident, event)
  if (name === 'action') return remindOfAction(plan, incident, which, { event, otherwise: caretakers(plan, incident) })
  if (which === 'over') return void plan.record(incident, { type: 'FollowUpsOver' })
  yield* followUp(plan, incident, Number(which), event)
}

function askForReview(plan: Plan, incident: Incident, event: TimerFired): void {
  const { policy } = incident
  const step = (['scheduled', 'held', 'published'] as const).find((candidate) => event.timer === `review/${candidate}`)
  const within = step && policy.postmortem.due[step]
  if (!step || within === undefined) return
  const late = lateness(event)
  const asked = plan.record(incident, { type: 'ReviewAsked', step, late })
  const members = caretakers(plan, asked)
  plan.put(asked, {
    type: 'PostComment',
    thread: writtenAt(asked),
    message: { type: 'ReviewDue', incident: asked.id, step, within, members, late },
  })
}

/** Posts a follow-up's list where the incident is written up, or else where it happened. */
function* followUp(plan: Plan, incident: Incident, place: number, event: TimerFired): Asking<void> {
  const configured = incident.policy.postmortem.followUps[place]
  if (!configured) return
  const { after, checklist } = configured
  const late = lateness(event)
  const template = incident.policy.checklists.find(({ id }) => id === checklist)
  const due = plan.record(incident, { type: 'FollowUpDue', place, after, late })
  const list = {
    id: followUpList(place),
    title: template?.title ?? checklist,
    items: template ? yield* itemsOf(template) : [],
    followUp: { after, members: caretakers(plan, due), late },
  }
  postList(plan, due, list, writtenAt(due))
}

/** The outcome of an action's `OpenIssue`, and of `PublishDiscussion`. */
export function* noteAftermath(plan: Plan, incident: Incident, put: PutEffect, outcome: EffectOutcome): Asking<void> {
  const { effect } = put
  if (effect.type === 'PublishDiscussion') notePublished(plan, incident, effect, outcome)
  if (effect.type === 'OpenIssue' && effect.message.type === 'ActionIssue')
    yield* noteActionIssue(plan, incident, effect.message.key, outcome)
}
