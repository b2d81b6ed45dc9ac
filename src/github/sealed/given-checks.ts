import { z } from 'zod'
import type { KeptPlace } from './kept-comments.ts'

/** A verdict of a freeze, as it stands on a commit. */
export interface StandingCheck {
  readonly id: number
  readonly sha: string
  readonly pullRequest: number
  readonly passed: boolean
}

interface Looking {
  /** The check's name. */
  readonly name: string
  /** Pull requests that nothing happened to since this moment were not judged; epoch milliseconds. */
  readonly since: number
}

/** How many pull requests are looked at, the last changed ones: each costs a call. */
const mostLooked = 300

const run = z.object({
  id: z.number(),
  name: z.string(),
  conclusion: z.string().nullish(),
  external_id: z.string().nullish(),
  app: z.object({ id: z.number() }).nullish(),
})

/**
 * The verdicts of one freeze on the heads of open pull requests: they are written when something happens to a pull request, and
 * its card is not edited for each.
 * Source: "List pull requests", "List check runs for a Git reference" (`check_name`, `app_id`).
 */
export async function standingChecks(place: KeptPlace, { name, since }: Looking): Promise<StandingCheck[]> {
  const found: StandingCheck[] = []
  for (const sha of await headsChangedSince(place, since)) {
    const { data } = await place.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner: place.repository.owner,
      repo: place.repository.name,
      ref: sha,
      check_name: name,
      app_id: place.self.appId,
      filter: 'latest',
      per_page: 100,
    })
    found.push(...data.check_runs.flatMap((each) => standing(each, { name, sha, appId: place.self.appId }) ?? []))
  }
  return found
}

function standing(
  each: unknown,
  { name, sha, appId }: { name: string; sha: string; appId: number },
): StandingCheck | undefined {
  const read = run.safeParse(each).data
  const pullRequest = Number(/^freeze:[^:]+:(\d+)$/u.exec(read?.external_id ?? '')?.[1])
  if (!read || read.name !== name || read.app?.id !== appId || !Number.isSafeInteger(pullRequest)) return undefined
  return { id: read.id, sha, pullRequest, passed: read.conclusion === 'success' }
}

async function headsChangedSince({ octokit, repository }: KeptPlace, since: number): Promise<ReadonlySet<string>> {
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/pulls', {
    owner: repository.owner,
    repo: repository.name,
    state: 'open',
    sort: 'updated',
    direction: 'desc',
    per_page: 100,
  })
  const heads = new Set<string>()
  for await (const { data } of pages) {
    const changed = data.filter((pull) => Date.parse(pull.updated_at) >= since)
    for (const pull of changed) heads.add(pull.head.sha)
    if (changed.length < data.length || heads.size >= mostLooked) break
  }
  return heads
}
