import { classify, isRefusal } from '../errors.ts'
import { at, field, list, text } from '../json.ts'
import { readNumber } from '../pull-request.ts'
import type { Place } from './place.ts'

/** GraphQL only: https://docs.github.com/graphql/reference/objects#mergequeue */
const query = `query ($owner: String!, $repo: String!, $branch: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    mergeQueue(branch: $branch) {
      entries(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { position headCommit { oid } pullRequest { number } }
      }
    }
  }
}`

/**
 * Numbers of the pull requests that a merge group's commit would land: those of the queue up to and including the one
 * whose head it is. The names of the group's branches are not parsed: they are no contract.
 *
 * Undefined when GitHub does not tell: no queue (any more), no permission to read it, or no entry with this commit.
 */
export async function mergeGroup(
  place: Place,
  { sha, baseBranch }: { readonly sha: string; readonly baseBranch: string },
): Promise<readonly number[] | undefined> {
  const entries = await entriesOf(place, baseBranch)
  const last = entries?.find((entry) => at(entry, 'headCommit', 'oid') === sha)
  const position = positionOf(last)
  if (!entries || Number.isNaN(position)) return undefined
  const members = entries.filter((entry) => !(positionOf(entry) > position))
  const numbers = members.map((entry) => readNumber(at(entry, 'pullRequest', 'number')))
  const known = numbers.flatMap((number) => number ?? [])
  // One member that is not told makes the group unknown.
  return known.length === numbers.length ? known : undefined
}

const positionOf = (entry: unknown): number => Number(field(entry, 'position') ?? Number.NaN)

async function entriesOf({ octokit, owner, repo }: Place, branch: string): Promise<readonly unknown[] | undefined> {
  const entries: unknown[] = []
  let after: string | undefined
  try {
    do {
      const answer: unknown = await octokit.graphql(query, { owner, repo, branch, after: after ?? null })
      const page = at(answer, 'repository', 'mergeQueue', 'entries')
      entries.push(...list(field(page, 'nodes')))
      after = at(page, 'pageInfo', 'hasNextPage') === true ? text(at(page, 'pageInfo', 'endCursor')) : undefined
    } while (after !== undefined)
    return entries
  } catch (error) {
    const classified = classify(error)
    if (isRefusal(classified, 'permission', 'not-found', 'invalid')) return undefined
    throw classified
  }
}
