import { compareTrees } from '../git/diff.ts'
import { ancestry, commitsBetween, mergeBase } from '../git/history.ts'
import { invalidRequest, notFound } from '../http/api-error.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Commit } from '../model/git.ts'
import { resolveRef } from '../operations/refs.ts'
import { pullsOf } from '../queries.ts'
import { commitJson, fileChangeJson } from '../shapes/commit.ts'
import { pullSimpleJson } from '../shapes/pull.ts'
import { repositoryPage, repositoryUrl } from '../shapes/urls.ts'

/** Commits, what they changed and which pull requests they belong to. */
export const commitRoutes: Route[] = [
  repositoryRoute('GET /commits', 'contents:read', (call) => {
    const tip = resolveRef(call, call.query.get('sha') ?? call.repository.defaultBranch)
    if (tip === undefined) throw notFound()
    const items = ancestry(call.repository, tip.sha).map((commit) => commitJson(call.world, call.repository, commit))
    return { status: 200, list: { items } }
  }),
  repositoryRoute('GET /commits/:ref', 'contents:read', (call) => {
    const ref = call.params.ref ?? ''
    const commit = resolveRef(call, ref)
    if (commit === undefined) throw invalidRequest(`No commit found for SHA: ${ref}`)
    const changes = compareTrees(call.repository.commits[commit.parents[0] ?? '']?.files ?? {}, commit.files)
    const additions = changes.reduce((sum, change) => sum + change.additions, 0)
    const deletions = changes.reduce((sum, change) => sum + change.deletions, 0)
    const stats = { additions, deletions, total: additions + deletions }
    const files = changes.map((change) => fileChangeJson(call.repository, commit.sha, change))
    return { status: 200, body: { ...commitJson(call.world, call.repository, commit), stats, files } }
  }),
  repositoryRoute('GET /commits/:ref/pulls', 'pull_requests:read', (call) => {
    const commit = commitOf(call, call.params.ref ?? '')
    const items = pullsOf(call.repository)
      .filter(({ pull }) => belongs(call, commit.sha, pull))
      .map((issue) => pullSimpleJson(call.world, call.repository, issue))
    return { status: 200, list: { items } }
  }),
  repositoryRoute('GET /compare/:range', 'contents:read', compare),
]

/** A commit belongs to the pull request that brought it, by its own commits or by the merge. */
function belongs(
  call: RepositoryCall,
  sha: string,
  pull: { base: { sha: string }; head: { sha: string }; mergeCommitSha: string | null },
): boolean {
  const own = commitsBetween(call.repository, pull.base.sha, pull.head.sha).some((commit) => commit.sha === sha)
  return own || pull.mergeCommitSha === sha
}

function compare(call: RepositoryCall): Answer {
  const [from = '', to = ''] = (call.params.range ?? '').split('...')
  const base = commitOf(call, from)
  const head = commitOf(call, to)
  const common = call.repository.commits[mergeBase(call.repository, base.sha, head.sha) ?? '']
  if (common === undefined) throw notFound('No common ancestor')
  const ahead = commitsBetween(call.repository, base.sha, head.sha)
  const behind = commitsBetween(call.repository, head.sha, base.sha)
  const json = (commit: Commit) => commitJson(call.world, call.repository, commit)
  const page = `${repositoryPage(call.repository)}/compare/${from}...${to}`
  const body = {
    url: `${repositoryUrl(call.repository)}/compare/${from}...${to}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: json(base),
    merge_base_commit: json(common),
    status:
      ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged',
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map(json),
    files: compareTrees(common.files, head.files).map((change) => fileChangeJson(call.repository, head.sha, change)),
  }
  return { status: 200, body }
}

function commitOf(call: RepositoryCall, ref: string): Commit {
  const commit = resolveRef(call, ref)
  if (commit === undefined) throw notFound(`No commit found for SHA: ${ref}`)
  return commit
}
