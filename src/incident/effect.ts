import type { Channel, FreezeMechanism, FreezeMode, InteractionLimit, ReviewedMode } from '../policy/policy.ts'
import type { AlertSeverity } from './alert.ts'
import type { Interruption } from './check-up.ts'
import type { Notice } from './communication.ts'
import type { ForecastConfiguration, ForecastResult, ProposeConfiguration } from './configuration-effect.ts'
import type { AdvisoryReason, AppliedFreeze, BranchComparison, WindowTitle } from './freeze-result.ts'
import type { KeptIncident } from './kept.ts'
import type { LookAround, LookResult } from './look-effect.ts'
import type { Message } from './message.ts'
import type { EndRehearsal, RehearseFreeze } from './rehearsal-effect.ts'

/**
 * Something to do outside. Stored before it is tried, looked for on GitHub before it is tried a second time.
 * One file of `github/perform/` carries out each.
 */
export type Effect = Looking &
  (
    | SyncCard
    | SyncLabels
    | PostComment
    | React
    | ApplyFreeze
    | LiftFreeze
    | PublishCheck
    | OpenIssue
    | KeepIssue
    | NotifyChannel
    | LockThread
    | LimitInteractions
    | OpenRevert
    | OpenAdvisory
    | PublishDiscussion
    | RehearseFreeze
    | EndRehearsal
    | ForecastConfiguration
    | ProposeConfiguration
    | LookAround
  )

export interface Looking {
  /** It may have been done before the database was lost: it is looked for, as after a try whose end was not seen. */
  readonly again?: true
}

/** The anchor's one card; rendered from the incident as it stands when the effect is performed. */
export interface SyncCard {
  readonly type: 'SyncCard'
  readonly incident: string
  readonly thread: number
  /** It is known not to stand there, though it was written. */
  readonly anew?: true
  /** The rendered text; the engine fills it in when the effect is performed and never stores it. */
  readonly body?: string
  /** What the card keeps, sealed, for the day when the database is lost; filled in as `body` is. */
  readonly kept?: KeptIncident
}

export interface LabelSpec {
  readonly name: string
  /** Six hexadecimal digits, used only when the label does not exist yet. */
  readonly color: string
  readonly description: string
}

/** The labels that should stand on a thread now; labels that we put there earlier under the same key and that are no longer listed go. */
export interface SyncLabels {
  readonly type: 'SyncLabels'
  readonly thread: number
  readonly labels: readonly LabelSpec[]
  /** Names of those that stand there already, where a delivery told: saves looking. */
  readonly standing?: readonly string[]
}

export interface PostComment {
  readonly type: 'PostComment'
  readonly thread: number
  readonly message: Message
  /** `OWNER/REPO` of the same owner, when the thread is not in the incident's own. */
  readonly repository?: string
  /** As for `OpenIssue`. */
  readonly secret?: boolean
  /** The rendered text; the engine fills it in when the effect is stored. */
  readonly body?: string
}

export interface React {
  readonly type: 'React'
  readonly commentId: number
  readonly content: '+1' | 'confused' | 'eyes'
  /** Key of the card that tells of what the comment asked for: while that waits, so does the reaction. */
  readonly seals?: string
}

export interface ApplyFreeze {
  readonly type: 'ApplyFreeze'
  readonly incident: string
  /** The anchor's number: it names the ruleset and the check. Undefined for a planned freeze. */
  readonly number: number | undefined
  /** Set for a planned freeze, whose id is in place of the incident's. */
  readonly window?: WindowTitle
  readonly mode: FreezeMode
  readonly branches: readonly string[]
  readonly mechanism: FreezeMechanism
  readonly reviewed: ReviewedMode
  /** The required check of mode `hotfix-only`. */
  readonly checkName: string
  /** What stood before, when the mode of a freeze that is on changes. */
  readonly replaces: AppliedFreeze | undefined
  /** Key of the effect that froze first: its memory holds what stood before. Undefined: this one is the first. */
  readonly firstKey: string | undefined
}

export interface LiftFreeze extends Looking {
  readonly type: 'LiftFreeze'
  readonly incident: string
  /** As for `ApplyFreeze`. */
  readonly number: number | undefined
  readonly window?: WindowTitle
  readonly checkName: string
  /** Undefined when the freeze was never seen to hold: then it is looked for by name. */
  readonly applied: AppliedFreeze | undefined
  /** Key of the effect that froze first: its memory holds the snapshots. */
  readonly applyKey: string
}

export interface PublishCheck {
  readonly type: 'PublishCheck'
  readonly name: string
  readonly sha: string
  readonly externalId: string
  readonly conclusion: 'success' | 'failure'
  readonly message: Message
  readonly output?: CheckOutput
  /** When somebody asked for it to be run again, in epoch milliseconds: then an equal verdict is published once more. */
  readonly rerun?: number
}

export interface CheckOutput {
  readonly title: string
  readonly summary: string
  readonly text?: string
  readonly annotations?: readonly CheckAnnotation[]
}

export interface CheckAnnotation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}

/** Opens an issue exactly once; its stored key is what makes it one. */
export interface OpenIssue {
  readonly type: 'OpenIssue'
  readonly title: string
  readonly labels: readonly LabelSpec[]
  readonly assignees: readonly string[]
  readonly message: Message
  /** `OWNER/REPO` of the same owner, when it is not the incident's own. */
  readonly repository?: string
  /** Its text tells what is confidential: it is worded in full, and refused where `repository` turns out to be public. */
  readonly secret?: boolean
  readonly body?: string
}

