import { isSecret } from '../disclosure.ts'
import type { EffectOutcome, PublishDiscussion } from '../effect.ts'
import type { IssueChanged } from '../event.ts'
import { type Incident, isEnded } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueAt } from '../question.ts'
import { closeWhenDone } from './resolve.ts'

/**
 * Publishes a finished post-mortem to Discussions, once, where the configuration names a category. One that is still a
 * secret is kept back: whoever discloses the incident asks again. What was refused is tried once more, when it is closed again.
 */
export function* publishPostmortem(plan: Plan, incident: Incident): Asking<Incident> {
  const category = incident.policy.postmortem.publish.discussions
  const number = incident.postmortem?.number
  if (category === undefined || number === undefined || !mayPublish(incident)) return incident
  const issue = yield* issueAt(number)
  if (!issue) return incident
  const { title, body: text } = issue
  plan.put(
    incident,
    {
      type: 'PublishDiscussion',
      category,
      title,
      message: { type: 'PublishedPostmortem', incident: incident.id, title, text },
    },
    { key: `${incident.id}/publish`, keep: incident.aftermath.publishing === 'refused' ? 'latest' : 'once' },
  )
  return plan.record(incident, { type: 'PublishRequested', category })
}

/** What is written in another repository may be meant for those who can read it there. */
function mayPublish(incident: Incident): boolean {
  const { postmortem, drill, aftermath } = incident
  const mayAsk = aftermath.publishing === 'not-asked' || aftermath.publishing === 'refused'
  const isHere = postmortem?.closed === true && !postmortem.gone && postmortem.repository === undefined
  return isHere && !drill && !isSecret(incident) && mayAsk
}

/** The outcome: the link, or why there is none, is said on the post-mortem. */
export function notePublished(
  plan: Plan,
  incident: Incident,
  { category }: PublishDiscussion,
  outcome: EffectOutcome,
): void {
  if (!outcome.succeeded) {
    const { reason } = outcome
    const refused = plan.record(incident, { type: 'PublishRefused', reason })
    const isLast = refused.aftermath.publishing === 'given-up' || isEnded(refused)
    say(plan, refused, { type: 'PublishRefused', incident: incident.id, category, reason, isLast })
    closeWhenDone(plan, refused)
    return
  }
  if (outcome.result.type !== 'DiscussionOpened') return
  const { number, url } = outcome.result
  const published = plan.record(incident, { type: 'Published', number, url })
  say(plan, published, { type: 'Published', incident: incident.id, url })
  closeWhenDone(plan, published)
}

/** The post-mortem of an incident that is over was reopened, or closed again: that moves the incident no more. */
export function followPublished(plan: Plan, incident: Incident, { change, actor }: IssueChanged): void {
  const isClosed = incident.postmortem?.closed === true
  plan.because(`the post-mortem was ${change}, and the incident is over all the same`)
  if (change === 'reopened' && isClosed) plan.record(incident, { type: 'PostmortemReopened' }, actor.login)
  if (change === 'closed' && !isClosed)
    sayThatItWasPublished(plan, plan.record(incident, { type: 'PostmortemClosed' }, actor.login))
}

/** Closed again after it was published: a discussion is published once, and belongs to those who talk there from then on. */
export function sayThatItWasPublished(plan: Plan, incident: Incident): void {
  const published = incident.timeline.findLast((entry) => entry.type === 'Published')
  if (published) say(plan, incident, { type: 'PublishedBefore', incident: incident.id, url: published.url })
}

function say(plan: Plan, incident: Incident, message: Message): void {
  const thread = incident.postmortem?.number ?? incident.anchor.number
  plan.put(incident, { type: 'PostComment', thread, message })
}
