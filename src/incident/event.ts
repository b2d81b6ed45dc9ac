import type { Alert, DismissalReason } from './alert.ts'
import type { Interruption } from './check-up.ts'
import type { EffectOutcome, PutEffect } from './effect.ts'
import type { Actor, PullRequest, Repository, Thread } from './repository.ts'

/**
 * Something that happened, in our own words. Deliveries, due timers and the outcome of effects all become one of these,
 * and nothing else makes the procedure move.
 */
export type Event = GitHubEvent | TimerFired | EffectSettled | CheckUpDue | DatabaseLost

export type GitHubEvent =
  | IssueChanged
  | PostmortemClosedElsewhere
  | PullRequestChanged
  | CommentAdded
  | CommentEdited
  | ReviewChanged
  | BranchPushed
  | MergeGroupRequested
  | CheckRerunRequested
  | RulesetChanged
  | ProtectionChanged
  | RepositoryChanged
  | InstallationChanged
  | AlertChanged
  | DeploymentChanged

/**
 * A comparison of everything at hand in a repository with what is on GitHub; see `engine/reconcile.ts`. `repository` is as
 * GitHub described it just now, where it did.
 */
export interface CheckUpDue extends Happened {
  readonly type: 'CheckUpDue'
  /** Why nothing can be compared; undefined: it can. */
  readonly interruption: Interruption | undefined
  /** The moment of the last comparison, in epoch milliseconds; undefined: not known. */
  readonly since: number | undefined
}

/** Nothing is known of a repository: its open incidents are looked for on GitHub; see `engine/rebuild.ts`. */
export interface DatabaseLost extends Happened {
  readonly type: 'DatabaseLost'
}

interface Happened {
  readonly repository: Repository
  /** Epoch milliseconds, by the engine's clock when the delivery was accepted. */
  readonly at: number
  /** GUID of the delivery that brought it, for the log alone: nothing is decided by it. */
  readonly delivery?: string
}

interface Observed extends Happened {
  readonly actor: Actor
}

export interface IssueChanged extends Observed {
  readonly type: 'IssueChanged'
  readonly change:
    | 'opened'
    | 'edited'
    | 'labelled'
    | 'unlabelled'
    | 'reopened'
    | 'closed'
    | 'deleted'
    | 'transferred'
    | 'assigned'
  readonly issue: Thread
  /** The label of `labelled` and `unlabelled`; GitHub leaves it out when the label itself was deleted. */
  readonly label?: string
  /** Of `edited`: the title was changed, and perhaps nothing else. */
  readonly retitled?: true
  /** Where a transferred issue went, or where an opened one came from. */
  readonly counterpart?: { readonly repository: string; readonly repositoryId: number; readonly number: number }
}

/**
 * Somebody closed the post-mortem of an incident that was opened in another repository. It comes with that repository
 * and is led to the incident's own when it is accepted.
 */
export interface PostmortemClosedElsewhere extends Observed {
  readonly type: 'PostmortemClosedElsewhere'
  readonly incident: string
  /** Id of the incident's own repository. */
  readonly home: number
  /** Of the closed issue, in the other repository. */
  readonly number: number
}

export interface PullRequestChanged extends Observed {
  readonly type: 'PullRequestChanged'
  readonly change:
    | 'opened'
    | 'edited'
    | 'retargeted'
    | 'labelled'
    | 'unlabelled'
    | 'pushed'
    | 'drafted'
    | 'readied'
    | 'reopened'
    | 'closed'
    | 'merged'
    | 'assigned'
  readonly pullRequest: PullRequest
  readonly label?: string
}

export interface CommentAdded extends Observed {
  readonly type: 'CommentAdded'
  readonly thread: Thread
  readonly commentId: number
  readonly body: string
}

/** Only edits of this App's own comments are events: that is how a box is ticked. */
export interface CommentEdited extends Observed {
  readonly type: 'CommentEdited'
  readonly thread: Thread
  readonly commentId: number
  readonly before: string
  readonly after: string
}

