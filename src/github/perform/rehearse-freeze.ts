import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { type FreezeMark, freezeMark, rehearsalPrefix, rulesetBody } from '../freeze/ruleset.ts'
import { at, integer, text } from '../json.ts'
import type { Performer } from './context.ts'

/**
 * Makes the ruleset that a freeze would be, switched off: that it can be made is what a drill is to show. Where none can
 * be had (plan, permission, server), nothing is made, and that is what the drill shows.
 * Source: `POST /repos/{owner}/{repo}/rulesets` with `enforcement: disabled`.
 */
export const rehearseFreeze: Performer<'RehearseFreeze'> = async (effect, job, { clients, self }) => {
  try {
    const reader = await clients.forRepository(job.repository)
    const found = job.triesBefore > 0 ? await findRehearsal(reader, job, freezeMark(effect)) : undefined
    if (found !== undefined) return rehearsed(found)
    const octokit = await clients.administration(job.repository)
    const body = rulesetBody({ ...effect, appId: self.appId, alreadyRequired: [], rehearsal: true })
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/rulesets', {
      owner: job.repository.owner,
      repo: job.repository.name,
      name: body.name,
      enforcement: body.enforcement,
      data: body,
    })
    return rehearsed(data.id)
  } catch (error) {
    if (isRefusal(error)) return notRehearsed(error.message)
    throw error
  }
}

const rehearsed = (rulesetId: number): EffectResult => ({ type: 'Rehearsed', rulesetId, why: undefined })
const notRehearsed = (why: string): EffectResult => ({ type: 'Rehearsed', rulesetId: undefined, why })

/** Only who may administer the repository names a ruleset. */
async function findRehearsal(
  octokit: Octokit,
  { repository }: PerformJob,
  mark: FreezeMark,
): Promise<number | undefined> {
  const rulesets: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/rulesets', {
    owner: repository.owner,
    repo: repository.name,
    includes_parents: false,
    per_page: 100,
  })
  const found = rulesets.find((ruleset) => text(at(ruleset, 'name'))?.startsWith(rehearsalPrefix(mark)) === true)
  return integer(at(found, 'id'))
}
