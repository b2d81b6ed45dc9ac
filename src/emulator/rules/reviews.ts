import type { PullIssue, Review } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { atLeast, roleOf } from '../roles.ts'
import type { World } from '../world.ts'

/** @returns each reviewer's review that counts now: the newest that is not a mere comment and was not dismissed. */
export function standingReviews(repository: Repository, issue: PullIssue): Review[] {
  const all = repository.reviews.filter((review) => review.pullNumber === issue.number && review.state !== 'COMMENTED')
  const newest = new Map(all.map((review) => [review.author, review]))
  return [...newest.values()].filter((review) => review.state !== 'DISMISSED')
}

/** @returns GitHub's sentences for missing approvals and outstanding change requests by people with write access. */
export function missingApprovals(world: World, repository: Repository, issue: PullIssue, count: number): string[] {
  const weighty = standingReviews(repository, issue)
    .filter((review) => review.author !== issue.author)
    .filter((review) => atLeast(roleOf(world, repository, review.author), 'write'))
  const approvals = weighty.filter((review) => review.state === 'APPROVED').length
  const refusals = weighty.filter((review) => review.state === 'CHANGES_REQUESTED')
  const verb = count === 1 ? 'review is' : 'reviews are'
  const short =
    approvals < count ? [`At least ${count} approving ${verb} required by reviewers with write access.`] : []
  const refused =
    count > 0 && refusals.length > 0 ? ['Changes have been requested by a reviewer with write access.'] : []
  return [...refused, ...short]
}
