import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import { anyFreezePrefix } from '../../incident/freeze-rules.ts'
import { fullName, type Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, integer, text } from '../json.ts'
import { type FreezeMark, freezePrefix } from './ruleset.ts'

const ownRulesets = z.object({
  /** Ids of all freezes of the repository: they come and go by themselves and are no difference to a branch's rules. */
  ids: z.array(z.number()),
  /** By `standingKey`: what stands, or may stand. Null: the reply to its creation was not seen. */
  standing: z.record(z.string(), z.number().nullable()),
})

/** The rulesets of a repository's freezes, as far as they were seen. Kept for all freezes together. */
export type OwnRulesets = z.infer<typeof ownRulesets>

/** A repository may have 75 rulesets; older ones are in no comparison any more. */
const mostIds = 500

/** An anchor's number is kept without its `#`. */
const standingKey = (mark: FreezeMark): string => mark.replace(/^#/, '')

/** The id of the freeze's ruleset as far as it was seen; null: one may stand whose id is not known. */
export const standingOf = ({ standing }: OwnRulesets, mark: FreezeMark): number | null | undefined =>
  standing[standingKey(mark)]

const keyOf = ({ repository }: PerformJob): string => `${repository.id}/freeze-rulesets`

export async function recallRulesets(job: PerformJob): Promise<OwnRulesets> {
  return ownRulesets.safeParse(await job.memory.recall(keyOf(job))).data ?? { ids: [], standing: {} }
}

/** Whether nothing is remembered of this repository's freezes: the first one ever, or the memory was lost. */
export async function remembersNothing(job: PerformJob): Promise<boolean> {
  return (await job.memory.recall(keyOf(job))) === undefined
}

/** To be called before the creation: should its reply be lost, the ruleset is looked for by its name. */
export async function noteCreation(job: PerformJob, mark: FreezeMark): Promise<void> {
  const { ids, standing } = await recallRulesets(job)
  const noted: OwnRulesets = { ids, standing: { ...standing, [standingKey(mark)]: null } }
  await job.memory.memorise(noted, keyOf(job))
}

export async function noteStanding(job: PerformJob, mark: FreezeMark, id: number): Promise<void> {
  const known = await recallRulesets(job)
  if (standingOf(known, mark) === id && known.ids.includes(id)) return
  await noteIds(job, { ...known, standing: { ...known.standing, [standingKey(mark)]: id } }, [id])
}

export async function noteGone(job: PerformJob, mark: FreezeMark): Promise<void> {
  const { ids, standing } = await recallRulesets(job)
  const others = Object.entries(standing).filter(([key]) => key !== standingKey(mark))
  await job.memory.memorise({ ids, standing: Object.fromEntries(others) } satisfies OwnRulesets, keyOf(job))
}

async function noteIds(job: PerformJob, { ids, standing }: OwnRulesets, more: readonly number[]): Promise<void> {
  const all = [...new Set([...ids, ...more])].slice(-mostIds)
  await job.memory.memorise({ ids: all, standing } satisfies OwnRulesets, keyOf(job))
}

/**
 * Finds the rulesets of one freeze by their names among the repository's own rulesets; more than one only when something went
 * wrong earlier. Those of other freezes that are seen on the way are kept.
 * Source: `GET /repos/{owner}/{repo}/rulesets` (metadata: read); only who may administer the repository names one.
 */
export async function findByName(octokit: Octokit, job: PerformJob, mark: FreezeMark): Promise<number[]> {
  const { repository } = job
  const rulesets: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/rulesets', {
    owner: repository.owner,
    repo: repository.name,
    includes_parents: false,
    per_page: 100,
  })
  const named = (prefix: string) =>
    rulesets
      .filter((ruleset) => isOfRepository(ruleset, repository))
      .filter((ruleset) => text(at(ruleset, 'name'))?.startsWith(prefix) === true)
      .flatMap((ruleset) => integer(at(ruleset, 'id')) ?? [])
  const known = await recallRulesets(job)
  const found = named(anyFreezePrefix)
  // Each note is waited for until it is on disk, with a freeze behind it.
  if (found.some((id) => !known.ids.includes(id))) await noteIds(job, known, found)
  return named(freezePrefix(mark))
}

function isOfRepository(ruleset: unknown, repository: Repository): boolean {
  const source = text(at(ruleset, 'source'))
  return source === undefined || source.toLowerCase() === fullName(repository).toLowerCase()
}
