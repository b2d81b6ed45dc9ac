import { compareTrees } from '../git/diff.ts'
import { commitsOfPull, mergeBase } from '../git/history.ts'
import { notFound, validationFailed } from '../http/api-error.ts'
import { flag, optionalChoice, optionalText, optionalTextList, requiredText } from '../http/body.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { PullIssue } from '../model/issue.ts'
import { editIssue, type IssueEdit, setIssueState } from '../operations/issues.ts'
import { type MergeOptions, mergePull } from '../operations/merge.ts'
import { changeBase, createPull, pullNumbered, requestReviewers } from '../operations/pulls.ts'
import { pullsOf } from '../queries.ts'
import { commitJson, fileChangeJson } from '../shapes/commit.ts'
import { pullJson, pullSimpleJson, reviewJson } from '../shapes/pull.ts'
import { findRepository } from '../world.ts'
import { sorted } from './issue-filter.ts'
import { numberParam } from './numbers.ts'

/** Pull requests. */
export const pullRoutes: Route[] = [
  repositoryRoute('GET /pulls', 'pull_requests:read', (call) => {
    const items = filterPulls(call).map((issue) => pullSimpleJson(call.world, call.repository, issue))
    return { status: 200, list: { items } }
  }),
  repositoryRoute('POST /pulls', 'pull_requests:write', (call) => {
    const issue = createPull(call, {
      title: requiredText(call.body, 'title'),
      body: optionalText(call.body, 'body') ?? null,
      base: requiredText(call.body, 'base'),
      draft: flag(call.body, 'draft', false),
      head: headOf(call, requiredText(call.body, 'head')),
    })
    return answer(call, issue, 201)
  }),
  repositoryRoute('GET /pulls/:number', 'pull_requests:read', (call) => answer(call, pullOf(call))),
  repositoryRoute('PATCH /pulls/:number', 'pull_requests:write', (call) => {
    const issue = pullOf(call)
    change(call, issue)
    return answer(call, issue)
  }),
  repositoryRoute('GET /pulls/:number/commits', 'pull_requests:read', (call) => {
    const commits = commitsOfPull(call.repository, pullOf(call).pull)
    return { status: 200, list: { items: commits.map((commit) => commitJson(call.world, call.repository, commit)) } }
  }),
  repositoryRoute('GET /pulls/:number/files', 'pull_requests:read', (call) => {
    const { base, head } = pullOf(call).pull
    const { commits } = call.repository
    const before = commits[mergeBase(call.repository, base.sha, head.sha) ?? '']?.files ?? {}
    const changes = compareTrees(before, commits[head.sha]?.files ?? {})
    return { status: 200, list: { items: changes.map((one) => fileChangeJson(call.repository, head.sha, one)) } }
  }),
  repositoryRoute('GET /pulls/:number/reviews', 'pull_requests:read', (call) => {
    const { number } = pullOf(call)
    const reviews = call.repository.reviews.filter((review) => review.pullNumber === number)
    return { status: 200, list: { items: reviews.map((review) => reviewJson(call.world, call.repository, review)) } }
  }),
  repositoryRoute('POST /pulls/:number/requested_reviewers', 'pull_requests:write', (call) => {
    const issue = pullOf(call)
    const people = optionalTextList(call.body, 'reviewers') ?? []
    requestReviewers(call, issue, people, optionalTextList(call.body, 'team_reviewers') ?? [])
    return { status: 201, body: pullSimpleJson(call.world, call.repository, issue) }
  }),
  repositoryRoute('GET /pulls/:number/merge', 'pull_requests:read', (call) => {
    if (!pullOf(call).pull.merged) throw notFound()
    return { status: 204 }
  }),
  repositoryRoute('PUT /pulls/:number/merge', 'contents:write', (call) => {
    const sha = mergePull(call, pullOf(call), mergeOptions(call))
    return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } }
  }),
]

function pullOf(call: RepositoryCall): PullIssue {
  return pullNumbered(call, numberParam(call, 'number'))
}

function answer(call: RepositoryCall, issue: PullIssue, status = 200): Answer {
  return { status, body: pullJson(call.world, call.repository, issue) }
}

function filterPulls(call: RepositoryCall): PullIssue[] {
  const { query } = call
  const state = query.get('state') ?? 'open'
  const base = query.get('base')
  const head = query.get('head')
  const found = pullsOf(call.repository)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => base === null || issue.pull.base.ref === base)
    .filter((issue) => head === null || head === headLabel(call, issue))
  return sorted(found, query.get('sort') ?? 'created', query.get('direction') ?? 'desc')
}

function headLabel(call: RepositoryCall, issue: PullIssue): string {
  const home = call.world.state.repositories.find((one) => one.id === issue.pull.head.repositoryId)
  return `${home?.owner ?? 'unknown'}:${issue.pull.head.ref}`
}

function headOf(call: RepositoryCall, text: string) {
  const [owner, ref] = text.includes(':') ? text.split(':', 2) : [call.repository.owner, text]
  const repository = findRepository(call.world, `${owner}/${call.repository.name}`)
  if (repository === undefined) throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' })
  return { repository, ref: ref ?? '' }
}

function change(call: RepositoryCall, issue: PullIssue): void {
  const edit: IssueEdit = {}
  const title = optionalText(call.body, 'title')
  const body = optionalText(call.body, 'body')
  if (typeof title === 'string') edit.title = title
  if (body !== undefined) edit.body = body
  if (Object.keys(edit).length > 0) editIssue(call, issue, edit)
  const base = optionalText(call.body, 'base')
  if (typeof base === 'string') changeBase(call, issue, base)
  const state = optionalChoice(call.body, 'state', ['open', 'closed'] as const)
  if (state !== undefined) setIssueState(call, issue, state)
}

function mergeOptions(call: RepositoryCall): MergeOptions {
  const method = optionalChoice(call.body, 'merge_method', ['merge', 'squash', 'rebase'] as const)
  const expectedHead = optionalText(call.body, 'sha')
  const title = optionalText(call.body, 'commit_title')
  return {
    ...(method === undefined ? {} : { method }),
    ...(typeof expectedHead === 'string' ? { expectedHead } : {}),
    ...(typeof title === 'string' ? { title } : {}),
  }
}
