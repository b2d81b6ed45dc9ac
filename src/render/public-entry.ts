import { membersIn } from '../incident/action-items.ts'
import type { Action } from '../incident/aftermath.ts'
import type { Entry } from '../incident/timeline.ts'
import type { Entries } from './timeline-sentences.ts'

/** What stands in a public place where somebody wrote something about a secret. */
export const withheld = 'confidential'

/**
 * What becomes of one line of a secret's timeline where anybody can read it; undefined: it is left out.
 * What is kept of a line: people, numbers, moments, names that the configuration gives, GitHub's own words, and our own.
 */
type Telling<Type extends Entry['type']> = (entry: Entries[Type]) => Entries[Type] | undefined

const asItIs = <E>(entry: E): E => entry
const never = (): undefined => undefined
const withoutReason = <E extends { readonly reason: string }>(entry: E): E => ({ ...entry, reason: withheld })
const withoutText = <E extends { readonly text: string }>(entry: E): E => ({ ...entry, text: withheld })
const withoutHow = <E extends { readonly how: string }>(entry: E): E => ({ ...entry, how: withheld })

const publicDate = (due: Action['due']): Action['due'] =>
  due && { ...due, written: /^[\d./\s-]+$/u.test(due.written) ? due.written : withheld }

/** A row of the table of action items, which people write into the post-mortem. */
export const publicAction = <A extends Pick<Action, 'key' | 'text' | 'owner' | 'due'>>(action: A): A => ({
  ...action,
  text: `action ${action.key}`,
  owner: membersIn(action.owner).join(', ') || undefined,
  due: publicDate(action.due),
})

/** A type that is missing here does not compile: whoever adds one decides what of it is public. */
const tellings: { readonly [Type in Entry['type']]: Telling<Type> } = {
  // The course. How it was declared may be told by an alert.
  Reported: withoutHow,
  Declared: withoutHow,
  Reanchored: never,
  SeverityChanged: withoutHow,
  KindChanged: withoutHow,
  Mitigated: asItIs,
  Resolved: (entry) => ({ ...entry, summary: undefined }),
  Closed: asItIs,
  Cancelled: withoutReason,
  Reopened: withoutReason,
  AnchorLost: asItIs,
  AnchorClosed: asItIs,
  MarkRemoved: asItIs,
  // People.
  CommanderNamed: asItIs,
  Responded: asItIs,
  Acknowledged: asItIs,
  StepReached: (entry) => ({ ...entry, reason: entry.reason === undefined ? undefined : withheld }),
  Told: asItIs,
  ResponsePromiseBroken: asItIs,
  ResolutionPromiseBroken: asItIs,
  Snoozed: asItIs,
  Updated: withoutText,
  Noted: withoutText,
  // The freeze: its ruleset can be read by anybody too.
  FreezeRequested: asItIs,
  FrozenSeen: asItIs,
  FreezeIsAdvisory: asItIs,
  FreezeFailed: asItIs,
  FreezeDurationAsked: asItIs,
  ThawRequested: asItIs,
  Thawed: asItIs,
  ThawFailed: asItIs,
  FreezeTampered: asItIs,
  FreezeCheckGiven: asItIs,
  Bypassed: (entry) => ({ ...entry, ...(entry.reason !== undefined && { reason: withheld }) }),
  BypassExplained: withoutReason,
  PushSuspected: asItIs,
  PushCleared: asItIs,
  // Work. How a hotfix was tied may quote the name of its branch.
  HotfixLinked: withoutHow,
  HotfixJudged: asItIs,
  HotfixMerged: asItIs,
  HotfixClosed: asItIs,
  ChecklistRequested: asItIs,
  ChecklistPosted: asItIs,
  ItemTicked: asItIs,
  ChecklistDue: asItIs,
  CardPosted: asItIs,
  PostmortemRequested: asItIs,
  PostmortemOpened: asItIs,
  PostmortemClosed: asItIs,
  PostmortemReopened: asItIs,
  EffectGivenUp: (entry) => ({ ...entry, reason: "Firebreak's log says why." }),
  // Communication.
  UpdateAsked: asItIs,
  UpdateTooThin: withoutText,
  MessageRequested: asItIs,
  MessagePosted: asItIs,
  DeadlineReached: asItIs,
  ChannelAsked: asItIs,
  ChannelTold: asItIs,
  ChannelNotTold: asItIs,
  // Alerts name the package and the hole in it. A published advisory is public.
  AlertRaised: never,
  AlertDoubted: asItIs,
  AlertClosed: asItIs,
  AdvisoryPublished: asItIs,
  // Roll-out.
  RepairDecided: withoutReason,
  RollbackRequested: asItIs,
  RollbackOpened: asItIs,
  RollbackFailed: asItIs,
  RollOutBegun: asItIs,
  StageChanged: asItIs,
  RollOutFinished: asItIs,
  // Disclosure.
  KeptConfidential: asItIs,
  DetailsOpened: asItIs,
  DetailsRefused: asItIs,
  Disclosed: asItIs,
  // Community.
  CooldownAsked: asItIs,
  CooldownBegun: asItIs,
  CooldownEnding: asItIs,
  CooldownOver: asItIs,
  CooldownFailed: asItIs,
  InteractionsLimited: asItIs,
  DraftsPosted: asItIs,
  // Aftermath.
  ReviewAsked: asItIs,
  ActionFound: publicAction,
  ActionChanged: publicAction,
  ActionsLeftOut: asItIs,
  ActionsRead: asItIs,
  ActionOpened: asItIs,
  ActionRefused: asItIs,
  ActionClosed: asItIs,
  ActionReopened: asItIs,
  ActionReminded: asItIs,
  FollowUpDue: asItIs,
  FollowUpsOver: asItIs,
  PublishRequested: asItIs,
  PublishRefused: asItIs,
  Published: asItIs,
  // A database that was lost.
  Rebuilt: asItIs,
  BegunAnew: asItIs,
  // Drills: their scenarios are files of the repository.
  DrillBegun: asItIs,
  DrillInject: asItIs,
  PageSpared: asItIs,
  FreezeRehearsed: asItIs,
  // Check-ups. Names of labels are the configuration's.
  Interrupted: asItIs,
  Continued: asItIs,
  StepMissed: asItIs,
  DeadlineMissed: asItIs,
  FoundMissing: asItIs,
  AnchorReopened: asItIs,
  FreezeOutOfReach: asItIs,
  FreezeInReach: asItIs,
  LeftoverRemoved: asItIs,
  DrillScored: asItIs,
}

/** One line of a secret's timeline as public places may show it; undefined: not at all. */
export const publicEntry = (entry: Entry): Entry | undefined => tell(entry.type, entry)

/** The table is looked up type by type, so that each telling is given its own entry. */
const tell = <Type extends Entry['type']>(type: Type, entry: Entries[Type]): Entries[Type] | undefined =>
  tellings[type](entry)
