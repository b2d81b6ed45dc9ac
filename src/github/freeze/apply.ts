import type { PerformJob } from '../../engine/ports.ts'
import type { ApplyFreeze, EffectResult } from '../../incident/effect.ts'
import type { PerformContext } from '../perform/context.ts'
import { advisory, advisoryReason } from './advisory.ts'
import { applyClassic } from './apply-classic.ts'
import { applyRuleset, bodyByHand } from './apply-ruleset.ts'
import { freezeKey, recallFreeze } from './memory.ts'
import { freezeMark } from './ruleset.ts'

/**
 * Freezes by the mechanism that was asked for. What GitHub will not let the App do becomes an advisory freeze, with the
 * commands for an administrator.
 * @throws TryLater, GitHubRefusal, GivenUp
 */
export async function applyFreeze(
  effect: ApplyFreeze,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult> {
  const byHand = {
    repository: job.repository,
    mark: freezeMark(effect),
    body: bodyByHand(effect, context.self.appId),
  }
  try {
    if (await isClassic(effect, job)) return await applyClassic(effect, job, context)
    const result = await applyRuleset(effect, job, context)
    if (result !== 'no-rulesets') return result
    return effect.mechanism === 'ruleset' ? advisory('unsupported', byHand) : await applyClassic(effect, job, context)
  } catch (error) {
    const reason = advisoryReason(error)
    if (reason === undefined) throw error
    context.log.warn({ repository: job.repository.id, reason }, 'The freeze cannot be enforced; it is advisory')
    return advisory(reason, byHand)
  }
}

/** A freeze that is on, or was begun, goes on by the mechanism it began with, whatever the policy says by now. */
async function isClassic(effect: ApplyFreeze, job: PerformJob): Promise<boolean> {
  const begun = effect.replaces?.mechanism ?? (await recallFreeze(job.memory, freezeKey(effect, job)))?.mechanism
  return (begun ?? effect.mechanism) === 'branch-protection'
}
