import { isSecret } from '../disclosure.ts'
import type { OpenIssue, PutEffect } from '../effect.ts'
import { type Incident, isBeingLifted } from '../incident.ts'
import { assigneesAmong, leadersOf, namedMembers } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { templateText } from './template-text.ts'

/** Whether the policy wants a post-mortem for this incident at all. */
export const isPostmortemWanted = ({ drill, policy, severity }: Incident): boolean =>
  drill === undefined && policy.postmortem.open !== false && (policy.postmortem.severities?.includes(severity) ?? true)

/**
 * Opens the post-mortem where the policy wants it by now. Its text is never written anew, so it waits for a thaw that is
 * under way: whoever sees the thaw's outcome asks again.
 */
export function* openPostmortemWhenDue(plan: Plan, incident: Incident): Asking<Incident> {
  const { freeze, policy, status } = incident
  const isMitigated = status === 'mitigated' && policy.postmortem.open === 'hotfix-merged'
  const isDue = (isMitigated || status === 'resolved') && policy.postmortem.open !== false && !isBeingLifted(freeze)
  return isDue ? yield* openPostmortem(plan, incident) : incident
}

/**
 * Opens the post-mortem issue, once in an incident's life; `asked`: also where the policy would not by itself. That of a
 * secret is opened in full in a private repository, or waits until it is disclosed.
 */
export function* openPostmortem(plan: Plan, incident: Incident, asked = false): Asking<Incident> {
  const again = asked && isGivenUp(incident)
  if ((incident.postmortem && !again) || !(asked || isPostmortemWanted(incident))) return incident
  if (isWaiting(incident)) return sayThatItWaits(plan, incident)
  const effect = yield* putPostmortem(plan, incident, again ? 'latest' : 'once')
  return again ? incident : plan.record(incident, { type: 'PostmortemRequested', effect })
}

/** One that was asked for and not seen is asked for under the same key. */
export function* askForPostmortemAgain(plan: Plan, incident: Incident): Asking<void> {
  if (incident.postmortem && incident.postmortem.number === undefined && !isGivenUp(incident))
    yield* putPostmortem(plan, incident, 'once')
}

/** Returns the stored key. */
function* putPostmortem(plan: Plan, incident: Incident, keep: PutEffect['keep']): Asking<string> {
  const { template: wanted, title } = incident.policy.postmortem
  const template = yield* templateText(wanted)
  const repository = repositoryFor(incident)
  return plan.put(
    incident,
    {
      ...postmortemIssue(plan, incident),
      message: { type: 'Postmortem', incident: incident.id, title, template },
      ...(repository !== undefined && { repository, secret: isSecret(incident) }),
    },
    { key: postmortemKey(incident.id), keep },
  )
}

/** How the issue looks, whatever it says. */
export function postmortemIssue(
  plan: Plan,
  incident: Incident,
): Pick<OpenIssue, 'type' | 'title' | 'labels' | 'assignees'> {
  const { title, labels } = incident.policy.postmortem
  const description = 'What happened, why, and what changes'
  return {
    type: 'OpenIssue',
    title,
    labels: labels.map((name) => ({ name, color: '5319e7', description })),
    assignees: assigneesAmong(appointed(plan, incident)),
  }
}

/** `OWNER/REPO` where it is opened; undefined: the incident's own. The details of a secret have a repository that is private by intention. */
function repositoryFor(incident: Incident): string | undefined {
  const { confidential, postmortem } = incident.policy
  return (isSecret(incident) ? confidential.repository : undefined) ?? postmortem.repository
}

/** A secret without a private repository to write about it in. */
export const isWaiting = (incident: Incident): boolean => isSecret(incident) && repositoryFor(incident) === undefined

function sayThatItWaits(plan: Plan, incident: Incident): Incident {
  const message = { type: 'PostmortemWaits', incident: incident.id, repository: undefined, reason: undefined } as const
  plan.put(
    incident,
    { type: 'PostComment', thread: incident.anchor.number, message },
    { key: `${postmortemKey(incident.id)}/waits` },
  )
  return incident
}

/** GitHub refused to open it for good: whoever asks once more has it tried once more, under the same key. */
export const isGivenUp = ({ postmortem, timeline }: Incident): boolean =>
  postmortem !== undefined &&
  postmortem.number === undefined &&
  timeline.some((entry) => entry.type === 'EffectGivenUp' && entry.what === 'OpenIssue')

/** The stored key under which the one post-mortem of an incident is opened. */
const postmortemKey = (incident: string): string => `${incident}/post-mortem`

/** The people and teams whom the configuration wants to see to the post-mortem, as they are now. */
const appointed = (plan: Plan, incident: Incident): readonly string[] =>
  namedMembers(plan.situation.policy, incident.policy.postmortem.assign, incident, plan.now)

/** Who is asked to see to what is left: whoever the configuration appoints, else the commander, else the responders. */
export function caretakers(plan: Plan, incident: Incident): readonly string[] {
  const members = appointed(plan, incident)
  if (members.length > 0) return members
  return leadersOf(plan, incident)
}
