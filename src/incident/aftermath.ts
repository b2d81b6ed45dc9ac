import type { PostmortemPolicy } from '../policy/policy.ts'

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
  /** As it is written: logins with an at-sign, or words; `membersIn` reads it. */
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

/** The id of a follow-up's checklist; no name of a configured one, which may be posted at more than one time. */
export const followUpList = (place: number): string => `follow-up/${place}`

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
  /** The answer to closing the post-mortem again. */
  | { readonly type: 'PublishedBefore'; readonly incident: string; readonly url: string }
  | {
      readonly type: 'PublishRefused'
      readonly incident: string
      readonly category: string
      readonly reason: string
      /** It will not be tried again. */
      readonly isLast: boolean
    }
