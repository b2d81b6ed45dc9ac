import type { PerformJob } from '../../engine/ports.ts'
import type { Interruption } from '../../incident/check-up.ts'
import type { ForecastConfiguration } from '../../incident/configuration-effect.ts'
import type { Effect, EffectOutcome, EffectResult, NotifyChannel } from '../../incident/effect.ts'
import type { LookAround } from '../../incident/look-effect.ts'
import type { Clients } from '../client.ts'
import { classify, isRefusal } from '../errors.ts'
import { createStandings } from '../standing.ts'
import { applyFreeze } from './apply-freeze.ts'
import { GivenUp, type PerformContext, type Performer } from './context.ts'
import { endRehearsal } from './end-rehearsal.ts'
import { keepIssue } from './keep-issue.ts'
import { liftFreeze } from './lift-freeze.ts'
import { limitInteractions } from './limit-interactions.ts'
import { lockThread } from './lock-thread.ts'
import { openAdvisory } from './open-advisory.ts'
import { openIssue } from './open-issue.ts'
import { openRevert } from './open-revert.ts'
import { postComment } from './post-comment.ts'
import { proposeConfiguration } from './propose-configuration.ts'
import { publishCheck } from './publish-check.ts'
import { publishDiscussion } from './publish-discussion.ts'
import { react } from './react.ts'
import { rehearseFreeze } from './rehearse-freeze.ts'
import { syncCard } from './sync-card.ts'
import { syncLabels } from './sync-labels.ts'

/** What is carried out here; channels outside GitHub have an adapter of their own. */
type GitHubEffect = Exclude<Effect, NotifyChannel | ForecastConfiguration | LookAround>

const performers: { readonly [Type in GitHubEffect['type']]: Performer<Type> } = {
  SyncCard: syncCard,
  SyncLabels: syncLabels,
  PostComment: postComment,
  React: react,
  ApplyFreeze: applyFreeze,
  LiftFreeze: liftFreeze,
  PublishCheck: publishCheck,
  OpenIssue: openIssue,
  KeepIssue: keepIssue,
  LockThread: lockThread,
  LimitInteractions: limitInteractions,
  OpenRevert: openRevert,
  OpenAdvisory: openAdvisory,
  PublishDiscussion: publishDiscussion,
  RehearseFreeze: rehearseFreeze,
  EndRehearsal: endRehearsal,
  ProposeConfiguration: proposeConfiguration,
}

/** Chatter has clients of its own, which give way. */
export interface PerformerContext extends PerformContext {
  readonly clients: PerformContext['clients'] & { readonly unhurried: PerformContext['clients'] } & Pick<Clients, 'app'>
}

/**
 * Carries out stored effects on GitHub.
 * @returns a function that gives the outcome, and throws `TryLater` for what passes by itself; anything else it throws is
 * a mistake of ours
 */
export function createPerformer(shared: PerformerContext): (job: PerformJob) => Promise<EffectOutcome> {
  return async (job) => {
    const { effect, urgent } = job.put
    const context = urgent ? shared : { ...shared, clients: shared.clients.unhurried }
    if (effect.type === 'NotifyChannel') throw new Error('channels outside GitHub are told by src/notify')
    if (effect.type === 'ForecastConfiguration' || effect.type === 'LookAround')
      throw new Error(`the engine carries ${effect.type} out itself`)
    try {
      return { succeeded: true, result: await performEffect(effect, job, context) }
    } catch (error) {
      const sorted = classify(error)
      if (!isRefusal(sorted) && !(sorted instanceof GivenUp)) throw sorted
      const interruption = await interruptionBehind(sorted, job, shared)
      return { succeeded: false, reason: sorted.message, ...(interruption && { interruption }) }
    }
  }
}

/**
 * Why nothing can be done in the repository, where a refusal may mean that: then an incident's clocks have to stand still before
 * the next comparison finds it. A bare 404 may also be about the thread alone, so how the repository stands is asked.
 */
async function interruptionBehind(
  error: unknown,
  { repository, put }: PerformJob,
  { clients }: PerformerContext,
): Promise<Interruption | undefined> {
  if (put.incident === undefined || !isRefusal(error, 'not-found', 'gone', 'permission', 'archived')) return undefined
  const { interruption } = await createStandings(clients).of(repository)
  return interruption
}

/** The table is looked up type by type, so that each performer is given its own effect. */
function performEffect<Type extends GitHubEffect['type']>(
  effect: Extract<GitHubEffect, { type: Type }>,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult> {
  const type: Type = effect.type
  return performers[type](effect, job, context)
}
