import type { FreezeMechanism, FreezeMode, ReviewedMode } from '../policy/policy.ts'
import type { AdvisoryReason, AppliedFreeze, BranchComparison } from './freeze-result.ts'
import type { Message } from './message.ts'

/**
 * Something to do outside. Stored before it is tried, looked for on GitHub before it is tried a second time.
 * One file of `github/perform/` carries out each.
 */
export type Effect =
  | SyncCard
  | SyncLabels
  | PostComment
  | React
  | ApplyFreeze
  | LiftFreeze
  | PublishCheck
  | OpenIssue
  | KeepIssue

/** The anchor's one card; rendered from the incident as it stands when the effect is performed. */
export interface SyncCard {
  readonly type: 'SyncCard'
  readonly incident: string
  readonly thread: number
  /** The rendered text; the engine fills it in when the effect is performed and never stores it. */
  readonly body?: string
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
  /** The rendered text; the engine fills it in when the effect is stored. */
  readonly body?: string
}

export interface React {
  readonly type: 'React'
  readonly commentId: number
  readonly content: '+1' | 'confused' | 'eyes'
}

export interface ApplyFreeze {
  readonly type: 'ApplyFreeze'
  readonly incident: string
  /** The anchor's number: it names the ruleset and the check. */
  readonly number: number
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

export interface LiftFreeze {
  readonly type: 'LiftFreeze'
  readonly incident: string
  readonly number: number
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
  readonly body?: string
}

/** One issue that is opened, rewritten, closed and reopened as the thing it reports comes and goes. Nothing is opened when `open` is false and there is none. */
export interface KeepIssue {
  readonly type: 'KeepIssue'
  readonly open: boolean
  readonly title: string
  readonly labels: readonly LabelSpec[]
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
  | { readonly type: 'Done' }

export type EffectOutcome =
  | { readonly succeeded: true; readonly result: EffectResult }
  /** Given up for good: `reason` is for people and holds no secret. */
  | { readonly succeeded: false; readonly reason: string }

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
}
