import { type PerformJob, TryLater } from '../../engine/ports.ts'
import type { EffectResult, LiftFreeze } from '../../incident/effect.ts'
import type { BranchComparison } from '../../incident/freeze-result.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { except, readRules, ruleDifferences } from './effective-rules.ts'
import { type RulesetMemory, type RuleTrace, recallLift } from './memory.ts'
import { findOwnRulesets } from './own-rulesets.ts'

/** How often GitHub may still list a ruleset that it has deleted before that is reported, and the wait in between. */
const mostLooks = 4
const lookAgainMs = 2000

/**
 * Deletes the freeze's ruleset, found by its id or by its name, and compares each branch with what stood before.
 * @param before undefined: nothing was kept, so nothing is compared
 */
export async function liftRuleset(
  effect: LiftFreeze,
  job: PerformJob,
  context: PerformContext & { readonly before: RulesetMemory['before'] | undefined },
): Promise<EffectResult> {
  const { repository } = job
  const reader = await context.clients.forRepository(repository)
  const own = await findOwnRulesets(reader, repository, effect.number)
  const known = await recallLift(job.memory)
  const ids = new Set(own.ofThisFreeze)
  if (effect.applied?.rulesetId !== undefined) ids.add(effect.applied.rulesetId)
  // Kept before the first call: a repeated thaw must not take its own deletion for somebody else's.
  if (ids.size > 0 && !known.found) await job.memory.memorise({ ...known, found: own.ofThisFreeze.length > 0 })
  const deleted = ids.size > 0 ? await deleteAll(await context.clients.administration(repository), job, ids) : 0
  const comparison = await compare(reader, job, {
    before: context.before ?? {},
    ours: ids,
    others: own.ofAnyFreeze,
    looks: known.stillListed,
  })
  return { type: 'Lifted', comparison, wasMissing: deleted === 0 && !known.found }
}

/** Source: `repos/delete-repo-ruleset` (administration: write). Returns how many were there. */
async function deleteAll(
  administrator: Octokit,
  { repository }: PerformJob,
  ids: ReadonlySet<number>,
): Promise<number> {
  let deleted = 0
  for (const id of ids) {
    try {
      await administrator.request('DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
        owner: repository.owner,
        repo: repository.name,
        ruleset_id: id,
      })
      deleted++
    } catch (error) {
      if (!isRefusal(error, 'not-found')) throw error
    }
  }
  return deleted
}

interface Comparing {
  readonly before: RulesetMemory['before']
  readonly ours: ReadonlySet<number>
  readonly others: ReadonlySet<number>
  readonly looks: number
}

async function compare(reader: Octokit, job: PerformJob, comparing: Comparing): Promise<BranchComparison[]> {
  const comparison: BranchComparison[] = []
  for (const [branch, before] of Object.entries(comparing.before)) {
    const now = await readRules(reader, job.repository, branch)
    const remains = now.some((rule) => comparing.ours.has(rule.ruleset))
    if (remains && comparing.looks + 1 < mostLooks) await lookLater(job, comparing.looks)
    const differences = differencesOf(before, now, comparing)
    if (remains) differences.push('GitHub deleted the freeze ruleset and still lists it on this branch')
    comparison.push({ branch, same: differences.length === 0, differences })
  }
  return comparison
}

function differencesOf(before: readonly RuleTrace[], now: readonly RuleTrace[], { ours, others }: Comparing): string[] {
  return ruleDifferences(before, except(now, new Set([...ours, ...others])))
}

async function lookLater(job: PerformJob, looks: number): Promise<never> {
  await job.memory.memorise({ found: true, stillListed: looks + 1, targets: {} })
  throw new TryLater('The freeze ruleset was deleted, but GitHub still lists it', lookAgainMs)
}
