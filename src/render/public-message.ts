import type { Alert } from '../incident/alert.ts'
import { describedCommand } from '../incident/commands-table.ts'
import { isSecret } from '../incident/disclosure.ts'
import type { HotfixVerdict } from '../incident/hotfix-verdict.ts'
import type { Incident } from '../incident/incident.ts'
import type { Message } from '../incident/message.ts'
import type { Refusal } from '../incident/refusal.ts'
import { securityPage } from './alert-words.ts'
import { publicAction, withheld } from './public-entry.ts'
import type { Messages, MessageType } from './saying.ts'

const asItIs = <M>(message: M): M => message
const withoutReason = <M extends { readonly reason: string }>(message: M): M => ({ ...message, reason: withheld })
const withoutText = <M extends { readonly text: string }>(message: M): M => ({ ...message, text: withheld })

/**
 * What of a message about a secret may be said where anybody can read it. A type that is missing here does not compile:
 * whoever adds one decides what of it is public. What a sentence draws from the incident is the business of `publicView`.
 */
const tellings: { readonly [Type in MessageType]: (message: Messages[Type]) => Messages[Type] } = {
  Escalated: (message) => ({ ...message, reason: message.reason === undefined ? undefined : withheld }),
  Frozen: asItIs,
  FreezeAdvisory: asItIs,
  FreezeFailed: asItIs,
  FreezeDurationAsked: asItIs,
  FreezeTampered: asItIs,
  Thawed: asItIs,
  ThawFailed: asItIs,
  Checklist: asItIs,
  ChecklistDue: asItIs,
  Confirmed: asItIs,
  SeverityChanged: asItIs,
  Mitigated: asItIs,
  Resolved: (message) => ({ ...message, summary: undefined }),
  Cancelled: withoutReason,
  Reopened: withoutReason,
  ReopenAsked: asItIs,
  AnchorClosedByUntrusted: asItIs,
  MarkRemoved: asItIs,
  ReportsHeldBack: asItIs,
  Bypassed: (message) => ({ ...message, reason: message.reason === undefined ? undefined : withheld }),
  HotfixLinked: asItIs,
  PostmortemOpened: asItIs,
  Postmortem: asItIs,
  FinalRecord: asItIs,
  Status: asItIs,
  NoIncident: asItIs,
  Help: asItIs,
  CommandRefused: (message) => ({
    ...message,
    command: describedCommand(message.command)?.name ?? '',
    refusal: publicRefusal(message.refusal),
  }),
  HotfixReport: (message) => ({ ...message, verdict: publicVerdict(message.verdict) }),
  FreezePassed: asItIs,
  FreezeHeld: asItIs,
  FreezeOver: asItIs,
  MergeGroup: asItIs,
  ConfigReport: asItIs,
  ConfigIssue: asItIs,
  ConfigFixed: asItIs,
  Onboarding: asItIs,
  Onboarded: asItIs,
  Lost: asItIs,
  // Communication.
  UpdateDue: asItIs,
  Announcement: asItIs,
  DeadlineReached: asItIs,
  ChannelNotTold: asItIs,
  // Alerts.
  AlertIssue: (message) => ({ ...message, alert: nothingOf(message.alert) }),
  AlertElsewhere: asItIs,
  AlertsHeldBack: (message) => ({ ...message, url: securityPage(message) ?? '' }),
  AlertClosed: asItIs,
  AlertReturned: asItIs,
  AdvisoryPublished: asItIs,
  // Roll-out. GitHub names a revert after the pull request that it takes back.
  RepairDecided: withoutReason,
  RollbackOpened: asItIs,
  RollbackFailed: asItIs,
  Rollback: (message) => ({ ...message, title: withheld }),
  StageDeployed: asItIs,
  StageWatched: asItIs,
  StageFailed: asItIs,
  RollOutFinished: asItIs,
  // Disclosure.
  Confidential: asItIs,
  DetailsPlace: asItIs,
  Details: asItIs,
  Disclosed: asItIs,
  PostmortemWaits: asItIs,
  PostmortemDisclosed: asItIs,
  DisclosedPostmortem: withoutText,
  // Community: drafts are the configuration's.
  CooldownBegun: asItIs,
  InteractionsLimited: asItIs,
  CooldownOver: asItIs,
  CooldownFailed: asItIs,
  Drafts: asItIs,
  // Aftermath.
  ReviewDue: asItIs,
  ActionIssue: publicAction,
  ActionDue: asItIs,
  ActionsOpen: asItIs,
  ActionsLeftOut: asItIs,
  PublishedPostmortem: (message) => ({ ...message, title: withheld, text: withheld }),
  Published: asItIs,
  PublishedBefore: asItIs,
  PublishRefused: asItIs,
  // A database that was lost.
  Rebuilt: asItIs,
  BegunAnew: asItIs,
  StrayFreezes: asItIs,
  // Drills: their scenarios are files of the repository.
  DrillIssue: asItIs,
  DrillInject: asItIs,
  DrillScore: asItIs,
  DrillFailed: asItIs,
  // What of a dashboard anybody may read follows from the repository, not from an incident.
  Dashboard: asItIs,
  DashboardOff: asItIs,
  DashboardNews: asItIs,
  // Planned freezes are the configuration's.
  PlannedNotice: asItIs,
  PlannedNews: asItIs,
  // Check-ups.
  Continued: asItIs,
  FreezeOutOfReach: asItIs,
}

/**
 * A message as it may be said in a public place.
 * @param incident what it is about; undefined where it is about none
 */
export function publicMessage(message: Message, incident: Incident | undefined): Message {
  // The issue of a confidential alert is opened before there is an incident that could be a secret.
  const isConfidential = message.type === 'AlertIssue' ? message.confidential : incident && isSecret(incident)
  return isConfidential ? tell(message.type, message) : message
}

/** The table is looked up type by type, so that each telling is given its own message. */
const tell = <Type extends MessageType>(type: Type, message: Messages[Type]): Messages[Type] => tellings[type](message)

/** What somebody typed by mistake may be taken off the page again; the answer to it would stay. */
const publicRefusal = (refusal: Refusal): Refusal =>
  refusal.type === 'unknown-name' && refusal.found !== '' ? { ...refusal, found: 'what you wrote' } : refusal

/** The name of a hotfix's branch often tells what it repairs. */
const publicVerdict = (verdict: HotfixVerdict): HotfixVerdict => ({
  ...verdict,
  rules: verdict.rules.map((rule) =>
    rule.rule === 'branch' ? { ...rule, found: branchWords[`${rule.passed}`], details: [] } : rule,
  ),
})

const branchWords = { true: 'has a name that fits', false: 'has a name or a place that does not fit' }

/** An alert of which nothing is told but its source, and where the repository lists what is one of them. */
const nothingOf = ({ source, severity, url }: Alert): Alert => ({
  source,
  severity,
  number: undefined,
  ghsa: '',
  cve: undefined,
  summary: '',
  score: undefined,
  exploited: undefined,
  scope: undefined,
  package: undefined,
  manifest: undefined,
  vulnerable: undefined,
  patched: undefined,
  url: securityPage({ source, url }) ?? '',
})
