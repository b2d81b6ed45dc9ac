import type { PerformJob } from '../../engine/ports.ts'
import type { ApplyFreeze, EffectResult } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { GitHubRefusal } from '../errors.ts'
import { GivenUp, type PerformContext } from '../perform/context.ts'
import { advisoryReason } from './advisory.ts'
import { findBranches } from './branches.ts'
import { isSame } from './canonical.ts'
import { type ClassicBranch, readClassic, withSignaturesOf, writeClassic } from './classic.ts'
import { type FreezeWish, isSameCheck, withFreeze } from './classic-freeze.ts'
import { whyNotWritable } from './classic-rule.ts'
import { type BranchMemory, type ClassicMemory, recallFreeze } from './memory.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/**
 * Lays the freeze on the classic protection of each branch, after having kept what stood there.
 * @throws GivenUp when no branch could be frozen; GitHubRefusal when that has one reason for all; TryLater
 */
export async function applyClassic(
  effect: ApplyFreeze,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult> {
  if (effect.firstKey !== undefined) throw new GivenUp(noChange)
  const { repository } = job
  const reader = await context.clients.forRepository(repository)
  const branches = await findBranches(reader, repository, effect.branches)
  const octokit = await context.clients.administration(repository)
  const wish: FreezeWish = { ...effect, appId: context.self.appId }
  const outcome: Outcome = { verified: [], unverified: [], refused: [], refusals: [] }
  for (const branch of branches.names)
    await freezeBranch({ octokit, repository, branch }, { wish, job, reader, outcome })
  if (outcome.verified.length === 0) throw nothingFrozen(outcome)
  const { verified, unverified, refused } = outcome
  if (branches.rest !== undefined) refused.push({ branch: branches.rest, reason: 'too many to change one by one' })
  const applied = { mechanism: 'branch-protection', rulesetId: undefined, verified, unverified, refused } as const
  return { type: 'Frozen', applied }
}

const noChange =
  'The mode of a freeze by branch protection cannot be changed while it is on: what stood before it would be lost. ' +
  'The earlier freeze still holds. Thaw, then freeze again in the new mode.'

interface Outcome {
  readonly verified: string[]
  readonly unverified: string[]
  readonly refused: { branch: string; reason: string }[]
  readonly refusals: GitHubRefusal[]
}

interface Freezing {
  readonly wish: FreezeWish
  readonly job: PerformJob
  readonly reader: Octokit
  readonly outcome: Outcome
}

async function freezeBranch(at: ClassicBranch, freezing: Freezing): Promise<void> {
  const { wish, outcome } = freezing
  try {
    const { found, target } = await planBranch(at, freezing)
    if (!isSame(found, target)) await writeClassic(at, target)
    const now = await readClassic(at)
    const holds = now !== null && isSame(withFreeze(now, wish), now)
    ;(holds ? outcome.verified : outcome.unverified).push(at.branch)
  } catch (error) {
    if (!(error instanceof GitHubRefusal || error instanceof GivenUp)) throw error
    outcome.refused.push({ branch: at.branch, reason: error.message })
    if (error instanceof GitHubRefusal) outcome.refusals.push(error)
  }
}

interface Plan {
  readonly found: ProtectionSettings | null
  readonly target: ProtectionSettings
}

/** Decides what the branch is to become and keeps that, together with what it was, before anything is changed. */
async function planBranch(at: ClassicBranch, { wish, job, reader }: Omit<Freezing, 'outcome'>): Promise<Plan> {
  const found = await readClassic(at)
  const memory = await recallClassic(job)
  const known = memory.branches[at.branch]
  if (known) {
    // An earlier try was interrupted: the branch is still as it was, or frozen already, whatever somebody edited since.
    const now = withSignaturesOf(found, known.made)
    if (isSame(now, known.seen)) return { found, target: known.made }
    if (now !== null && isSame(withFreeze(now, wish), now)) return { found, target: now }
  }
  const reason = found === null ? undefined : await whyNotWritable(at, reader)
  if (reason !== undefined) throw new GivenUp(reason)
  const before = withoutCheck(found, wish)
  const target = withFreeze(before, wish)
  const branch: BranchMemory = { before, made: target, seen: found }
  await job.memory.memorise({ ...memory, branches: { ...memory.branches, [at.branch]: branch } })
  return { found, target }
}

async function recallClassic(job: PerformJob): Promise<ClassicMemory> {
  const known = await recallFreeze(job.memory)
  return known?.mechanism === 'branch-protection' ? known : { mechanism: 'branch-protection', branches: {} }
}

/** A check of this very freeze that an earlier one left behind is nothing to go back to. */
export function withoutCheck(
  settings: ProtectionSettings | null,
  { checkName, appId }: Pick<FreezeWish, 'checkName' | 'appId'>,
): ProtectionSettings | null {
  const required = settings?.required_status_checks
  const ours = { context: checkName, app_id: appId }
  if (!settings || !required?.checks.some((check) => isSameCheck(check, ours))) return settings
  const checks = required.checks.filter((check) => !isSameCheck(check, ours))
  const rest = checks.length === 0 && !required.strict ? null : { ...required, checks }
  return { ...settings, required_status_checks: rest }
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