/** One issue that is opened, rewritten, closed and reopened as the thing it reports comes and goes. Nothing is opened when `open` is false and there is none. */
export interface KeepIssue {
  readonly type: 'KeepIssue'
  readonly open: boolean
  readonly title: string
  readonly labels: readonly LabelSpec[]
  readonly message: Message
  /** Key of the effect that opened it, where that is another one. Then it is only closed, and one that is closed stays as it is. */
  readonly openedBy?: string
  readonly body?: string
}

/** Tells a channel outside GitHub. Carried out by `src/notify`; at least once, because most channels cannot be asked what they got. */
export interface NotifyChannel {
  readonly type: 'NotifyChannel'
  readonly incident: string
  /** Its name in the configuration, and what stands there. */
  readonly channel: string
  readonly kind: Channel['type']
  readonly secret: string
  readonly notice: Notice
  /** The engine fills it in when the effect is stored. */
  readonly words?: ChannelWords
}

/** What every channel is given; each shapes it as it can. Plain text, without markup. */
export interface ChannelWords {
  readonly title: string
  /** Names and values, such as severity and commander. */
  readonly facts: readonly (readonly [string, string])[]
  readonly text: string
  readonly url: string
  /** What it does to an alarm: PagerDuty's `event_action`. */
  readonly action: 'trigger' | 'acknowledge' | 'resolve' | 'none'
  readonly level: 'critical' | 'error' | 'warning' | 'info'
}

/** Locks a conversation or opens it again; what was locked before stays locked. */
export interface LockThread {
  readonly type: 'LockThread'
  readonly thread: number
  readonly locked: boolean
  /** Key of the effect that locked it first: its memory holds how it stood before. Undefined: this one is the first. */
  readonly firstKey: string | undefined
}

/** Who may interact with the whole repository; undefined takes a limit of ours away. Needs administration. */
export interface LimitInteractions {
  readonly type: 'LimitInteractions'
  readonly limit: InteractionLimit | undefined
  /** Milliseconds for which it has to last at least. */
  readonly lasts: number
}

/** Opens the pull request that takes a merged one back, through GitHub's own `revertPullRequest`. */
export interface OpenRevert {
  readonly type: 'OpenRevert'
  readonly pullRequest: number
  readonly title: string
  readonly message: Message
  readonly body?: string
}

/** Opens a draft security advisory of this repository. */
export interface OpenAdvisory {
  readonly type: 'OpenAdvisory'
  readonly title: string
  readonly severity: AlertSeverity
  readonly message: Message
  readonly body?: string
}

export interface PublishDiscussion {
  readonly type: 'PublishDiscussion'
  readonly category: string
  readonly title: string
  readonly message: Message
  readonly body?: string
}

export type EffectResult =
  | { readonly type: 'Commented'; readonly commentId: number; readonly url: string }
  | { readonly type: 'Frozen'; readonly applied: AppliedFreeze }
  /** Nothing could be enforced; `commands` are what an administrator can run by hand. */
  | { readonly type: 'Advisory'; readonly reason: AdvisoryReason; readonly commands: readonly string[] }
  | { readonly type: 'Lifted'; readonly comparison: readonly BranchComparison[]; readonly wasMissing: boolean }
  | { readonly type: 'IssueOpened'; readonly number: number; readonly url: string }
  | { readonly type: 'CheckPublished'; readonly checkRunId: number }
  /** `receipt` is what the other end answered, in our words. */
  | { readonly type: 'Sent'; readonly receipt: string }
  | { readonly type: 'PullRequestOpened'; readonly number: number; readonly url: string }
  | { readonly type: 'AdvisoryOpened'; readonly ghsa: string; readonly url: string }
  | { readonly type: 'DiscussionOpened'; readonly number: number; readonly url: string }
  /** How the conversation stands now: what somebody had locked before (`wasLocked`) is not opened. */
  | { readonly type: 'LockSeen'; readonly locked: boolean; readonly wasLocked?: boolean }
  /** `ours` is false when a limit that somebody else set stands, and was left alone. */
  | { readonly type: 'InteractionsLimited'; readonly ours: boolean }
  /** Undefined: no ruleset can be had here, and `why` says so. */
  | { readonly type: 'Rehearsed'; readonly rulesetId: number | undefined; readonly why: string | undefined }
  | ForecastResult
  | LookResult
  | { readonly type: 'Done' }

export type EffectOutcome =
  | { readonly succeeded: true; readonly result: EffectResult }
  /**
   * Given up for good: `reason` is for people and holds no secret. `interruption`: nothing can be done in the repository for now,
   * as GitHub said when it was asked after the refusal.
   */
  | { readonly succeeded: false; readonly reason: string; readonly interruption?: Interruption }

/**
 * How an effect is stored.
 * - `once`: a key that was seen before is left alone.
 * - `latest`: the newest body replaces a waiting one, and one that was done is done again; its result is kept as a hint.
 */
export interface PutEffect {
  readonly key: string
  readonly keep: 'once' | 'latest'
  /** Urgent ones (freeze, escalation) go before chatter. */
  readonly urgent: boolean
  readonly incident: string | undefined
  readonly effect: Effect
  /** GUID of the delivery that it goes back to, for the log alone. An equal body that is put again keeps the first one's. */
  readonly delivery?: string | undefined
}
