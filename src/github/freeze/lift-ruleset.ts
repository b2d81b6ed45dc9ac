import { type PerformJob, TryLater } from '../../engine/ports.ts'
import type { EffectResult, LiftFreeze } from '../../incident/effect.ts'
import type { BranchComparison } from '../../incident/freeze-result.ts'
import type { Octokit } from '../client.ts'
import type { PerformContext } from '../perform/context.ts'
import { except, readRules, ruleDifferences } from './effective-rules.ts'
import { type RulesetMemory, recallLift } from './memory.ts'
import { findByName, noteGone, recallRulesets, standingOf } from './own-rulesets.ts'
import { type FreezeMark, freezeMark } from './ruleset.ts'
import { deleteRuleset } from './write-ruleset.ts'

/** How often GitHub may still list a ruleset that it has deleted before that is reported, and the wait in between. */
const mostLooks = 4
const lookAgainMs = 2000

/**
 * Deletes the freeze's ruleset and compares each branch with what stood before. Where its id is not known, or it turns
 * out not to be the one that stands, it is found by its name.
 * @param before undefined: nothing was kept, so nothing is compared
 */
export async function liftRuleset(
  effect: LiftFreeze,
  job: PerformJob,
  context: PerformContext & { readonly before: RulesetMemory['before'] | undefined },
): Promise<EffectResult> {
  const reader = await context.clients.forRepository(job.repository)
  const lifting: Lifting = { reader, context, job, mark: freezeMark(effect), gone: new Set() }
  const { begun } = await recallLift(job.memory)
  const known = effect.applied?.rulesetId ?? standingOf(await recallRulesets(job), lifting.mark)
  let deleted = typeof known === 'number' ? await deleteAll(lifting, [known]) : 0
  if (deleted === 0) deleted = await deleteNamed(lifting)
  let comparison = await compare(lifting, context.before ?? {})
  if (comparison.some(({ same }) => !same)) {
    // Another ruleset of this freeze would be such a difference, as would a freeze that was not known of.
    await deleteNamed(lifting)
    comparison = await compare(lifting, context.before ?? {})
  }
  await noteGone(job, lifting.mark)
  return { type: 'Lifted', comparison, wasMissing: deleted === 0 && !begun && !effect.again }
}

interface Lifting {
  readonly reader: Octokit
  readonly context: PerformContext
  readonly job: PerformJob
  readonly mark: FreezeMark
  /** Ids of the rulesets that were deleted. */
  readonly gone: Set<number>
}

async function deleteNamed(lifting: Lifting): Promise<number> {
  const named = await findByName(lifting.reader, lifting.job, lifting.mark)
  return deleteAll(
    lifting,
    named.filter((id) => !lifting.gone.has(id)),
  )
}

/** Returns how many were there. */
async function deleteAll({ context, job, gone }: Lifting, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  // Kept before the first call: a repeated thaw must not take its own deletion for somebody else's.
  const known = await recallLift(job.memory)
  if (!known.begun) await job.memory.memorise({ ...known, begun: true })
  const administrator = await context.clients.administration(job.repository)
  let deleted = 0
  for (const id of ids) {
    if (await deleteRuleset(administrator, job, id)) deleted++
    gone.add(id)
  }
  return deleted
}

async function compare(lifting: Lifting, before: RulesetMemory['before']): Promise<BranchComparison[]> {
  const { reader, job, gone } = lifting
  const freezes = new Set([...(await recallRulesets(job)).ids, ...gone])
  const comparison: BranchComparison[] = []
  for (const [branch, rules] of Object.entries(before)) {
    const now = await readRules(reader, job.repository, branch)
    const remains = now.some((rule) => gone.has(rule.ruleset))
    if (remains) await lookLater(job)
    const differences = ruleDifferences(except(rules, freezes), except(now, freezes))
    if (remains) differences.push('GitHub deleted the freeze ruleset and still lists it on this branch')
    comparison.push({ branch, same: differences.length === 0, differences })
  }
  return comparison
}

/** Asks for another look; returns when there were enough of them. */
async function lookLater(job: PerformJob): Promise<void> {
  const known = await recallLift(job.memory)
  if (known.stillListed + 1 >= mostLooks) return
  await job.memory.memorise({ ...known, stillListed: known.stillListed + 1 })
  throw new TryLater('The freeze ruleset was deleted, but GitHub still lists it', lookAgainMs)
}
