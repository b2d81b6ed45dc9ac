import type { PullRequest } from '../../incident/repository.ts'
import { field } from '../json.ts'
import { allPages } from '../paginate.ts'
import { readName, readPullRequest } from '../pull-request.ts'
import { type Place, unlessRefused } from './place.ts'

/** One pull request; undefined when there is none of that number. https://docs.github.com/rest/pulls/pulls#get-a-pull-request */
export async function pullRequest({ octokit, owner, repo }: Place, number: number): Promise<PullRequest | undefined> {
  const call = octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number })
  const answer = await unlessRefused(call, undefined, 'not-found', 'gone')
  return readPullRequest(field(answer, 'data'))
}

/** GitHub lists no more files than this: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
const mostFiles = 3000

/**
 * Stands for the files that GitHub does not list. It is no possible path, so that a rule which asks whether every file
 * matches a pattern such as `docs/**` fails for a pull request too large to be seen in full.
 */
export const unlistedFiles = '/(more files than GitHub lists)'

/** Paths that a pull request touches, old and new names of renamed files both. */
export async function changedFiles({ octokit, owner, repo }: Place, number: number): Promise<readonly string[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files'
  const files = await allPages(octokit, route, { owner, repo, pull_number: number }, mostFiles)
  const paths = files.flatMap((file) => [readName(field(file, 'filename')), readName(field(file, 'previous_filename'))])
  const known = new Set(paths.filter((path) => path !== ''))
  return files.length < mostFiles ? [...known] : [...known, unlistedFiles]
}

/** All of them, whatever their base. https://docs.github.com/rest/pulls/pulls#list-pull-requests */
export async function openPullRequests({ octokit, owner, repo }: Place): Promise<readonly PullRequest[]> {
  const listed = await allPages(octokit, 'GET /repos/{owner}/{repo}/pulls', { owner, repo, state: 'open' })
  return listed.flatMap((each) => readPullRequest(each) ?? [])
}

/**
 * Open and merged pull requests that contain a commit; none for a commit that GitHub does not know (yet).
 * https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export async function pullRequestsWithCommit(
  { octokit, owner, repo }: Place,
  sha: string,
): Promise<readonly PullRequest[]> {
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls'
  const call = allPages(octokit, route, { owner, repo, commit_sha: sha })
  const listed = await unlessRefused(call, [], 'not-found', 'invalid')
  return listed.flatMap((each) => readPullRequest(each) ?? [])
}
