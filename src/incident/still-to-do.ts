import { type Action, followUpList, type ReviewStep, reviewItems, reviewList } from './aftermath.ts'
import { type Checklist, type Incident, isActive } from './incident.ts'
import { isFor } from './meant-for.ts'

/** Whether a date of the review was met: a trusted person ticked it, or the post-mortem was closed. */
export function isReviewMet(incident: Incident, step: ReviewStep): boolean {
  if (incident.postmortem?.closed) return true
  const items = incident.checklists.find(({ id }) => id === reviewList)?.items ?? []
  const item = items[reviewItems(incident.policy.postmortem).indexOf(step)]
  return item?.ticked === true && item.trusted
}

/** What the dates of a review are counted from: the resolution, or the disclosure of a secret, about which nobody could talk before. */
export interface ReviewStart {
  readonly at: number
  readonly what: 'resolution' | 'disclosure'
}

/** Undefined before the resolution. */
export function reviewStart({ times, disclosure }: Pick<Incident, 'times' | 'disclosure'>): ReviewStart | undefined {
  const { resolved } = times
  const { disclosedAt } = disclosure
  if (resolved === undefined) return undefined
  const isLater = disclosedAt !== undefined && disclosedAt > resolved
  return isLater ? { at: disclosedAt, what: 'disclosure' } : { at: resolved, what: 'resolution' }
}

/** Actions that still hold the incident open. */
export const openActions = ({ aftermath }: Pick<Incident, 'aftermath'>): readonly Action[] =>
  aftermath.actions.filter(({ status }) => status === 'asked' || status === 'open')

/** Whether actions are followed though the incident is closed: they were found when its private post-mortem became public. */
export const isTracked = (incident: Pick<Incident, 'status' | 'aftermath'>): boolean =>
  incident.status === 'closed' && openActions(incident).length > 0

/** Whether its publication was asked for and is neither done nor given up. */
export const isPublishing = ({ aftermath: { publishing } }: Pick<Incident, 'aftermath'>): boolean =>
  publishing === 'asked' || publishing === 'refused' || publishing === 'asked-again'

/** What of an incident tells whether its follow-ups are over. */
type Followed = Pick<Incident, 'status' | 'policy' | 'kind' | 'severity' | 'drill' | 'aftermath' | 'checklists'>

/** Places in `post-mortem.follow-ups` whose lists are still to be posted. A false alarm and an exercise have none. */
export function followUpsToCome(incident: Omit<Followed, 'checklists'>): readonly number[] {
  const { status, policy, drill, aftermath } = incident
  if (drill || (status !== 'resolved' && status !== 'closed')) return []
  const posted = aftermath.followUps.map(({ place }) => place)
  return policy.postmortem.followUps.flatMap(({ checklist }, place) =>
    posted.includes(place) || !isListFor(incident, checklist) ? [] : [place],
  )
}

/** A list may be meant for some kinds and severities alone, wherever it is named. */
function isListFor(incident: Pick<Incident, 'policy' | 'kind' | 'severity'>, checklist: string): boolean {
  const list = incident.policy.checklists.find(({ id }) => id === checklist)
  return list === undefined || isFor(incident, list)
}

/** True while a follow-up of an incident is to come, or its items are to be ticked. */
export function isFollowedUp(incident: Followed): boolean {
  if (followUpsToCome(incident).length > 0) return true
  const ids = incident.aftermath.followUps.map(({ place }) => followUpList(place))
  return (
    !incident.aftermath.followUpsOver && incident.checklists.some((list) => ids.includes(list.id) && hasOpenItems(list))
  )
}

const hasOpenItems = ({ items }: Checklist): boolean => items.some(({ ticked }) => !ticked)

/**
 * True while it has to be at hand: it is active, or it is closed and its follow-ups, action items or a cool-down are not over. Those move
 * nothing but themselves, so whatever is about merging and about work on the emergency asks `isActive`.
 */
export const isAtHand = (
  incident: Pick<
    Incident,
    'status' | 'freeze' | 'policy' | 'kind' | 'severity' | 'drill' | 'aftermath' | 'checklists' | 'cooldowns'
  >,
): boolean => isActive(incident) || isFollowedUp(incident) || isTracked(incident) || incident.cooldowns.length > 0
