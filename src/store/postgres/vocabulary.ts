import type { Effect } from '../../incident/effect.ts'
import type { Event } from '../../incident/event.ts'

/** The kinds of work that a program can do. During a roll-out the database holds kinds that only the newer one knows. */
export interface Vocabulary {
  readonly events: readonly string[]
  readonly effects: readonly string[]
}

const eventTypes: Record<Event['type'], true> = {
  IssueChanged: true,
  PostmortemClosedElsewhere: true,
  PullRequestChanged: true,
  CommentAdded: true,
  CommentEdited: true,
  ReviewChanged: true,
  BranchPushed: true,
  MergeGroupRequested: true,
  CheckRerunRequested: true,
  RulesetChanged: true,
  ProtectionChanged: true,
  RepositoryChanged: true,
  InstallationChanged: true,
  AlertChanged: true,
  DeploymentChanged: true,
  TimerFired: true,
  EffectSettled: true,
  CheckUpDue: true,
  DatabaseLost: true,
}

const effectTypes: Record<Effect['type'], true> = {
  SyncCard: true,
  SyncLabels: true,
  PostComment: true,
  React: true,
  ApplyFreeze: true,
  LiftFreeze: true,
  PublishCheck: true,
  OpenIssue: true,
  KeepIssue: true,
  NotifyChannel: true,
  LockThread: true,
  LimitInteractions: true,
  OpenRevert: true,
  OpenAdvisory: true,
  PublishDiscussion: true,
  RehearseFreeze: true,
  EndRehearsal: true,
  ForecastConfiguration: true,
  ProposeConfiguration: true,
  LookAround: true,
}

/** All that this program knows. A new kind does not compile until it stands here; it needs a step in `migrations.ts`, too. */
export const fullVocabulary: Vocabulary = { events: Object.keys(eventTypes), effects: Object.keys(effectTypes) }
