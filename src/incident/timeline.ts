import type { FreezeMode, HotfixRule } from '../policy/policy.ts'
import type { AftermathEntry } from './aftermath.ts'
import type { AlertEntry } from './alert.ts'
import type { CheckUpEntry } from './check-up.ts'
import type { CommunicationEntry } from './communication.ts'
import type { CommunityEntry } from './community.ts'
import type { DisclosureEntry } from './disclosure.ts'
import type { DrillEntry } from './drill.ts'
import type { AdvisoryReason, AppliedFreeze, BranchComparison } from './freeze-result.ts'
import type { GivenCheck } from './given-check.ts'
import type { RebuiltEntry } from './rebuilt.ts'
import type { RollOutEntry } from './roll-out.ts'

export type Status = 'reported' | 'declared' | 'acknowledged' | 'mitigated' | 'resolved' | 'closed' | 'cancelled'

/** One line of an incident's timeline: something decided or seen, kept for ever. The incident's state is their fold. */
export type Entry = Stamp & EntryBody

export interface Stamp {
  /** Epoch milliseconds. */
  readonly at: number
  /** A GitHub login; undefined: Firebreak itself. */
  readonly by?: string | undefined
}

export type EntryBody =
  | CourseEntry
  | CommunicationEntry
  | AlertEntry
  | RollOutEntry
  | DisclosureEntry
  | CommunityEntry
  | AftermathEntry
  | DrillEntry
  | CheckUpEntry
  | RebuiltEntry

/** What every incident goes through. */
type CourseEntry =
  | { readonly type: 'Reported'; readonly how: string }
  | { readonly type: 'Declared'; readonly how: string }
  /** `replacement`: the issue that was opened in place of a lost anchor. */
  | { readonly type: 'Reanchored'; readonly title: string; readonly replacement?: number }
  | { readonly type: 'SeverityChanged'; readonly severity: string; readonly from: string; readonly how: string }
  | { readonly type: 'KindChanged'; readonly kind: string | undefined; readonly how: string }
  | { readonly type: 'CommanderNamed'; readonly login: string }
  | { readonly type: 'Responded'; readonly how: string }
  | { readonly type: 'Acknowledged' }
  /** Roles are what the policy calls them; `members` who they were then. `late` is in milliseconds, 0 when on time. */
  | {
      readonly type: 'StepReached'
      readonly step: number
      readonly roles: readonly string[]
      readonly members: readonly string[]
      readonly channels: readonly string[]
      readonly why: 'declared' | 'no-response' | 'repeat' | 'asked' | 'silent'
      readonly late: number
      readonly reason: string | undefined
    }
  /** `step` is undefined where it was no step of the escalation that told them. */
  | {
      readonly type: 'Told'
      readonly step: number | undefined
      readonly members: readonly string[]
      readonly url: string
    }
  | { readonly type: 'ResponsePromiseBroken'; readonly promised: number; readonly late: number }
  | { readonly type: 'ResolutionPromiseBroken'; readonly promised: number; readonly late: number }
  | { readonly type: 'Snoozed'; readonly until: number }
  | {
      readonly type: 'FreezeRequested'
      readonly mode: FreezeMode
      readonly branches: readonly string[]
      readonly effect: string
    }
  | { readonly type: 'FrozenSeen'; readonly applied: AppliedFreeze }
  | { readonly type: 'FreezeIsAdvisory'; readonly reason: AdvisoryReason; readonly commands: readonly string[] }
  | { readonly type: 'FreezeFailed'; readonly reason: string }
  | { readonly type: 'FreezeDurationAsked'; readonly late: number }
  | { readonly type: 'ThawRequested'; readonly why: string }
  | { readonly type: 'Thawed'; readonly comparison: readonly BranchComparison[]; readonly wasMissing: boolean }
  | { readonly type: 'ThawFailed'; readonly reason: string }
  | { readonly type: 'FreezeTampered'; readonly how: string; readonly lost: boolean; readonly found?: string }
  | ({ readonly type: 'FreezeCheckGiven'; readonly sha: string } & GivenCheck)
  | { readonly type: 'HotfixLinked'; readonly number: number; readonly how: string; readonly byHand: boolean }
  | {
      readonly type: 'HotfixJudged'
      readonly number: number
      readonly sha: string
      readonly passed: boolean
      readonly failed: readonly HotfixRule[]
    }
  | {
      readonly type: 'HotfixMerged'
      readonly number: number
      readonly sha: string | undefined
      readonly closesAnchor: boolean
    }
  | { readonly type: 'HotfixClosed'; readonly number: number }
  | {
      readonly type: 'Bypassed'
      readonly id: string
      readonly branch: string
      readonly sha: string
      readonly how: string
      /** Given before it was noticed. */
      readonly reason?: string | undefined
    }
  /** `ahead`: nothing had gone past the freeze yet; it stands for what does so next. */
  | { readonly type: 'BypassExplained'; readonly reason: string; readonly ahead?: boolean }
  | {
      readonly type: 'ChecklistRequested'
      readonly checklist: string
      readonly title: string
      readonly items: readonly string[]
      readonly thread: number
    }
  | { readonly type: 'ChecklistPosted'; readonly checklist: string; readonly commentId: number }
  | {
      readonly type: 'ItemTicked'
      readonly checklist: string
      readonly item: number
      readonly ticked: boolean
      readonly trusted: boolean
    }
  | { readonly type: 'ChecklistDue'; readonly checklist: string; readonly open: number; readonly late: number }
  | { readonly type: 'Updated'; readonly text: string }
  | { readonly type: 'Noted'; readonly text: string; readonly happenedAt: number | undefined }
  | { readonly type: 'Mitigated'; readonly number: number }
  | { readonly type: 'Resolved'; readonly summary: string | undefined; readonly how: string }
  | { readonly type: 'Closed'; readonly why: string }
  | { readonly type: 'Cancelled'; readonly reason: string }
  | { readonly type: 'Reopened'; readonly reason: string }
  | { readonly type: 'AnchorLost'; readonly how: 'deleted' | 'transferred' | 'gone'; readonly to: string | undefined }
  /** `by-merge`: GitHub closed it for a closing keyword of a merged hotfix. */
  | {
      readonly type: 'AnchorClosed'
      readonly how: 'by-merge' | 'trusted' | 'untrusted'
      /** By GitHub's clock: one close is told once, whoever tells of it first. */
      readonly closedAt?: number | undefined
    }
  | { readonly type: 'MarkRemoved'; readonly what: string }
  | { readonly type: 'CardPosted'; readonly commentId: number }
  | { readonly type: 'PostmortemRequested'; readonly effect: string }
  /** `repository`: `OWNER/REPO`, when it is not the incident's own. */
  | {
      readonly type: 'PostmortemOpened'
      readonly number: number
      readonly url: string
      readonly repository?: string
    }
  /** `gone`: its issue was deleted, or moved to where nothing of it is told. */
  | { readonly type: 'PostmortemClosed'; readonly gone?: 'deleted' | 'transferred' }
  | { readonly type: 'PushSuspected'; readonly branch: string; readonly sha: string; readonly lookAgainAt: number }
  | { readonly type: 'PushCleared'; readonly sha: string }
  | { readonly type: 'EffectGivenUp'; readonly what: string; readonly reason: string }
