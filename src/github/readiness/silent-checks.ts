import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { field, text } from '../json.ts'
import { allPages } from '../paginate.ts'
import { type Looking, placeOf } from './look.ts'

/** A repository of many parts may have hundreds; each hundred is one call. */
const mostRuns = 1_000

/**
 * Required checks that nobody ran on the newest commit. Commit statuses are not seen: that would take a permission of its
 * own. Source: "List check runs for a Git reference" (checks: read).
 * @param required their contexts
 * @returns undefined where they cannot be read, or there are too many to read all
 */
export async function silentAmong(
  octokit: Octokit,
  looking: Looking,
  { required, sha }: { readonly required: readonly string[]; readonly sha: string },
): Promise<readonly string[] | undefined> {
  if (required.length === 0 || sha === '') return []
  try {
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
    const runs = await allPages(octokit, route, { ...placeOf(looking), ref: sha }, mostRuns)
    const names = new Set(runs.map((run) => text(field(run, 'name'))))
    const silent = required.filter((context) => !names.has(context))
    return silent.length > 0 && runs.length >= mostRuns ? undefined : silent
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}
