import { ApiError, invalidRequest, notFound, validationFailed } from '../http/api-error.ts'
import type { Issue } from '../model/issue.ts'
import { atLeast, mayBeAssigned, roleOf } from '../roles.ts'
import { issueJson } from '../shapes/issue.ts'
import { repositoryJson } from '../shapes/repository.ts'
import { repositoryUrl } from '../shapes/urls.ts'
import { userJson } from '../shapes/user.ts'
import type { RepositoryContext } from './context.ts'
import { demandInteraction } from './interaction-limits.ts'
import { publishIssue, touch } from './issue-events.ts'
import { announceLabel, putLabels } from './issue-labels.ts'

/** GitHub refuses longer titles with 422. */
const LONGEST_TITLE = 256
const MOST_ASSIGNEES = 10

export type NewIssue = {
  title: string
  body?: string | null
  labels?: string[]
  assignees?: string[]
  milestone?: number | null
}

/** @throws 404, 410 for deleted and 301 for transferred issues. @returns the issue or pull request. */
export function issueNumbered(context: RepositoryContext, number: number): Issue {
  const { repository } = context
  const issue = repository.issues.find((one) => one.number === number)
  if (issue !== undefined) return issue
  const gone = repository.goneIssues.find((one) => one.number === number)
  if (gone === undefined) throw notFound()
  if (gone.movedTo === null) throw gone.status === 404 ? notFound() : new ApiError(410, 'This issue was deleted')
  throw new ApiError(301, 'Moved Permanently', { url: gone.movedTo }, { location: gone.movedTo })
}

/** Opens an issue. Labels are created when missing; people without access are silently not assigned. */
export function createIssue(context: RepositoryContext, input: NewIssue): Issue {
  demandInteraction(context)
  const issue = addIssue(context, input)
  // The delivery of the opening has the labels already, and each is announced by one of its own.
  const labels = putLabels(context, issue, input.labels ?? [])
  publishIssue(context, issue, 'opened')
  for (const label of labels) announceLabel(context, issue, 'labeled', label)
  addAssignees(context, issue, input.assignees ?? [])
  return issue
}

/** Adds the row without telling anybody; pull requests and transfers announce themselves. */
export function addIssue(context: RepositoryContext, input: NewIssue): Issue {
  checkTitle(input.title)
  const { world, repository, actor } = context
  const issue: Issue = {
    id: world.ids.next(),
    number: repository.nextNumber++,
    title: input.title,
    body: input.body ?? null,
    author: actor.login,
    state: 'open',
    stateReason: null,
    labelIds: [],
    assignees: [],
    milestone: knownMilestone(context, input.milestone ?? null),
    locked: false,
    lockReason: null,
    reactions: [],
    byApp: actor.appId !== null,
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
    closedAt: null,
    closedBy: null,
    pull: null,
  }
  repository.issues.push(issue)
  return issue
}

export type IssueEdit = { title?: string; body?: string | null; milestone?: number | null }

/** Changes title or body; publishes `edited` with the old values when something differs. */
export function editIssue(context: RepositoryContext, issue: Issue, edit: IssueEdit): void {
  const changes: Record<string, { from: string }> = {}
  if (edit.title !== undefined && edit.title !== issue.title) {
    checkTitle(edit.title)
    changes.title = { from: issue.title }
    issue.title = edit.title
  }
  if (edit.body !== undefined && edit.body !== issue.body) {
    changes.body = { from: issue.body ?? '' }
    issue.body = edit.body
  }
  if (edit.milestone !== undefined) issue.milestone = knownMilestone(context, edit.milestone)
  touch(context, issue)
  if (Object.keys(changes).length > 0) publishIssue(context, issue, 'edited', { changes })
}

/** Closes or reopens; quiet when nothing changes. A merged pull request cannot be reopened. */
export function setIssueState(
  context: RepositoryContext,
  issue: Issue,
  state: Issue['state'],
  reason?: Issue['stateReason'],
): void {
  if (issue.state === state) return
  if (issue.pull?.merged === true) throw validationFailed({ resource: 'PullRequest', field: 'state', code: 'invalid' })
  issue.state = state
  const closing = state === 'closed'
  if (issue.pull === null) issue.stateReason = closing ? (reason ?? 'completed') : 'reopened'
  issue.closedAt = closing ? context.world.timestamp() : null
  issue.closedBy = closing ? context.actor.login : null
  touch(context, issue)
  publishIssue(context, issue, closing ? 'closed' : 'reopened')
}

