import type { PostmortemPolicy } from '../policy/policy.ts'
import type { Checklist, Incident } from './incident.ts'
import { isFor } from './meant-for.ts'

/** What is still to be done after the resolution. The fold of `AftermathEntry`; see `evolve-aftermath.ts`. */
export interface Aftermath {
  /** How often each date of the review was asked for since the resolution, and when last. */
  readonly review: Readonly<Record<ReviewStep, ReviewDate>>
  /** In the order in which they were found. */
  readonly actions: readonly Action[]
  /** Keys of the actions in the order of their rows when the table was last read. */
  readonly table: readonly string[]
  readonly followUps: readonly FollowUp[]
  /** Nobody looks at the follow-ups' ticks any more. */
  readonly followUpsOver: boolean
  /** To Discussions. What was refused may be asked for once more; then it is given up. */
  readonly publishing: 'not-asked' | 'asked' | 'refused' | 'asked-again' | 'given-up' | 'done'
}

export type ReviewStep = 'scheduled' | 'held' | 'published'

export interface ReviewDate {
  readonly asked: number
  readonly lastAskedAt: number | undefined
}

/** A row of the post-mortem's table of action items. */
export interface Action {
  /** `1`, `2`, … as they were found. */
  readonly key: string
  readonly text: string
  /** As it is written: a login with an at-sign, or words. */
  readonly owner: string | undefined
  readonly due: DueDate | undefined
  /** Of its issue; undefined until that was seen to be open. */
  readonly number: number | undefined
  /** `refused`: no issue could be opened, so there is nothing to follow. */
  readonly status: 'asked' | 'open' | 'closed' | 'refused'
  readonly reminded: boolean
}

export interface DueDate {
  readonly written: string
  /** Epoch milliseconds at which it is over; undefined where the words name no date. */
  readonly at: number | undefined
}

/** A list of `post-mortem.follow-ups` whose time came. */
export interface FollowUp {
  /** Its place there. */
  readonly place: number
  readonly at: number
}

const neverAsked: ReviewDate = { asked: 0, lastAskedAt: undefined }

export const neverReviewed: Aftermath['review'] = { scheduled: neverAsked, held: neverAsked, published: neverAsked }

export const noAftermath: Aftermath = {
  review: neverReviewed,
  actions: [],
  table: [],
  followUps: [],
  followUpsOver: false,
  publishing: 'not-asked',
}

/** The id of the checklist on the post-mortem whose ticks say that the review is scheduled and held; no name of a configured one. */
export const reviewList = 'post-mortem/review'

/** The dates that people tick; that it is published is seen from its issue. */
const tickedSteps: readonly ReviewStep[] = ['scheduled', 'held']

/** The steps behind the items of the review's checklist, in their order. */
export const reviewItems = ({ due }: PostmortemPolicy): readonly ReviewStep[] =>
  tickedSteps.filter((step) => due[step] !== undefined)

/** Whether a date of the review was met: a trusted person ticked it, or the post-mortem was closed. */
export function isReviewMet(incident: Incident, step: ReviewStep): boolean {
  if (incident.postmortem?.closed) return true
  const items = incident.checklists.find(({ id }) => id === reviewList)?.items ?? []
  const item = items[reviewItems(incident.policy.postmortem).indexOf(step)]
  return item?.ticked === true && item.trusted
}

/** Actions that still hold the incident open. */
export const openActions = ({ aftermath }: Pick<Incident, 'aftermath'>): readonly Action[] =>
  aftermath.actions.filter(({ status }) => status === 'asked' || status === 'open')

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

/** The id of a follow-up's checklist; no name of a configured one, which may be posted at more than one time. */
export const followUpList = (place: number): string => `follow-up/${place}`

const hasOpenItems = ({ items }: Checklist): boolean => items.some(({ ticked }) => !ticked)

/** What a row says of its action. */
interface RowEntry {
  readonly key: string
  readonly text: string
  readonly owner: string | undefined
  readonly due: DueDate | undefined
}

export type AftermathEntry =
  | { readonly type: 'ReviewAsked'; readonly step: ReviewStep; readonly late: number }
  | ({ readonly type: 'ActionFound' } & RowEntry)
  | ({ readonly type: 'ActionChanged' } & RowEntry)
  /** The table has more rows than are followed; said once. */
  | { readonly type: 'ActionsLeftOut'; readonly followed: number }
  /** Bookkeeping: the order of the rows. */
  | { readonly type: 'ActionsRead'; readonly table: readonly string[] }
  | { readonly type: 'ActionOpened'; readonly key: string; readonly number: number }
  | { readonly type: 'ActionRefused'; readonly key: string; readonly reason: string }
  | { readonly type: 'ActionClosed'; readonly key: string; readonly how: 'closed' | 'deleted' | 'transferred' }
  | { readonly type: 'ActionReopened'; readonly key: string }
  | { readonly type: 'ActionReminded'; readonly key: string; readonly late: number }
  | { readonly type: 'PostmortemReopened' }
  | {
      readonly type: 'FollowUpDue'
      readonly place: number
      /** How long after the resolution it was meant for, in milliseconds. */
      readonly after: number
      readonly late: number
    }
  | { readonly type: 'FollowUpsOver' }
  | { readonly type: 'PublishRequested'; readonly category: string }
  | { readonly type: 'Published'; readonly number: number; readonly url: string }
  | { readonly type: 'PublishRefused'; readonly reason: string }

export type AftermathMessage =
  | {
      readonly type: 'ReviewDue'
      readonly incident: string
      readonly step: ReviewStep
      /** How long after the resolution it should have been, in milliseconds. */
      readonly within: number
      readonly members: readonly string[]
      readonly late: number
    }
  /** The body of an action's issue. */
  | {
      readonly type: 'ActionIssue'
      readonly incident: string
      readonly key: string
      readonly text: string
      readonly owner: string | undefined
      readonly due: DueDate | undefined
    }
  | {
      readonly type: 'ActionDue'
      readonly incident: string
      readonly key: string
      readonly members: readonly string[]
      readonly late: number
    }
  /** The answer to closing the post-mortem while actions are open. */
  | { readonly type: 'ActionsOpen'; readonly incident: string; readonly by: string }
  | { readonly type: 'ActionsLeftOut'; readonly incident: string; readonly followed: number }
  /** The discussion's text: what people made of the post-mortem's issue. */
  | {
      readonly type: 'PublishedPostmortem'
      readonly incident: string
      readonly title: string
      readonly text: string
    }
  | { readonly type: 'Published'; readonly incident: string; readonly url: string }
  | {
      readonly type: 'PublishRefused'
      readonly incident: string
      readonly category: string
      readonly reason: string
      /** It will not be tried again. */
      readonly isLast: boolean
    }
