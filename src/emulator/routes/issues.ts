import { notFound } from '../http/api-error.ts'
import { optionalChoice, optionalInteger, optionalText, optionalTextList, requiredText } from '../http/body.ts'
import { type Need, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Level } from '../model/installation.ts'
import type { Issue } from '../model/issue.ts'
import { replaceLabels } from '../operations/issue-labels.ts'
import {
  addAssignees,
  createIssue,
  editIssue,
  type IssueEdit,
  issueNumbered,
  lockIssue,
  removeAssignees,
  setIssueState,
  unlockIssue,
} from '../operations/issues.ts'
import { mayBeAssigned } from '../roles.ts'
import { issueJson } from '../shapes/issue.ts'
import { filterIssues } from './issue-filter.ts'
import { labelNamesIn } from './label-names.ts'
import { numberParam } from './numbers.ts'

const LOCK_REASONS = ['off-topic', 'too heated', 'resolved', 'spam'] as const

/** Pull requests are issues here, but changing them needs `pull_requests`, as field reports say. */
export function issueNeed(level: Level) {
  return (call: RepositoryCall): Need => {
    const number = Number(call.params.number)
    const isPull = call.repository.issues.some((issue) => issue.number === number && issue.pull !== null)
    return { permission: isPull ? 'pull_requests' : 'issues', level }
  }
}

/** @throws 404, 410, 301. @returns the issue or pull request the path names. */
export function issueOf(call: RepositoryCall): Issue {
  return issueNumbered(call, numberParam(call, 'number'))
}

/** Issues: list, read, open, change, assign, lock. */
export const issueRoutes: Route[] = [
  repositoryRoute('GET /issues', 'issues:read', (call) => {
    const items = filterIssues(call).map((issue) => issueJson(call.world, call.repository, issue))
    return { status: 200, list: { items } }
  }),
  repositoryRoute('POST /issues', 'issues:write', (call) => {
    const issue = createIssue(call, {
      title: requiredText(call.body, 'title'),
      body: optionalText(call.body, 'body') ?? null,
      labels: labelNamesIn(call) ?? [],
      assignees: optionalTextList(call.body, 'assignees') ?? [],
      milestone: optionalInteger(call.body, 'milestone') ?? null,
    })
    return { status: 201, body: issueJson(call.world, call.repository, issue) }
  }),
  repositoryRoute('GET /issues/:number', issueNeed('read'), (call) => answer(call, issueOf(call))),
  repositoryRoute('PATCH /issues/:number', issueNeed('write'), (call) => {
    const issue = issueOf(call)
    change(call, issue)
    return answer(call, issue)
  }),
  repositoryRoute('POST /issues/:number/assignees', issueNeed('write'), (call) => {
    const issue = issueOf(call)
    addAssignees(call, issue, optionalTextList(call.body, 'assignees') ?? [])
    return { ...answer(call, issue), status: 201 }
  }),
  repositoryRoute('DELETE /issues/:number/assignees', issueNeed('write'), (call) => {
    const issue = issueOf(call)
    removeAssignees(call, issue, optionalTextList(call.body, 'assignees') ?? [])
    return answer(call, issue)
  }),
  repositoryRoute('GET /assignees/:login', 'issues:read', (call) => {
    if (!mayBeAssigned(call.world, call.repository, call.params.login ?? '')) throw notFound()
    return { status: 204 }
  }),
  repositoryRoute('PUT /issues/:number/lock', issueNeed('write'), (call) => {
    lockIssue(call, issueOf(call), optionalChoice(call.body, 'lock_reason', LOCK_REASONS) ?? null)
    return { status: 204 }
  }),
  repositoryRoute('DELETE /issues/:number/lock', issueNeed('write'), (call) => {
    unlockIssue(call, issueOf(call))
    return { status: 204 }
  }),
]

function change(call: RepositoryCall, issue: Issue): void {
  const edit: IssueEdit = {}
  const title = optionalText(call.body, 'title')
  const body = optionalText(call.body, 'body')
  if (typeof title === 'string') edit.title = title
  if (body !== undefined) edit.body = body
  if (call.body.milestone !== undefined) edit.milestone = optionalInteger(call.body, 'milestone') ?? null
  if (Object.keys(edit).length > 0) editIssue(call, issue, edit)
  const labels = labelNamesIn(call)
  if (labels !== undefined) replaceLabels(call, issue, labels)
  const assignees = optionalTextList(call.body, 'assignees')
  if (assignees !== undefined) {
    removeAssignees(
      call,
      issue,
      issue.assignees.filter((login) => !assignees.includes(login)),
    )
    addAssignees(call, issue, assignees)
  }
  const state = optionalChoice(call.body, 'state', ['open', 'closed'] as const)
  const reason = optionalChoice(call.body, 'state_reason', ['completed', 'not_planned', 'reopened'] as const)
  if (state !== undefined) setIssueState(call, issue, state, reason)
}

function answer(call: RepositoryCall, issue: Issue) {
  return { status: 200, body: issueJson(call.world, call.repository, issue) }
}
