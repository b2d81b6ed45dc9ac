import type { Actor, Thread } from './repository.ts'

/** Why this App can do nothing in a repository for now. `removed` also stands for a repository that is not to be seen any more. */
export type Interruption = 'archived' | 'suspended' | 'removed' | 'deleted'

/** Since when, in epoch milliseconds: as far as anybody told. */
export interface Interrupted {
  readonly why: Interruption
  readonly since: number
}

/** What of ours somebody took off an anchor. */
export type PutBack = 'labels' | 'card'

export type CheckUpEntry =
  /** Nothing can be done in the repository: the clocks of the incident stand still. */
  | { readonly type: 'Interrupted'; readonly why: Interruption }
  | { readonly type: 'Continued'; readonly why: Interruption; readonly since: number }
  /**
   * A step of the escalation was reached, and its comment refused because nothing can be done here: it counts as not reached.
   * `told` and `reachedBefore` (epoch milliseconds) are as they were before it.
   */
  | {
      readonly type: 'StepMissed'
      readonly step: number
      readonly why: 'declared' | 'no-response' | 'repeat' | 'asked' | 'silent'
      readonly told: readonly string[]
      readonly reachedBefore: number | undefined
    }
  /** The same of a deadline, by its place in `updates.deadlines`. */
  | { readonly type: 'DeadlineMissed'; readonly deadline: number; readonly within: number }
  /** Not there any more. `putBack` is false where it had been put back before: then it is left. */
  | {
      readonly type: 'FoundMissing'
      readonly what: PutBack
      readonly names: readonly string[]
      readonly putBack: boolean
    }
  | { readonly type: 'AnchorReopened' }
  /** The App may not administer the repository any more, so it could not lift the freeze; or it may again. */
  | { readonly type: 'FreezeOutOfReach' }
  | { readonly type: 'FreezeInReach' }
  /** Of a freeze that somebody switched off, the ruleset was deleted at the end. */
  | { readonly type: 'LeftoverRemoved' }

export type CheckUpMessage =
  | { readonly type: 'Continued'; readonly incident: string; readonly why: Interruption; readonly since: number }
  | { readonly type: 'FreezeOutOfReach'; readonly incident: string }

/** How a freeze stands on GitHub, compared with how it was made. */
export interface FreezeStanding {
  /**
   * `open`: it is there and holds nothing back. `changed`: it holds, and not as it was made.
   * `unknown`: GitHub does not tell.
   */
  readonly is: 'as-made' | 'changed' | 'open' | 'gone' | 'unknown'
  /** What is other than it was made, each in a few words; the same words for the same change. */
  readonly changes: readonly string[]
  /** Who changed it last, where GitHub tells. */
  readonly by: Actor | undefined
  /** Whether this App may administer the repository; undefined: GitHub does not tell. */
  readonly administered: boolean | undefined
}

/** Where an issue or pull request is that was in this repository. */
export type Whereabouts =
  | { readonly is: 'here'; readonly thread: Thread }
  /** `to` is `OWNER/REPO#N` where GitHub names it. */
  | { readonly is: 'moved'; readonly to: string | undefined }
  /** Deleted, or made a discussion: GitHub does not tell which. */
  | { readonly is: 'gone' }
  | { readonly is: 'unknown' }

/** A check run of this App on a commit. */
export interface OwnCheck {
  readonly name: string
  /** Whose verdict it is: pull requests may share a commit. */
  readonly externalId: string
  /** Undefined while it is not completed. */
  readonly conclusion: string | undefined
}