export interface ReviewChanged extends Observed {
  readonly type: 'ReviewChanged'
  readonly change: 'submitted' | 'dismissed' | 'edited'
  readonly pullRequest: PullRequest
}

export interface BranchPushed extends Observed {
  readonly type: 'BranchPushed'
  readonly branch: string
  readonly before: string
  readonly after: string
  readonly forced: boolean
  readonly deleted: boolean
  readonly commits: readonly { readonly sha: string; readonly title: string }[]
  /** True when one of the pushed commits touches `.github/incident.yml`. */
  readonly touchesConfiguration: boolean
}

export interface MergeGroupRequested extends Observed {
  readonly type: 'MergeGroupRequested'
  readonly headSha: string
  /** Branch name without `refs/heads/`. */
  readonly baseBranch: string
}

/** Somebody pressed "Re-run" on a check of ours. */
export interface CheckRerunRequested extends Observed {
  readonly type: 'CheckRerunRequested'
  readonly name: string
  readonly sha: string
}

export interface RulesetChanged extends Observed {
  readonly type: 'RulesetChanged'
  readonly change: 'created' | 'edited' | 'deleted'
  readonly rulesetId: number
  readonly name: string
  readonly enforcement: string
}

export interface ProtectionChanged extends Observed {
  readonly type: 'ProtectionChanged'
  readonly change: 'created' | 'edited' | 'deleted'
  /** The classic rule's pattern. */
  readonly pattern: string
}

export interface RepositoryChanged extends Observed {
  readonly type: 'RepositoryChanged'
  readonly change: 'renamed' | 'transferred' | 'archived' | 'unarchived' | 'default-branch' | 'deleted' | 'visibility'
}

export interface InstallationChanged extends Observed {
  readonly type: 'InstallationChanged'
  readonly change: 'added' | 'removed' | 'suspended' | 'unsuspended' | 'permissions'
  /** GitHub named no repository: it is about all of the installation's, and led to each that has something at hand. */
  readonly everywhere?: true
  /** Whether the owner chose the repositories, or gave all of them; undefined: GitHub did not say. */
  readonly selection?: 'all' | 'selected'
  /** Its place among those that one delivery names, from 0: they are not all dealt with at once. */
  readonly place?: number
}

/** A Dependabot alert, or a security advisory of this repository. */
export interface AlertChanged extends Observed {
  readonly type: 'AlertChanged'
  /** `opened` again too; `closed` when it was fixed or dismissed; `published` is an advisory's. */
  readonly change: 'opened' | 'closed' | 'published'
  /** GitHub's own word: `created`, `reintroduced`, `fixed`, `dismissed`, … */
  readonly how: string
  /** Of a dismissal, where a person gave one. */
  readonly reason?: DismissalReason
  readonly alert: Alert
}

/** A deployment has come further. */
export interface DeploymentChanged extends Observed {
  readonly type: 'DeploymentChanged'
  readonly deployment: {
    readonly id: number
    readonly sha: string
    readonly ref: string
    readonly environment: string
    /** Epoch milliseconds. */
    readonly createdAt: number
  }
  /** GitHub's id of this status: of two statuses the one with the larger id is the newer. */
  readonly statusId: number
  readonly state: 'queued' | 'pending' | 'in_progress' | 'success' | 'failure' | 'error'
  /** Where its log is. */
  readonly url: string | undefined
}

export interface TimerFired extends Happened {
  readonly type: 'TimerFired'
  readonly incident: string
  readonly timer: string
  /** Epoch milliseconds. `at` is later when the process was down, and then the timeline says so. */
  readonly dueAt: number
}

export interface EffectSettled extends Happened {
  readonly type: 'EffectSettled'
  readonly put: PutEffect
  readonly outcome: EffectOutcome
}
