import { type PerformJob, TryLater } from '../../engine/ports.ts'
import type { ApplyFreeze, EffectResult } from '../../incident/effect.ts'
import type { AppliedFreeze } from '../../incident/freeze-result.ts'
import type { RequiredCheckRule, RulesetBody } from '../../incident/freeze-rules.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { advisory } from './advisory.ts'
import { findBranches } from './branches.ts'
import { except, inAll, readRules, requiredByProtection, requiredChecks } from './effective-rules.ts'
import { freezeKey, type RulesetMemory, type RuleTrace, recallFreeze } from './memory.ts'
import { findByName, noteGone, recallRulesets, remembersNothing, standingOf } from './own-rulesets.ts'
import { freezeMark, rulesetBody } from './ruleset.ts'
import { deleteRuleset, writeRuleset } from './write-ruleset.ts'

/** How often nothing of the freeze may be seen before it is taken for not effective, and the wait in between. */
const mostLooks = 4
const lookAgainMs = 2000

/**
 * Creates or rewrites the one ruleset of this freeze, and looks whether it holds on each branch. Undisturbed, that is the
 * creation and one look before and after for each branch.
 * @returns `no-rulesets` when the server has none of them (or the repository is not visible)
 * @throws TryLater, GitHubRefusal
 */
export async function applyRuleset(
  effect: ApplyFreeze,
  job: PerformJob,
  context: PerformContext,
): Promise<EffectResult | 'no-rulesets'> {
  const { repository } = job
  const reader = await context.clients.forRepository(repository)
  // Its token is asked for while there is something to read; whether there is one matters afterwards.
  const administration = context.clients.administration(repository)
  administration.catch(() => undefined)
  const branches = await findBranches(reader, repository, effect.branches)
  const prepared = await prepare(effect, job, { reader, branches: branches.names }).catch((error: unknown) => {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  })
  if (!prepared) return 'no-rulesets'
  const body = rulesetBody({ ...effect, appId: context.self.appId, alreadyRequired: prepared.alreadyRequired })
  const administrator = await administration
  const mark = freezeMark(effect)
  const id = await writeRuleset({ reader, administrator }, job, { mark, body, existing: prepared.existing })
  const seen = await look(reader, job, { id, branches: branches.names })
  if (branches.names.length > 0 && seen.verified.length === 0) {
    await lookLater(effect, job, prepared.memory)
    // An advisory freeze is never lifted, so nothing of it may stay behind.
    await deleteRuleset(administrator, job, id)
    await noteGone(job, mark)
    return advisory('not-effective', { repository, mark, body })
  }
  return { type: 'Frozen', applied: { ...seen, notReadBack: branches.notReadBack } }
}

/** The freeze's body as an administrator would have to send it, for when the App itself may not. */
export function bodyByHand(effect: ApplyFreeze, appId: number): RulesetBody {
  return rulesetBody({ ...effect, appId, alreadyRequired: [] })
}

interface Preparing {
  readonly reader: Octokit
  readonly branches: readonly string[]
}

interface Prepared {
  readonly existing: number | undefined
  readonly memory: RulesetMemory
  readonly alreadyRequired: readonly RequiredCheckRule[]
}

/** Everything that is read before anything is changed; what stood before is kept. */
async function prepare(effect: ApplyFreeze, job: PerformJob, { reader, branches }: Preparing): Promise<Prepared> {
  const known = await recallFreeze(job.memory, freezeKey(effect, job))
  const memory = known?.mechanism === 'ruleset' ? known : noMemory(job)
  const isStrict = effect.mode === 'reviewed' && effect.reviewed.strict
  const unknown = branches.filter((branch) => isStrict || !Object.hasOwn(memory.before, branch))
  const reading = readEach(reader, job, unknown)
  const finding = findExisting(effect, job, reader)
  // Both come to their end, also where one fails: nothing of this try is still under way when the next one begins.
  await Promise.allSettled([reading, finding])
  const rules = await reading
  const existing = await finding
  const others = new Set((await recallRulesets(job)).ids)
  const before = Object.fromEntries([...rules].map(([branch, found]) => [branch, except(found, others)]))
  // Kept once: later tries, and other modes, already find the freeze.
  const kept: RulesetMemory = { ...memory, before: { ...before, ...memory.before } }
  await job.memory.memorise(kept, freezeKey(effect, job))
  return { existing, memory: kept, alreadyRequired: isStrict ? await checksToKeep(reader, job, before) : [] }
}

/** The rules of each branch, one after another. */
async function readEach(
  reader: Octokit,
  { repository }: PerformJob,
  branches: readonly string[],
): Promise<ReadonlyMap<string, RuleTrace[]>> {
  const rules = new Map<string, RuleTrace[]>()
  for (const branch of branches) rules.set(branch, await readRules(reader, repository, branch))
  return rules
}

const noMemory = ({ put }: PerformJob): RulesetMemory => ({
  mechanism: 'ruleset',
  before: {},
  unseen: { by: put.key, times: 0 },
})

/**
 * The ruleset that is to be rewritten. Rulesets are listed only where one may stand unseen: an earlier try may have left
 * it, or a freeze may be on that a lost database knew of.
 */
async function findExisting(effect: ApplyFreeze, job: PerformJob, reader: Octokit): Promise<number | undefined> {
  const known = standingOf(await recallRulesets(job), freezeMark(effect))
  const id = effect.replaces?.rulesetId ?? known
  if (typeof id === 'number') return id
  const isDisturbed = known === null || job.triesBefore > 0 || effect.firstKey !== undefined
  const mayStand = isDisturbed || (await remembersNothing(job))
  return mayStand ? (await findByName(reader, job, freezeMark(effect)))[0] : undefined
}

async function checksToKeep(
  reader: Octokit,
  job: PerformJob,
  rules: Readonly<Record<string, RuleTrace[]>>,
): Promise<RequiredCheckRule[]> {
  const lists: RequiredCheckRule[][] = []
  for (const [branch, ofBranch] of Object.entries(rules)) {
    const classic = await requiredByProtection(reader, job.repository, branch)
    lists.push([...requiredChecks(ofBranch), ...classic])
  }
  return inAll(lists)
}

async function look(
  reader: Octokit,
  job: PerformJob,
  { id, branches }: { id: number; branches: readonly string[] },
): Promise<Omit<AppliedFreeze, 'notReadBack'>> {
  const verified: string[] = []
  const unverified: string[] = []
  for (const branch of branches) {
    const rules = await readRules(reader, job.repository, branch)
    const holds = rules.some((rule) => rule.ruleset === id)
    ;(holds ? verified : unverified).push(branch)
  }
  return { mechanism: 'ruleset', rulesetId: id, verified, unverified, refused: [] }
}

/** Asks for another look; returns when there were enough of them. */
async function lookLater(effect: ApplyFreeze, job: PerformJob, memory: RulesetMemory): Promise<void> {
  const by = job.put.key
  const times = (memory.unseen.by === by ? memory.unseen.times : 0) + 1
  if (times >= mostLooks) return
  await job.memory.memorise({ ...memory, unseen: { by, times } }, freezeKey(effect, job))
  throw new TryLater('The freeze ruleset was created, but GitHub does not list it on any branch yet', lookAgainMs)
}
