import type { PerformJob } from '../../engine/ports.ts'
import type { ApplyFreeze, EffectResult } from '../../incident/effect.ts'
import { branchMatches } from '../../lib/glob.ts'
import type { Octokit } from '../client.ts'
import { GitHubRefusal, isRefusal } from '../errors.ts'
import { GivenUp, type PerformContext } from '../perform/context.ts'
import { keepFreeze } from '../sealed/keep-freeze.ts'
import { keepPlanned, recallPlanned } from '../sealed/keep-planned.ts'
import { advisoryReason } from './advisory.ts'
import { findBranches } from './branches.ts'
import { isSame, isSameSetting } from './canonical.ts'
import { type ClassicBranch, readClassic, writeClassic } from './classic.ts'
import type { FreezeWish } from './classic-freeze.ts'
import { decided, holds, withoutLayers } from './classic-layers.ts'
import { whyNotWritable } from './classic-rule.ts'
import { type BranchMemory, type ClassicMemory, freezeKey, recallFreeze } from './memory.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/**
 * Lays the freeze on the classic protection of each branch, after having kept what stood there, on GitHub too. Another mode is laid in
 * place on what stood before the first; branches that it does not name any more are given back.
 * @throws GivenUp when no branch could be frozen; GitHubRefusal when that has one reason for all; TryLater
 */
