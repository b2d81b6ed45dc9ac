import { commitsOfPull, mergeChanges } from '../git/history.ts'
import { GraphqlError } from '../graphql/error.ts'
import type { Commit } from '../model/git.ts'
import type { PullIssue } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { fullNameOf } from '../world.ts'
import type { RepositoryContext } from './context.ts'
import { createPull } from './pulls.ts'
import { push } from './push.ts'
import { addCommit } from './refs.ts'

export type RevertOptions = { title?: string | undefined; body?: string | undefined; draft?: boolean | undefined }

/** The sentence of the "Revert" button. */
const IMPOSSIBLE =
  "Sorry, this pull request couldn't be reverted automatically. It may have already been reverted, or the content may have changed since it was merged."

/**
 * Opens the pull request that takes a merged one back, from a new branch `revert-N-HEAD`, as the "Revert" button does.
 * @throws UNPROCESSABLE when it was not merged, its changes are gone or changed, or the branch is there already
 */
export function revertPull(context: RepositoryContext, issue: PullIssue, options: RevertOptions): PullIssue {
  const { repository } = context
  if (!issue.pull.merged) throw new GraphqlError('UNPROCESSABLE', 'Pull request is not merged')
  const base = issue.pull.base.ref
  const branch = `revert-${issue.number}-${issue.pull.head.ref}`
  const files = filesWithout(repository, issue)
  const tip = repository.branches[base]
  if (files === null || tip === undefined || repository.branches[branch] !== undefined) {
    throw new GraphqlError('UNPROCESSABLE', IMPOSSIBLE)
  }
  const title = options.title ?? `Revert "${issue.title}"`
  const body = options.body ?? `Reverts ${fullNameOf(repository)}#${issue.number}`
  const commit = addCommit(context, { message: `Revert "${issue.title} (#${issue.number})"`, parents: [tip], files })
  const pushed = push(context, branch, commit.sha)
  if (!pushed.accepted) throw new GraphqlError('UNPROCESSABLE', pushed.reason)
  return createPull(context, { title, body, base, draft: options.draft ?? false, head: { repository, ref: branch } })
}

/** @returns the base branch as it is now without the pull request's changes; null when nothing is left to take back. */
function filesWithout(repository: Repository, issue: PullIssue): Record<string, string> | null {
  const merged = repository.commits[issue.pull.mergeCommitSha ?? '']
  const before = merged === undefined ? undefined : commitBefore(repository, issue, merged)
  const now = repository.commits[repository.branches[issue.pull.base.ref] ?? '']
  if (merged === undefined || before === undefined || now === undefined) return null
  const files = mergeChanges({ from: merged.files, ours: now.files, theirs: before.files })
  const changes = files !== null && JSON.stringify(sorted(files)) !== JSON.stringify(sorted(now.files))
  return changes ? files : null
}

/** A rebase leaves as many commits as the pull request had, with their messages; other ways leave one. */
function commitBefore(repository: Repository, issue: PullIssue, merged: Commit): Commit | undefined {
  const own = commitsOfPull(repository, issue.pull)
  const rebased = merged.parents.length === 1 && own.at(-1)?.message === merged.message
  let commit: Commit | undefined = merged
  for (let left = rebased ? own.length : 1; left > 0; left -= 1) commit = repository.commits[commit?.parents[0] ?? '']
  return commit
}

function sorted(files: Record<string, string>): [string, string][] {
  return Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
