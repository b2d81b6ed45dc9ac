import type { Effect } from '../../incident/effect.ts'
import type { Event } from '../../incident/event.ts'
import { onboardingTimer } from '../../incident/onboarding.ts'
import { readinessTimer } from '../../incident/steps/readiness-calendar.ts'

/** The kinds of work that a program can do. During a roll-out the database holds kinds that only the newer one knows. */
export interface Vocabulary {
  /** As `kindOf` calls them. */
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

/** Whether each kind stood here from the beginning. */
const effectTypes: Record<Effect['type'], 'first' | 'later'> = {
  SyncCard: 'first',
  SyncLabels: 'first',
  PostComment: 'first',
  React: 'first',
  ApplyFreeze: 'first',
  LiftFreeze: 'first',
  PublishCheck: 'first',
  OpenIssue: 'first',
  KeepIssue: 'first',
  NotifyChannel: 'first',
  LockThread: 'first',
  LimitInteractions: 'first',
  OpenRevert: 'first',
  OpenAdvisory: 'first',
  PublishDiscussion: 'first',
  RehearseFreeze: 'first',
  EndRehearsal: 'first',
  ForecastConfiguration: 'later',
  ProposeConfiguration: 'later',
  LookAround: 'later',
}

/** Timers that came later. One that an older program fires is called `TimerFired` alone, and taken by whoever comes first. */
const laterTimers: readonly string[] = [onboardingTimer, readinessTimer]

const isLater = (type: Effect['type']): boolean => effectTypes[type] === 'later'

/**
 * What an event is called in the inbox. The outcome of an effect means nothing to a program that does not know the effect, and
 * would be lost on it: so those of kinds that came later have names of their own, and are left to whoever knows them.
 */
export function kindOf(event: Event): string {
  if (event.type === 'EffectSettled' && isLater(event.put.effect.type)) return outcomeOf(event.put.effect.type)
  if (event.type === 'TimerFired' && laterTimers.includes(event.timer)) return firingOf(event.timer)
  return event.type
}

const outcomeOf = (effect: string): string => `EffectSettled/${effect}`
const firingOf = (timer: string): string => `TimerFired/${timer}`

const laterEffects = Object.entries(effectTypes).flatMap(([type, since]) => (since === 'later' ? [type] : []))

/** All that this program knows. A new kind does not compile until it stands here; it needs a step in `migrations.ts`, too. */
export const fullVocabulary: Vocabulary = {
  events: [...Object.keys(eventTypes), ...laterEffects.map(outcomeOf), ...laterTimers.map(firingOf)],
  effects: Object.keys(effectTypes),
}
