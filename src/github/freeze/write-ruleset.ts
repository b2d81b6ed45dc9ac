import type { PerformJob } from '../../engine/ports.ts'
import type { RulesetBody } from '../../incident/freeze-rules.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { findByName, noteCreation, noteGone, noteStanding } from './own-rulesets.ts'
import type { FreezeMark } from './ruleset.ts'

interface Writers {
  readonly reader: Octokit
  readonly administrator: Octokit
}

interface Writing {
  readonly mark: FreezeMark
  readonly body: RulesetBody
  /** The ruleset that is known to have been there. */
  readonly existing: number | undefined
}

/**
 * One call that takes effect as a whole: PUT on the ruleset that is there, else POST. Where somebody deleted the known
 * one, another that goes by its name is looked for before one is created.
 * @returns the ruleset's id
 * Source: `repos/create-repo-ruleset`, `repos/update-repo-ruleset` (administration: write).
 */
export async function writeRuleset(
  { reader, administrator }: Writers,
  job: PerformJob,
  { mark, body, existing }: Writing,
): Promise<number> {
  let id = existing === undefined ? undefined : await rewrite(administrator, job, { id: existing, body })
  if (existing !== undefined && id === undefined) {
    const [other] = await findByName(reader, job, mark)
    id = other === undefined ? undefined : await rewrite(administrator, job, { id: other, body })
  }
  id ??= await createOrTakeUp({ reader, administrator }, job, { mark, body })
  await noteStanding(job, mark, id)
  return id
}

/** @returns undefined when it is no longer there */
async function rewrite(
  administrator: Octokit,
  { repository }: PerformJob,
  { id, body }: { id: number; body: RulesetBody },
): Promise<number | undefined> {
  try {
    await administrator.request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      owner: repository.owner,
      repo: repository.name,
      ruleset_id: id,
      data: body,
    })
    return id
  } catch (error) {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  }
}

/**
 * Names of rulesets are unique in a repository ("Name must be unique", 422): one that stands there unexpectedly is taken up.
 * Source: seen by others, github.com/github-community-projects/safe-settings/issues/1047; no documentation says so.
 */
async function createOrTakeUp(
  { reader, administrator }: Writers,
  job: PerformJob,
  { mark, body }: Pick<Writing, 'mark' | 'body'>,
): Promise<number> {
  try {
    return await create(administrator, job, { mark, body })
  } catch (error) {
    if (!isRefusal(error, 'invalid')) throw error
    const [standing] = await findByName(reader, job, mark)
    const taken = standing === undefined ? undefined : await rewrite(administrator, job, { id: standing, body })
    if (taken === undefined) throw error
    return taken
  }
}

async function create(
  administrator: Octokit,
  job: PerformJob,
  { mark, body }: Pick<Writing, 'mark' | 'body'>,
): Promise<number> {
  await noteCreation(job, mark)
  try {
    const { data } = await administrator.request('POST /repos/{owner}/{repo}/rulesets', {
      owner: job.repository.owner,
      repo: job.repository.name,
      name: body.name,
      enforcement: body.enforcement,
      data: body,
    })
    return data.id
  } catch (error) {
    if (isRefusal(error)) await noteGone(job, mark)
    throw error
  }
}

/** @returns false when it was not there. Source: `repos/delete-repo-ruleset` (administration: write). */
export async function deleteRuleset(administrator: Octokit, { repository }: PerformJob, id: number): Promise<boolean> {
  try {
    await administrator.request('DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      owner: repository.owner,
      repo: repository.name,
      ruleset_id: id,
    })
    return true
  } catch (error) {
    if (isRefusal(error, 'not-found')) return false
    throw error
  }
}
