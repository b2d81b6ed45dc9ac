import { isAncestor } from '../git/history.ts'
import type { PullIssue } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { pullsOf } from '../queries.ts'
import { dismissesStaleReviews } from '../rules/stale-reviews.ts'
import { type Judgement, judgePush } from '../rules/verdict.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue, touch } from './issue-events.ts'
import { closeAsMerged } from './merged.ts'
import { copyCommits, dismissReview } from './pulls.ts'
import { moveBranch } from './refs.ts'

export type PushResult = { accepted: boolean; reason: string; judgement: Judgement }

/**
 * Points a branch at a stored commit if the rules let the actor do it, and follows it up: pull requests whose head
 * moved are synchronized, those whose commits have reached their base are merged.
 * @param after the commit, or null to delete the branch.
 */
export function push(context: RepositoryContext, branch: string, after: string | null, force = false): PushResult {
  const before = context.repository.branches[branch] ?? null
  const judgement = judgePush(context, branch, after)
  const forced = before !== null && after !== null && !isAncestor(context.repository, before, after)
  const reasons = forced && !force ? ['Updates were rejected (non-fast-forward)'] : judgement.reasons
  if (reasons.length > 0) return { accepted: false, reason: reasons.join('\n'), judgement }
  moveBranch(context, branch, after)
  followUp(context, branch, before)
  return { accepted: true, reason: '', judgement }
}

/** Updates every pull request that a moved branch concerns, in all repositories that have one from it. */
export function followUp(context: RepositoryContext, branch: string, before: string | null): void {
  const after = context.repository.branches[branch]
  if (after === undefined) return
  for (const repository of context.world.state.repositories) {
    const home = { ...context, repository }
    for (const issue of openPullsFrom(repository, context.repository, branch)) {
      copyCommits(context.repository, repository)
      synchronize(home, issue, before ?? issue.pull.head.sha, after)
    }
  }
  closeLanded(context, branch, after)
}

function openPullsFrom(repository: Repository, source: Repository, branch: string): PullIssue[] {
  const isFrom = ({ pull }: PullIssue) => pull.head.repositoryId === source.id && pull.head.ref === branch
  return pullsOf(repository).filter((issue) => issue.state === 'open' && isFrom(issue))
}

function synchronize(context: RepositoryContext, issue: PullIssue, before: string, after: string): void {
  if (issue.pull.head.sha === after) return
  issue.pull.head.sha = after
  touch(context, issue)
  publishIssue(context, issue, 'synchronize', { before, after })
  if (dismissesStaleReviews(context, issue)) dismissApprovals(context, issue)
}

function dismissApprovals(context: RepositoryContext, issue: PullIssue): void {
  const stale = context.repository.reviews.filter(
    (review) => review.pullNumber === issue.number && review.state === 'APPROVED',
  )
  for (const review of stale) dismissReview(context, review)
}

/** A pull request whose head was merged locally and pushed is closed as merged. */
function closeLanded(context: RepositoryContext, branch: string, tip: string): void {
  const { repository } = context
  const landed = pullsOf(repository).filter(
    ({ state, pull }) => state === 'open' && pull.base.ref === branch && isAncestor(repository, pull.head.sha, tip),
  )
  for (const issue of landed) closeAsMerged(context, issue, tip)
}
