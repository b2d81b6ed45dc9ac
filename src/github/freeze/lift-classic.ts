import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, LiftFreeze } from '../../incident/effect.ts'
import type { BranchComparison } from '../../incident/freeze-result.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { isSameSetting } from './canonical.ts'
import { type ClassicBranch, readClassic, withSignaturesOf, writeClassic } from './classic.ts'
import { settingDifferences, unknownDifference } from './classic-differences.ts'
import { withoutCheck, withoutLayers } from './classic-layers.ts'
import { type BranchMemory, type ClassicMemory, recallLift } from './memory.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/**
 * Takes the freeze off the classic protection of each branch: only what it changed goes back.
 * @param memory undefined: nothing was kept, so that only our check is taken out where the freeze was seen
 */
export async function liftClassic(
  effect: LiftFreeze,
  job: PerformJob,
  context: PerformContext & { readonly memory: ClassicMemory | undefined },
): Promise<EffectResult> {
  const octokit = await context.clients.administration(job.repository)
  const branches = context.memory?.branches ?? {}
  const names = context.memory ? Object.keys(branches) : (effect.applied?.verified ?? [])
  const comparison: BranchComparison[] = []
  let known = await recallLift(job.memory)
  for (const branch of names) {
    const at: ClassicBranch = { octokit, repository: job.repository, branch }
    const check = { checkName: effect.checkName, appId: context.self.appId }
    const step = await planStep(at, { memory: branches[branch], check, begun: known.targets[branch] })
    if (step.changes) {
      known = { ...known, begun: true, targets: { ...known.targets, [branch]: step.target } }
      await job.memory.memorise(known)
    }
    comparison.push(await carryOut(at, step))
  }
  return { type: 'Lifted', comparison, wasMissing: !known.begun && !effect.again && changedAnything(names, branches) }
}

/** A freeze that found everything in place already changed nothing, so there is nothing to miss. */
function changedAnything(names: readonly string[], branches: ClassicMemory['branches']): boolean {
  return names.some((name) => {
    const layer = branches[name]?.layers.at(-1)
    return layer === undefined || !isSameSetting(layer.base, layer.made)
  })
}

interface Step {
  readonly target: ProtectionSettings | null
  readonly changes: boolean
  /** Undefined: it is not known what stood before. */
  readonly before: ProtectionSettings | null | undefined
  /** The branch is gone. */
  readonly missing: boolean
}

interface Planning {
  readonly memory: BranchMemory | undefined
  readonly check: { readonly checkName: string; readonly appId: number }
  /** What an interrupted try was going to write. */
  readonly begun: ProtectionSettings | null | undefined
}

async function planStep(at: ClassicBranch, { memory, check, begun }: Planning): Promise<Step> {
  try {
    const found = await readClassic(at)
    const now = begun ? withSignaturesOf(found, begun) : found
    const target = memory ? withoutLayers(now, memory.layers) : withoutCheck(now, check)
    return { target, changes: !isSameSetting(target, found), before: memory?.before, missing: false }
  } catch (error) {
    if (!isRefusal(error, 'branch-not-found')) throw error
    return { target: null, changes: false, before: memory?.before, missing: true }
  }
}

async function carryOut(at: ClassicBranch, step: Step): Promise<BranchComparison> {
  const { branch } = at
  if (step.missing) return { branch, same: false, differences: ['the branch is no longer there'] }
  if (step.changes) await writeClassic(at, step.target)
  const now = step.changes ? await readClassic(at) : step.target
  const differences = step.before === undefined ? [unknownDifference(now)] : settingDifferences(step.before, now)
  return { branch, same: differences.length === 0, differences }
}