export async function applyClassic(
  effect: ApplyFreeze,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult> {
  const { repository } = job
  const reader = await context.clients.forRepository(repository)
  const branches = await findBranches(reader, repository, effect.branches)
  const octokit = await context.clients.administration(repository)
  const wish: FreezeWish = { ...effect, appId: context.self.appId }
  const outcome: Outcome = { verified: [], unverified: [], refused: [], refusals: [] }
  const freezing: Freezing = { wish, job, key: freezeKey(effect, job), reader, outcome }
  const { window } = effect
  if (window && job.triesBefore > 0 && !(await recallFreeze(job.memory, freezing.key)))
    await recallPlanned(job, context, { window, key: freezing.key })
  const steps: Step[] = []
  for (const branch of branches.names) {
    const at = { octokit, repository, branch }
    await unlessRefused(at, outcome, async () => void steps.push(await planBranch(at, freezing)))
  }
  if (steps.some(changes)) await keepBefore(effect, freezing, context)
  for (const step of steps) await unlessRefused(step.at, outcome, () => freezeBranch(step, freezing))
  for (const branch of await leftOut(effect, freezing)) {
    const at = { octokit, repository, branch }
    await unlessRefused(at, outcome, () => releaseBranch(at, freezing))
  }
  if (outcome.verified.length === 0) throw nothingFrozen(outcome)
  const { verified, unverified, refused } = outcome
  const seen = { verified, unverified, refused, notReadBack: branches.notReadBack }
  return { type: 'Frozen', applied: { mechanism: 'branch-protection', rulesetId: undefined, ...seen } }
}

async function keepBefore(
  { number, window }: ApplyFreeze,
  { job, key }: Freezing,
  context: PerformContext,
): Promise<void> {
  if (number !== undefined) await keepFreeze(job, context, { number, key })
  if (window) await keepPlanned(job, context, { window, key })
}

interface Outcome {
  readonly verified: string[]
  readonly unverified: string[]
  readonly refused: { branch: string; reason: string }[]
  readonly refusals: GitHubRefusal[]
}

interface Freezing {
  readonly wish: FreezeWish
  readonly job: PerformJob
  /** Of the memory that all modes of this freeze share. */
  readonly key: string
  readonly reader: Octokit
  readonly outcome: Outcome
}

async function unlessRefused({ branch }: ClassicBranch, outcome: Outcome, change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (error) {
    if (!(error instanceof GitHubRefusal || error instanceof GivenUp)) throw error
    outcome.refused.push({ branch, reason: error.message })
    if (error instanceof GitHubRefusal) outcome.refusals.push(error)
  }
}

/** What is to become of one branch. */
interface Step {
  readonly at: ClassicBranch
  readonly found: ProtectionSettings | null
  readonly target: ProtectionSettings
}

const changes = ({ found, target }: Step): boolean => !isSameSetting(found, target)

async function planBranch(at: ClassicBranch, freezing: Freezing): Promise<Step> {
  const found = await readClassic(at)
  return { at, found, target: await keepAndPlan(at, found, freezing) }
}

async function freezeBranch(step: Step, freezing: Freezing): Promise<void> {
  const { at, found, target } = step
  const { wish, outcome } = freezing
  const now = changes(step) ? await written(at, target) : found
  if (isSameSetting(now, target)) await confirm(at, freezing)
  ;(holds(now, wish) ? outcome.verified : outcome.unverified).push(at.branch)
}

async function written(at: ClassicBranch, target: ProtectionSettings): Promise<ProtectionSettings | null> {
  await writeClassic(at, target)
  return readClassic(at)
}

/** Decides what the branch is to become and keeps that, together with what it was, before anything is changed. */
async function keepAndPlan(
  at: ClassicBranch,
  found: ProtectionSettings | null,
  { wish, job, key, reader }: Freezing,
): Promise<ProtectionSettings> {
  const memory = await recallClassic(job, key)
  const known = memory.branches[at.branch]
  const { target, ...branch } = decided(known, found, { wish, by: job.put.key })
  if (isSame(known, branch)) return target
  const reason = found === null || isSameSetting(found, target) ? undefined : await whyNotWritable(at, reader)
  if (reason !== undefined) throw new GivenUp(reason)
  await keep(branch, at, { job, key, memory })
  return target
}

/** The newest layer was seen to hold: no earlier one stands. */
async function confirm(at: ClassicBranch, { job, key }: Freezing): Promise<void> {
  const memory = await recallClassic(job, key)
  const known = memory.branches[at.branch]
  const newest = known?.layers.at(-1)
  if (known && newest) await keep({ ...known, layers: [{ ...newest, seen: true }] }, at, { job, key, memory })
}

async function leftOut({ branches }: ApplyFreeze, { job, key }: Freezing): Promise<string[]> {
  const memory = await recallClassic(job, key)
  const { defaultBranch } = job.repository
  return Object.keys(memory.branches).filter((name) => !branchMatches(branches, name, defaultBranch))
}

/** What is kept of the branch stays, so that the thaw compares it too, and undoes it again should this be interrupted. */
async function releaseBranch(at: ClassicBranch, { job, key }: Freezing): Promise<void> {
  const known = (await recallClassic(job, key)).branches[at.branch]
  try {
    const found = await readClassic(at)
    const target = withoutLayers(found, known?.layers ?? [])
    if (!isSameSetting(found, target)) await writeClassic(at, target)
  } catch (error) {
    if (!isRefusal(error, 'branch-not-found')) throw error
  }
}

async function keep(
  branch: BranchMemory,
  at: ClassicBranch,
  { job, key, memory }: Pick<Freezing, 'job' | 'key'> & { readonly memory: ClassicMemory },
): Promise<void> {
  const changed: ClassicMemory = { ...memory, branches: { ...memory.branches, [at.branch]: branch } }
  await job.memory.memorise(changed, key)
}

async function recallClassic({ memory }: PerformJob, key: string): Promise<ClassicMemory> {
  const known = await recallFreeze(memory, key)
  return known?.mechanism === 'branch-protection' ? known : { mechanism: 'branch-protection', branches: {} }
}

/** One reason for all of them (the plan, a permission) is told as such; different ones are told branch by branch. */
function nothingFrozen({ unverified, refused, refusals }: Outcome): Error {
  const [first] = refusals
  const isCommon = refusals.length === refused.length && unverified.length === 0
  if (first !== undefined && advisoryReason(first) !== undefined && isCommon) return first
  const reasons = [
    ...refused.map(({ branch, reason }) => `\`${branch}\`: ${reason}`),
    ...unverified.map((branch) => `\`${branch}\`: its protection was changed, but GitHub does not show the freeze`),
  ]
  return new GivenUp(`No branch could be frozen. ${reasons.join('; ') || 'None matches the patterns'}`)
}
