import { isSecret } from '../disclosure.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { PostmortemClosedElsewhere } from '../event.ts'
import { type Incident, isEnded } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueElsewhere } from '../question.ts'
import { isTracking, readActions } from './action-items.ts'
import { isGivenUp, openPostmortem, openPostmortemWhenDue, postmortemIssue } from './postmortem.ts'
import { publishPostmortem } from './publish-postmortem.ts'

/** The stored key under which the text of a private post-mortem becomes a public issue. */
const publicKey = (incident: string): string => `${incident}/disclosed-post-mortem`

/**
 * The incident is a secret no more. A post-mortem that was written in a private repository becomes an issue here, with
 * the text that people gave it; one that had to wait is opened.
 */
export function* disclosePostmortem(plan: Plan, incident: Incident): Asking<void> {
  const { postmortem, policy } = incident
  if (postmortem?.repository === undefined || postmortem.number === undefined) {
    yield* isGivenUp(incident) ? openPostmortem(plan, incident, true) : openPostmortemWhenDue(plan, incident)
    // It may have been written here before the incident became a secret, and closed since.
    yield* publishPostmortem(plan, plan.find(incident.id) ?? incident)
    return
  }
  const written = yield* issueElsewhere(postmortem.repository, postmortem.number)
  const { title } = policy.postmortem
  const id = incident.id
  plan.put(
    incident,
    {
      ...postmortemIssue(plan, incident),
      // Where it cannot be read any more, the record at least is published.
      message: written
        ? { type: 'DisclosedPostmortem', incident: id, title, text: written.body }
        : { type: 'Postmortem', incident: id, title, template: undefined },
    },
    { key: publicKey(id) },
  )
}

/**
 * The public issue is the post-mortem from now on: its action items are followed, and closing it closes the incident. One
 * that the private post-mortem has closed already stays closed, and that is said.
 */
export function* notePublicPostmortem(
  plan: Plan,
  incident: Incident,
  put: PutEffect,
  outcome: EffectOutcome,
): Asking<void> {
  if (put.key !== publicKey(incident.id) || !outcome.succeeded || outcome.result.type !== 'IssueOpened') return
  const { number, url } = outcome.result
  const opened = plan.record(incident, { type: 'PostmortemOpened', number, url })
  plan.put(opened, {
    type: 'PostComment',
    thread: opened.anchor.number,
    message: { type: 'PostmortemDisclosed', incident: opened.id, number, over: isEnded(opened) },
  })
  yield* publishPostmortem(plan, readPublished(plan, opened, put))
}

/** The text that was published is that of people whom the private repository trusts, and whoever disclosed it stands behind it. */
function readPublished(plan: Plan, incident: Incident, { effect }: PutEffect): Incident {
  const isText = effect.type === 'OpenIssue' && effect.message.type === 'DisclosedPostmortem'
  return isText && isTracking(incident) ? readActions(plan, incident, effect.message.text) : incident
}

/**
 * A private post-mortem that was on its way when the incident was disclosed is published as soon as it is there; one
 * that was refused is said to be, because nothing else would tell.
 */
export function* notePrivatePostmortem(plan: Plan, incident: Incident, put: PutEffect): Asking<void> {
  const { effect } = put
  if (effect.type === 'OpenIssue' && effect.secret && !isSecret(incident)) yield* disclosePostmortem(plan, incident)
}

/** Says on the anchor that another repository did not take the post-mortem. */
export function noteRefusedPostmortem(plan: Plan, incident: Incident, put: PutEffect, reason: string): void {
  const { effect } = put
  if (effect.type !== 'OpenIssue' || effect.repository === undefined || incident.postmortem?.effect !== put.key) return
  plan.put(incident, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'PostmortemWaits', incident: incident.id, repository: effect.repository, reason },
  })
}

/** Closes what a closed post-mortem closes. Whoever may close it there may end the incident here: that is what writing elsewhere means. */
export function noteClosedElsewhere(plan: Plan, event: PostmortemClosedElsewhere): Incident | undefined {
  const incident = plan.find(event.incident)
  const { postmortem } = incident ?? {}
  if (!incident || postmortem?.repository === undefined || postmortem.number !== event.number) return undefined
  if (postmortem.closed) return undefined
  plan.because(`the post-mortem in ${postmortem.repository} was closed`)
  return plan.record(incident, { type: 'PostmortemClosed' }, event.actor.login)
}
