import type { PerformJob } from '../../engine/ports.ts'
import type { Effect, EffectOutcome, EffectResult } from '../../incident/effect.ts'
import { classify, isRefusal } from '../errors.ts'
import { applyFreeze } from './apply-freeze.ts'
import { GivenUp, type PerformContext, type Performer } from './context.ts'
import { keepIssue } from './keep-issue.ts'
import { liftFreeze } from './lift-freeze.ts'
import { openIssue } from './open-issue.ts'
import { postComment } from './post-comment.ts'
import { publishCheck } from './publish-check.ts'
import { react } from './react.ts'
import { syncCard } from './sync-card.ts'
import { syncLabels } from './sync-labels.ts'

const performers: { readonly [Type in Effect['type']]: Performer<Type> } = {
  SyncCard: syncCard,
  SyncLabels: syncLabels,
  PostComment: postComment,
  React: react,
  ApplyFreeze: applyFreeze,
  LiftFreeze: liftFreeze,
  PublishCheck: publishCheck,
  OpenIssue: openIssue,
  KeepIssue: keepIssue,
}

/**
 * Carries out stored effects on GitHub.
 * @returns a function that gives the outcome, and throws `TryLater` for what passes by itself; anything else it throws is
 * a mistake of ours
 */
export function createPerformer(context: PerformContext): (job: PerformJob) => Promise<EffectOutcome> {
  return async (job) => {
    try {
      return { succeeded: true, result: await performEffect(job.put.effect, job, context) }
    } catch (error) {
      const sorted = classify(error)
      if (isRefusal(sorted) || sorted instanceof GivenUp) return { succeeded: false, reason: sorted.message }
      throw sorted
    }
  }
}

/** The table is looked up type by type, so that each performer is given its own effect. */
function performEffect<Type extends Effect['type']>(
  effect: Extract<Effect, { type: Type }>,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult> {
  const type: Type = effect.type
  return performers[type](effect, job, context)
}
