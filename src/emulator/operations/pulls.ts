import { isAncestor } from '../git/history.ts'
import { invalidRequest, notFound, validationFailed } from '../http/api-error.ts'
import type { PullIssue, Review, ReviewState } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { isPull, pullsOf } from '../queries.ts'
import { mayBeAssigned } from '../roles.ts'
import { pullSimpleJson, reviewJson } from '../shapes/pull.ts'
import { teamJson } from '../shapes/team.ts'
import { userJson } from '../shapes/user.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue, touch } from './issue-events.ts'
import { addIssue, type IssueEdit, issueNumbered } from './issues.ts'

export type NewPull = {
  title: string
  body?: string | null
  base: string
  draft?: boolean
  /** The branch and the repository it is in; a fork's commits become visible in the base repository. */
  head: { repository: Repository; ref: string }
}

/** @throws 404 when the number is no pull request. */
export function pullNumbered(context: RepositoryContext, number: number): PullIssue {
  const issue = issueNumbered(context, number)
  if (!isPull(issue)) throw notFound()
  return issue
}

/** Opens a pull request. @throws 422 when a branch is missing, there is nothing to merge, or one is open already. */
export function createPull(context: RepositoryContext, input: NewPull): PullIssue {
  const { world, repository } = context
  const invalid = (field: string) => validationFailed({ resource: 'PullRequest', field, code: 'invalid' })
  const headSha = input.head.repository.branches[input.head.ref]
  const baseSha = repository.branches[input.base]
  if (headSha === undefined) throw invalid('head')
  if (baseSha === undefined) throw invalid('base')
  copyCommits(input.head.repository, repository)
  if (isAncestor(repository, headSha, baseSha)) {
    throw invalidRequest('Validation Failed', [`No commits between ${input.base} and ${input.head.ref}`])
  }
  if (alreadyOpen(context, input)) {
    const name = `${input.head.repository.owner}:${input.head.ref}`
    throw invalidRequest('Validation Failed', [`A pull request already exists for ${name}.`])
  }
  const issue = addIssue(context, { title: input.title, body: input.body ?? null })
  const pull: PullIssue = Object.assign(issue, {
    pull: {
      id: world.ids.next(),
      head: { repositoryId: input.head.repository.id, ref: input.head.ref, sha: headSha },
      base: { ref: input.base, sha: baseSha },
      draft: input.draft ?? false,
      merged: false,
      mergedAt: null,
      mergedBy: null,
      mergeCommitSha: null,
      requestedReviewers: [],
      requestedTeams: [],
    },
  })
  publishIssue(context, pull, 'opened')
  return pull
}

/** Moves the base to another branch. @throws 422 when it does not exist. */
export function changeBase(context: RepositoryContext, issue: PullIssue, base: string): void {
  if (base === issue.pull.base.ref) return
  const sha = context.repository.branches[base]
  if (sha === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  const changes = { base: { ref: { from: issue.pull.base.ref }, sha: { from: issue.pull.base.sha } } }
  issue.pull.base = { ref: base, sha }
  touch(context, issue)
  publishIssue(context, issue, 'edited', { changes })
}

export type PullEdit = IssueEdit & { base?: string }

/** Turns a draft into a pull request that can be merged, or back. */
export function setDraft(context: RepositoryContext, issue: PullIssue, draft: boolean): void {
  if (issue.pull.draft === draft) return
  issue.pull.draft = draft
  touch(context, issue)
  publishIssue(context, issue, draft ? 'converted_to_draft' : 'ready_for_review')
}

/**
 * Asks people and teams for a review.
 * @throws 422 for people without access, the author, and unknown teams (field report: github/docs#35057).
 */
export function requestReviewers(
  context: RepositoryContext,
  issue: PullIssue,
  people: string[],
  teams: string[],
): void {
  const { world, repository } = context
  const stranger = people.find((login) => !mayBeAssigned(world, repository, login))
  if (stranger !== undefined) {
    throw invalidRequest(
      'Reviews may only be requested from collaborators. One or more of the users you specified is not a collaborator.',
    )
  }
  if (people.includes(issue.author)) throw invalidRequest('Review cannot be requested from pull request author.')
  const known = world.state.teams.filter((team) => team.organization === repository.owner && teams.includes(team.slug))
  if (known.length < teams.length) throw invalidRequest('Could not resolve to a node with the global id of the team.')
  for (const login of people.filter((one) => !issue.pull.requestedReviewers.includes(one))) {
    issue.pull.requestedReviewers.push(login)
    publishIssue(context, issue, 'review_requested', { requested_reviewer: userJson(world, login) })
  }
  for (const team of known.filter((one) => !issue.pull.requestedTeams.includes(one.slug))) {
    issue.pull.requestedTeams.push(team.slug)
    publishIssue(context, issue, 'review_requested', { requested_team: teamJson(world, team) })
  }
}

/** Submits a review. @throws 422 when authors judge their own work. */
export function submitReview(context: RepositoryContext, issue: PullIssue, state: ReviewState, body: string): Review {
  const { world, repository, actor } = context
  if (actor.login === issue.author && state !== 'COMMENTED') {
    const deed = state === 'APPROVED' ? 'approve' : 'request changes on'
    throw invalidRequest('Unprocessable Entity', [`Can not ${deed} your own pull request`])
  }
  const review: Review = {
    id: world.ids.next(),
    pullNumber: issue.number,
    author: actor.login,
    state,
    body,
    commitSha: issue.pull.head.sha,
    submittedAt: world.timestamp(),
  }
  repository.reviews.push(review)
  publishReview(context, issue, review, 'submitted')
  return review
}

/** Takes a review out of account. */
export function dismissReview(context: RepositoryContext, review: Review): void {
  review.state = 'DISMISSED'
  publishReview(context, pullNumbered(context, review.pullNumber), review, 'dismissed')
}

function publishReview(context: RepositoryContext, issue: PullIssue, review: Review, action: string): void {
  const { world, repository, actor } = context
  const shown = reviewJson(world, repository, review)
  const payload = {
    pull_request: pullSimpleJson(world, repository, issue),
    review: { ...shown, state: review.state.toLowerCase() },
  }
  world.publish({ event: 'pull_request_review', action, sender: actor.login, repository, payload })
}

/** Makes a fork's commits readable in the base repository, as `refs/pull/N/head` does. */
export function copyCommits(from: Repository, to: Repository): void {
  if (from !== to) to.commits = { ...from.commits, ...to.commits }
}

function alreadyOpen(context: RepositoryContext, input: NewPull): boolean {
  return pullsOf(context.repository).some(
    ({ state, pull }) =>
      state === 'open' &&
      pull.head.repositoryId === input.head.repository.id &&
      pull.head.ref === input.head.ref &&
      pull.base.ref === input.base,
  )
}
