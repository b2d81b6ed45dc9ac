import type { Problem } from '../policy/problem.ts'
import type { AftermathMessage } from './aftermath.ts'
import type { AlertMessage } from './alert.ts'
import type { CheckUpMessage } from './check-up.ts'
import type { CommunicationMessage } from './communication.ts'
import type { CommunityMessage } from './community.ts'
import type { DashboardMessage } from './dashboard.ts'
import type { DisclosureMessage } from './disclosure.ts'
import type { DrillMessage } from './drill.ts'
import type { Hazard } from './finding.ts'
import type { Forecast } from './forecast.ts'
import type { BranchComparison } from './freeze-result.ts'
import type { HotfixVerdict } from './hotfix-verdict.ts'
import type { OnboardingMessage } from './onboarding.ts'
import type { PlannedMessage, WindowTold } from './planned-freeze.ts'
import type { Reason } from './reason.ts'
import type { RebuiltMessage } from './rebuilt.ts'
import type { Refusal } from './refusal.ts'
import type { RollOutMessage } from './roll-out.ts'

/**
 * What the App has to say, before it is put into words; `render/` writes the sentences.
 * Text from outside travels in here as it came and is neutralised when it is rendered.
 */
export type Message =
  | CourseMessage
  | CommunicationMessage
  | AlertMessage
  | RollOutMessage
  | DisclosureMessage
  | CommunityMessage
  | AftermathMessage
  | DashboardMessage
  | DrillMessage
  | PlannedMessage
  | CheckUpMessage
  | RebuiltMessage
  | OnboardingMessage

/** The freeze that a check belongs to: an incident's, or, where `window` is set, a planned one, whose id is in its place. */
interface WhoseFreeze {
  readonly incident: string
  readonly window?: WindowTold
}

/** What is said of every incident. */
type CourseMessage =
  | {
      readonly type: 'Escalated'
      readonly incident: string
      readonly step: number
      readonly members: readonly string[]
      readonly why: 'no-response' | 'repeat' | 'asked' | 'silent' | 'declared'
      readonly waited: number
      readonly late: number
      readonly reason: string | undefined
    }
  | { readonly type: 'Frozen'; readonly incident: string }
  | { readonly type: 'FreezeAdvisory'; readonly incident: string }
  | { readonly type: 'FreezeFailed'; readonly incident: string; readonly reason: string }
  | {
      readonly type: 'FreezeDurationAsked'
      readonly incident: string
      readonly members: readonly string[]
      readonly liftsAt: number
      readonly late: number
    }
  | {
      readonly type: 'FreezeTampered'
      readonly incident: string
      readonly by: string | undefined
      readonly bot: boolean
      /** Who is asked what a bot should do from now on; nobody where a person decided. */
      readonly members: readonly string[]
      readonly how: string
      readonly lost: boolean
      /** How often the freeze was taken away by now, where that looks like a tool's doing. */
      readonly times?: number | undefined
    }
  | {
      readonly type: 'Thawed'
      readonly incident: string
      readonly comparison: readonly BranchComparison[]
      readonly why: string
      readonly wasMissing: boolean
      readonly mitigatedBy: number | undefined
      /** Planned freezes that are on: they hold the branches still. */
      readonly planned?: readonly WindowTold[]
    }
  | { readonly type: 'ThawFailed'; readonly incident: string; readonly reason: string }
  | {
      readonly type: 'Checklist'
      readonly incident: string
      readonly checklist: string
      readonly title: string
      readonly items: readonly string[]
      /** Of one that is posted some time after the resolution: then nobody looks, and somebody must notice. */
      readonly followUp?: { readonly after: number; readonly members: readonly string[]; readonly late: number }
    }
  | {
      readonly type: 'ChecklistDue'
      readonly incident: string
      readonly title: string
      readonly open: readonly string[]
      readonly members: readonly string[]
    }
  | { readonly type: 'Confirmed'; readonly incident: string; readonly by: string; readonly members: readonly string[] }
  | {
      readonly type: 'SeverityChanged'
      readonly incident: string
      readonly from: string
      readonly to: string
      readonly by: string | undefined
      readonly members: readonly string[]
    }
  | { readonly type: 'Mitigated'; readonly incident: string; readonly number: number; readonly freezeStays: boolean }
  | {
      readonly type: 'Resolved'
      readonly incident: string
      readonly by: string | undefined
      readonly summary: string | undefined
      readonly askReason: boolean
    }
  | { readonly type: 'Cancelled'; readonly incident: string; readonly by: string; readonly reason: string }
  | {
      readonly type: 'Reopened'
      readonly incident: string
      readonly by: string
      readonly reason: string
      readonly askFreeze: boolean
    }
  | { readonly type: 'ReopenAsked'; readonly incident: string; readonly by: string }
  | { readonly type: 'AnchorClosedByUntrusted'; readonly incident: string; readonly by: string }
  | { readonly type: 'MarkRemoved'; readonly incident: string; readonly by: string; readonly what: string }
  /** More reports by people below the trust level than are looked into at a time. `marks` are labels. */
  | { readonly type: 'ReportsHeldBack'; readonly most: number; readonly marks: readonly string[] }
  | {
      readonly type: 'Bypassed'
      readonly incident: string
      readonly by: string | undefined
      readonly branch: string
      readonly sha: string
      readonly how: string
      readonly reason: string | undefined
    }
  | { readonly type: 'HotfixLinked'; readonly incident: string; readonly number: number }
  | {
      readonly type: 'PostmortemOpened'
      readonly incident: string
      readonly number: number
      readonly url: string
      readonly repository?: string
    }
  | {
      readonly type: 'Postmortem'
      readonly incident: string
      readonly title: string
      readonly template: string | undefined
    }
  /** What the record says at the end, for a post-mortem that was opened before it. */
  | { readonly type: 'FinalRecord'; readonly incident: string }
  | { readonly type: 'Status'; readonly incident: string }
  /** `planned`: planned freezes that are on. */
  | { readonly type: 'NoIncident'; readonly open: readonly number[]; readonly planned?: readonly WindowTold[] }
  | { readonly type: 'Help'; readonly to: string }
  | { readonly type: 'CommandRefused'; readonly to: string; readonly command: string; readonly refusal: Refusal }
  | { readonly type: 'HotfixReport'; readonly verdict: HotfixVerdict }
  | ({ readonly type: 'FreezePassed'; readonly why: Reason } & WhoseFreeze)
  | ({ readonly type: 'FreezeHeld'; readonly why: Reason } & WhoseFreeze)
  | ({ readonly type: 'FreezeOver' } & WhoseFreeze)
  | ({
      readonly type: 'MergeGroup'
      readonly passed: boolean
      readonly members: readonly { readonly number: number; readonly passed: boolean; readonly why: string }[]
    } & WhoseFreeze)
  | {
      readonly type: 'ConfigReport'
      /** There is no such file on that commit. */
      readonly absent?: true
      readonly problems: readonly Problem[]
      readonly notices: readonly Problem[]
      /** What it would change; undefined: nobody asked. */
      readonly forecast?: Forecast | 'under-way'
      /** What would hurt in an emergency. */
      readonly hazards?: readonly Hazard[]
    }
  | { readonly type: 'ConfigIssue'; readonly problems: readonly Problem[]; readonly sha: string }
  | { readonly type: 'ConfigFixed'; readonly sha: string }
  | { readonly type: 'Lost'; readonly incident: string; readonly how: string }