/** Assigns people who have access; others are silently ignored, as GitHub does. */
export function addAssignees(context: RepositoryContext, issue: Issue, logins: string[]): void {
  const { world, repository } = context
  const known = logins.filter((login) => mayBeAssigned(world, repository, login))
  const fresh = known.filter((login) => !issue.assignees.includes(login))
  for (const login of fresh.slice(0, MOST_ASSIGNEES - issue.assignees.length)) {
    issue.assignees.push(login)
    touch(context, issue)
    publishIssue(context, issue, 'assigned', { assignee: userJson(world, login) })
  }
}

/** Takes people off the issue. */
export function removeAssignees(context: RepositoryContext, issue: Issue, logins: string[]): void {
  for (const login of logins.filter((one) => issue.assignees.includes(one))) {
    issue.assignees = issue.assignees.filter((one) => one !== login)
    touch(context, issue)
    publishIssue(context, issue, 'unassigned', { assignee: userJson(context.world, login) })
  }
}

/** Locks the conversation, with GitHub's reason or none. */
export function lockIssue(context: RepositoryContext, issue: Issue, reason: string | null): void {
  if (issue.locked) return
  issue.locked = true
  issue.lockReason = reason
  touch(context, issue)
  publishIssue(context, issue, 'locked')
}

/** Opens the conversation again. */
export function unlockIssue(context: RepositoryContext, issue: Issue): void {
  if (!issue.locked) return
  issue.locked = false
  issue.lockReason = null
  touch(context, issue)
  publishIssue(context, issue, 'unlocked')
}

/** Removes the issue for good; its number answers 410 from now on. */
export function deleteIssue(context: RepositoryContext, issue: Issue): void {
  publishIssue(context, issue, 'deleted')
  forget(context, issue, null)
}

/** Moves an issue to another repository: `issues.transferred` here, `issues.opened` with `changes` there. */
export function transferIssue(context: RepositoryContext, issue: Issue, target: RepositoryContext): Issue {
  const { world, repository } = context
  const moved: Issue = { ...issue, number: target.repository.nextNumber++, labelIds: [], id: world.ids.next() }
  target.repository.issues.push(moved)
  announceTransfer(context, issue, target, moved)
  const comments = repository.comments.filter((comment) => comment.issueNumber === issue.number)
  target.repository.comments.push(...comments.map((comment) => ({ ...comment, issueNumber: moved.number })))
  forget(context, issue, `${repositoryUrl(target.repository)}/issues/${moved.number}`)
  return moved
}

/** Makes a discussion of the issue; its number is nobody's from now on. What GitHub answers for it is not documented. */
export function convertIssue(context: RepositoryContext, issue: Issue, status: 404 | 410): void {
  forget(context, issue, null, status)
}

function announceTransfer(context: RepositoryContext, issue: Issue, target: RepositoryContext, moved: Issue): void {
  const describe = (where: RepositoryContext, what: Issue) => issueJson(where.world, where.repository, what)
  const place = (where: RepositoryContext) => repositoryJson(where.world, where.repository)
  const gone = { new_issue: describe(target, moved), new_repository: place(target) }
  publishIssue(context, issue, 'transferred', { changes: gone })
  const arrived = { old_issue: describe(context, issue), old_repository: place(context) }
  publishIssue(target, moved, 'opened', { changes: arrived })
}

function forget(context: RepositoryContext, issue: Issue, movedTo: string | null, status: 404 | 410 = 410): void {
  const { repository } = context
  repository.issues = repository.issues.filter((one) => one !== issue)
  repository.comments = repository.comments.filter((comment) => comment.issueNumber !== issue.number)
  repository.goneIssues.push({ number: issue.number, movedTo, status })
}

function knownMilestone(context: RepositoryContext, number: number | null): number | null {
  if (number === null || context.repository.milestones.some((one) => one.number === number)) return number
  throw validationFailed({ resource: 'Issue', field: 'milestone', code: 'invalid' })
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw validationFailed({ resource: 'Issue', field: 'title', code: 'missing_field' })
  if ([...title].length > LONGEST_TITLE) {
    throw invalidRequest('Validation Failed', [`title is too long (maximum is ${LONGEST_TITLE} characters)`])
  }
}

/** @throws 403 when the conversation is locked and the actor may not write there; Apps as `appsOnLocked` says. */
export function demandUnlocked(context: RepositoryContext, issue: Issue, deed: 'comment' | 'edit' = 'comment'): void {
  if (!issue.locked || mayUseLocked(context, deed)) return
  const what = deed === 'comment' ? 'create' : 'update'
  throw new ApiError(403, `Unable to ${what} comment because issue is locked.`)
}

function mayUseLocked({ world, repository, actor }: RepositoryContext, deed: 'comment' | 'edit'): boolean {
  if (actor.appId === null) return atLeast(roleOf(world, repository, actor.login), 'write')
  return world.appsOnLocked === 'comment' || world.appsOnLocked === deed
}
