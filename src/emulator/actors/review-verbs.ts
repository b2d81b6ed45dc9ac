import { invalidRequest } from '../http/api-error.ts'
import type { PullIssue, Review, ReviewState } from '../model/issue.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { dismissReview, pullNumbered, requestReviewers, submitReview } from '../operations/pulls.ts'
import { dequeue, enqueue } from '../operations/queue.ts'
import { demandRole, demandRoleUnlessAuthor } from './demand.ts'

/** What a person does on a pull request's way to the branch: reviews and the merge queue. */
export function reviewVerbs(context: RepositoryContext) {
  const find = (number: number): PullIssue => pullNumbered(context, number)
  return {
    requestReview(number: number, ...people: string[]): void {
      demandRoleUnlessAuthor(context, find(number).author, 'triage', 'request a review')
      requestReviewers(context, find(number), people, [])
    },
    /** Anyone who can read may review; only reviews of people with write access count. */
    review(number: number, state: Exclude<ReviewState, 'DISMISSED'>, body = ''): Review {
      demandRole(context, 'read', 'review it')
      return submitReview(context, find(number), state, body)
    },
    dismissReview(reviewId: number): void {
      demandRole(context, 'write', 'dismiss a review')
      const review = context.repository.reviews.find((one) => one.id === reviewId)
      if (review === undefined) throw invalidRequest(`There is no review ${reviewId}.`)
      dismissReview(context, review)
    },
    /** Adds it to the base branch's merge queue. */
    enqueue(number: number): void {
      demandRole(context, 'write', 'queue it')
      enqueue(context, find(number))
    },
    dequeue(number: number): void {
      demandRole(context, 'write', 'take it out of the queue')
      dequeue(context, find(number))
    },
  }
}
