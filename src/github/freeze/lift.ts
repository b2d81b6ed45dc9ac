import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, LiftFreeze } from '../../incident/effect.ts'
import type { PerformContext } from '../perform/context.ts'
import { liftClassic } from './lift-classic.ts'
import { liftRuleset } from './lift-ruleset.ts'
import { recallFreeze } from './memory.ts'

/**
 * Lifts a freeze by the mechanism that it was applied with, also one that was never seen to hold.
 * @throws TryLater, GitHubRefusal, GivenUp
 */
export async function liftFreeze(effect: LiftFreeze, job: PerformJob, context: PerformContext): Promise<EffectResult> {
  const memory = await recallFreeze(job.memory, effect.applyKey)
  const mechanism = effect.applied?.mechanism ?? memory?.mechanism
  if (mechanism === 'branch-protection') {
    return liftClassic(effect, job, {
      ...context,
      memory: memory?.mechanism === 'branch-protection' ? memory : undefined,
    })
  }
  return liftRuleset(effect, job, {
    ...context,
    before: memory?.mechanism === 'ruleset' ? memory.before : undefined,
  })
}
