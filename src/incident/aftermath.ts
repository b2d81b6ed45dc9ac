/** What is still to be done after the resolution. The fold of `AftermathEntry`; see `evolve-aftermath.ts`. */
export interface Aftermath {
  /** The review's three dates: when each was met, and how often it was asked for. */
  readonly review: Readonly<Record<ReviewStep, ReviewDate>>
  readonly actions: readonly Action[]
  /** Places in `post-mortem.follow-ups` that were posted. */
  readonly followUps: readonly number[]
  /** Number of the discussion that holds the published post-mortem. */
  readonly published: { readonly number: number; readonly url: string } | undefined
}

export type ReviewStep = 'scheduled' | 'held' | 'published'

export interface ReviewDate {
  readonly metAt: number | undefined
  readonly asked: number
}

/** A row of the post-mortem's table of action items. */
export interface Action {
  /** What tells it from other rows: the first text it had, folded. */
  readonly key: string
  readonly text: string
  /** As it is written: a login with an at-sign, or words. */
  readonly owner: string | undefined
  /** Epoch milliseconds of the end of that day, in UTC. */
  readonly due: number | undefined
  readonly number: number | undefined
  readonly closed: boolean
  readonly remindedAt: number | undefined
}

const untouched: ReviewDate = { metAt: undefined, asked: 0 }

export const noAftermath: Aftermath = {
  review: { scheduled: untouched, held: untouched, published: untouched },
  actions: [],
  followUps: [],
  published: undefined,
}

export type AftermathEntry =
  | { readonly type: 'ReviewMet'; readonly step: ReviewStep }
  | { readonly type: 'ReviewAsked'; readonly step: ReviewStep; readonly late: number }
  | {
      readonly type: 'ActionFound'
      readonly key: string
      readonly text: string
      readonly owner: string | undefined
      readonly due: number | undefined
    }
  | { readonly type: 'ActionOpened'; readonly key: string; readonly number: number }
  | { readonly type: 'ActionClosed'; readonly key: string; readonly reopened: boolean }
  | { readonly type: 'ActionReminded'; readonly key: string; readonly late: number }
  | { readonly type: 'FollowUpPosted'; readonly followUp: number; readonly late: number }
  | { readonly type: 'PublishRequested'; readonly category: string; readonly effect: string }
  | { readonly type: 'Published'; readonly number: number; readonly url: string }

export type AftermathMessage =
  | {
      readonly type: 'ReviewDue'
      readonly incident: string
      readonly step: ReviewStep
      readonly members: readonly string[]
      readonly late: number
    }
  /** The body of an action's issue. */
  | {
      readonly type: 'ActionIssue'
      readonly incident: string
      readonly text: string
      readonly owner: string | undefined
      readonly due: number | undefined
    }
  | { readonly type: 'ActionDue'; readonly incident: string; readonly key: string; readonly late: number }
  /** The answer to closing the post-mortem while actions are open. */
  | { readonly type: 'ActionsOpen'; readonly incident: string; readonly by: string }
  /** The discussion's text: what people made of the post-mortem's issue. */
  | { readonly type: 'PublishedPostmortem'; readonly incident: string; readonly text: string }
  | { readonly type: 'Published'; readonly incident: string; readonly url: string }
  | { readonly type: 'PublishFailed'; readonly incident: string; readonly reason: string }
