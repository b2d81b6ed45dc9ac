import type { PullIssue } from '../model/issue.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue, touch } from './issue-events.ts'
import { setIssueState } from './issues.ts'

/** Keywords that close issues when a pull request reaches the default branch. Source: docs "Linking a pull request". */
const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)/gi

/** Marks a pull request as merged by the actor, publishes `closed`, and closes the issues its text names. */
export function closeAsMerged(context: RepositoryContext, issue: PullIssue, mergeCommitSha: string): void {
  const { world, actor } = context
  const now = world.timestamp()
  Object.assign(issue, { state: 'closed', closedAt: now, closedBy: actor.login })
  Object.assign(issue.pull, { merged: true, mergedAt: now, mergedBy: actor.login, mergeCommitSha })
  touch(context, issue)
  publishIssue(context, issue, 'closed')
  closeLinkedIssues(context, issue)
}

function closeLinkedIssues(context: RepositoryContext, issue: PullIssue): void {
  const { repository } = context
  if (issue.pull.base.ref !== repository.defaultBranch) return
  const numbers = [...`${issue.title}\n${issue.body ?? ''}`.matchAll(CLOSING)].map((found) => Number(found[1]))
  const linked = repository.issues.filter((one) => one.pull === null && numbers.includes(one.number))
  for (const one of linked) setIssueState(context, one, 'closed')
}
