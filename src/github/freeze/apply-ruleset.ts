import { type PerformJob, TryLater } from '../../engine/ports.ts'
import type { ApplyFreeze, EffectResult } from '../../incident/effect.ts'
import type { AppliedFreeze } from '../../incident/freeze-result.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { advisory } from './advisory.ts'
import { findBranches } from './branches.ts'
import { except, inAll, readRules, requiredByProtection, requiredChecks } from './effective-rules.ts'
import { type RulesetMemory, type RuleTrace, recallFreeze } from './memory.ts'
import { findOwnRulesets } from './own-rulesets.ts'
import { type RequiredCheckRule, type RulesetBody, rulesetBody } from './ruleset.ts'

/** How often nothing of the freeze may be seen before it is taken for not effective, and the wait in between. */
const mostLooks = 4
const lookAgainMs = 2000

/**
 * Creates or rewrites the one ruleset of this freeze, and looks whether it holds on each branch.
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
  const own = await findOwnRulesets(reader, repository, effect.number).catch((error: unknown) => {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  })
  if (!own) return 'no-rulesets'
  const branches = await findBranches(reader, repository, effect.branches)
  const rules = await readWithout(reader, job, { branches: branches.names, rulesets: own.ofAnyFreeze })
  const memory = await remember(effect, job, rules)
  const alreadyRequired = await checksToKeep(reader, job, { effect, rules })
  const body = rulesetBody({ ...effect, appId: context.self.appId, alreadyRequired })
  const existing = effect.replaces?.rulesetId ?? own.ofThisFreeze[0]
  const administrator = await context.clients.administration(repository)
  const id = await write(administrator, job, { body, existing, own: own.ofThisFreeze[0] })
  const applied = await look(reader, job, { id, branches: branches.names })
  if (branches.names.length > 0 && applied.verified.length === 0) {
    if (memory.unseen + 1 < mostLooks) await lookLater(job, memory)
    await remove(administrator, job, id)
    return advisory('not-effective', { repository, number: effect.number, body })
  }
  return { type: 'Frozen', applied: withRest(applied, branches.rest) }
}

/** The freeze's body as an administrator would have to send it, for when the App itself may not. */
export function bodyByHand(effect: ApplyFreeze, appId: number): RulesetBody {
  return rulesetBody({ ...effect, appId, alreadyRequired: [] })
}

type Rules = ReadonlyMap<string, RuleTrace[]>

async function readWithout(
  reader: Octokit,
  job: PerformJob,
  what: { branches: readonly string[]; rulesets: ReadonlySet<number> },
): Promise<Rules> {
  const rules = new Map<string, RuleTrace[]>()
  for (const branch of what.branches) {
    rules.set(branch, except(await readRules(reader, job.repository, branch), what.rulesets))
  }
  return rules
}

/** Keeps what stood before, once: a later try already finds the freeze. A changed mode leaves that to the first freeze. */
async function remember(effect: ApplyFreeze, job: PerformJob, rules: Rules): Promise<RulesetMemory> {
  const known = await recallFreeze(job.memory)
  if (known?.mechanism === 'ruleset') return known
  const first = effect.firstKey === undefined ? undefined : await recallFreeze(job.memory, effect.firstKey)
  const before = first?.mechanism === 'ruleset' ? first.before : Object.fromEntries(rules)
  const memory: RulesetMemory = { mechanism: 'ruleset', before, unseen: 0 }
  await job.memory.memorise(memory)
  return memory
}

async function checksToKeep(
  reader: Octokit,
  job: PerformJob,
  { effect, rules }: { effect: ApplyFreeze; rules: Rules },
): Promise<RequiredCheckRule[]> {
  if (effect.mode !== 'reviewed' || !effect.reviewed.strict) return []
  const lists: RequiredCheckRule[][] = []
  for (const [branch, ofBranch] of rules) {
    const classic = await requiredByProtection(reader, job.repository, branch)
    lists.push([...requiredChecks(ofBranch), ...classic])
  }
  return inAll(lists)
}

/**
 * One call that takes effect as a whole: PUT on the ruleset that is there, else POST.
 * Source: `repos/create-repo-ruleset`, `repos/update-repo-ruleset` (administration: write).
 */
async function write(
  administrator: Octokit,
  job: PerformJob,
  ruleset: { body: RulesetBody; existing: number | undefined; own: number | undefined },
): Promise<number> {
  const { body, existing, own } = ruleset
  const address = { owner: job.repository.owner, repo: job.repository.name, data: body }
  if (existing !== undefined) {
    try {
      await administrator.request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
        ...address,
        ruleset_id: existing,
      })
      return existing
    } catch (error) {
      if (!isRefusal(error, 'not-found')) throw error
      // Somebody deleted the one that is to be replaced; there may still be one that goes by its name.
      if (own !== undefined && own !== existing) return write(administrator, job, { body, existing: own, own })
    }
  }
  const { data } = await administrator.request('POST /repos/{owner}/{repo}/rulesets', {
    ...address,
    name: body.name,
    enforcement: body.enforcement,
  })
  return data.id
}

async function look(
  reader: Octokit,
  job: PerformJob,
  { id, branches }: { id: number; branches: readonly string[] },
): Promise<AppliedFreeze> {
  const verified: string[] = []
  const unverified: string[] = []
  for (const branch of branches) {
    const rules = await readRules(reader, job.repository, branch)
    const holds = rules.some((rule) => rule.ruleset === id)
    ;(holds ? verified : unverified).push(branch)
  }
  return { mechanism: 'ruleset', rulesetId: id, verified, unverified, refused: [] }
}

async function lookLater(job: PerformJob, memory: RulesetMemory): Promise<never> {
  await job.memory.memorise({ ...memory, unseen: memory.unseen + 1 })
  throw new TryLater('The freeze ruleset was created, but GitHub does not list it on any branch yet', lookAgainMs)
}

/** An advisory freeze is never lifted, so nothing of it may stay behind. */
async function remove(administrator: Octokit, { repository }: PerformJob, id: number): Promise<void> {
  try {
    await administrator.request('DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      owner: repository.owner,
      repo: repository.name,
      ruleset_id: id,
    })
  } catch (error) {
    if (!isRefusal(error, 'not-found')) throw error
  }
}

function withRest(applied: AppliedFreeze, rest: string | undefined): AppliedFreeze {
  return rest === undefined
    ? applied
    : { ...applied, refused: [{ branch: rest, reason: 'the ruleset names them too, but it was not read back there' }] }
}
