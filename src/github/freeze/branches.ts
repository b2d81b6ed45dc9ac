import type { Repository } from '../../incident/repository.ts'
import { branchMatches } from '../../lib/glob.ts'
import type { Octokit } from '../client.ts'

/** Branches that are read back one by one: each costs a call before and a call after. */
const mostBranches = 30
/** Branches that are looked through for those that match. */
const mostListed = 1000

export interface FrozenBranches {
  readonly names: readonly string[]
  /** How many more match; at least one where the list was too long to be looked through. */
  readonly notReadBack: number
}

/**
 * The branches that a freeze concerns, the default branch first. Lists branches only when the patterns name others.
 * Source: `GET /repos/{owner}/{repo}/branches` (contents: read).
 */
export async function findBranches(
  octokit: Octokit,
  repository: Repository,
  patterns: readonly string[],
): Promise<FrozenBranches> {
  const { defaultBranch } = repository
  if (patterns.every((pattern) => pattern === '~DEFAULT_BRANCH')) return { names: [defaultBranch], notReadBack: 0 }
  const listed = await listBranches(octokit, repository)
  const matching = [defaultBranch, ...listed.names.filter((name) => name !== defaultBranch)].filter((name) =>
    branchMatches(patterns, name, defaultBranch),
  )
  const more = Math.max(0, matching.length - mostBranches)
  return { names: matching.slice(0, mostBranches), notReadBack: listed.complete ? more : Math.max(1, more) }
}

async function listBranches(octokit: Octokit, { owner, name: repo }: Repository) {
  const names: string[] = []
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/branches', { owner, repo, per_page: 100 })
  for await (const { data } of pages) {
    names.push(...data.map((branch) => branch.name))
    if (names.length >= mostListed) return { names: names.slice(0, mostListed), complete: false }
  }
  return { names, complete: true }
}
