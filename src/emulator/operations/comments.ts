import { invalidRequest, notFound } from '../http/api-error.ts'
import type { Json } from '../json.ts'
import type { Comment, Issue, Reaction } from '../model/issue.ts'
import { commentJson, issueJson } from '../shapes/issue.ts'
import type { RepositoryContext } from './context.ts'
import { demandInteraction } from './interaction-limits.ts'
import { touch } from './issue-events.ts'
import { demandUnlocked } from './issues.ts'

const LONGEST_BODY = 65_536

/** @throws 404 when the repository has no such comment. */
export function commentWithId(context: RepositoryContext, id: number): Comment {
  const comment = context.repository.comments.find((one) => one.id === id)
  if (comment === undefined) throw notFound()
  return comment
}

/** @throws 403 when the conversation is locked, 422 for an empty or too long body. */
export function createComment(context: RepositoryContext, issue: Issue, body: string): Comment {
  demandUnlocked(context, issue)
  demandInteraction(context)
  checkBody(body)
  const { world, repository, actor } = context
  const comment: Comment = {
    id: world.ids.next(),
    issueNumber: issue.number,
    author: actor.login,
    body,
    byApp: actor.appId !== null,
    reactions: [],
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
  }
  repository.comments.push(comment)
  touch(context, issue)
  publishComment(context, comment, 'created')
  return comment
}

/** Changes the text; publishes `edited` with the old body. @throws 403 when the conversation is locked for the actor */
export function editComment(context: RepositoryContext, comment: Comment, body: string): void {
  const issue = context.repository.issues.find((one) => one.number === comment.issueNumber)
  if (issue !== undefined) demandUnlocked(context, issue, 'edit')
  checkBody(body)
  const changes = { body: { from: comment.body } }
  comment.body = body
  comment.updatedAt = context.world.timestamp()
  publishComment(context, comment, 'edited', { changes })
}

/** Removes a comment. */
export function deleteComment(context: RepositoryContext, comment: Comment): void {
  publishComment(context, comment, 'deleted')
  context.repository.comments = context.repository.comments.filter((one) => one !== comment)
}

/** Adds a reaction once. @returns the reaction and whether it is new (201) or was there (200). */
export function react(
  context: RepositoryContext,
  target: Comment | Issue,
  content: Reaction['content'],
): { reaction: Reaction; fresh: boolean } {
  const { login } = context.actor
  const existing = target.reactions.find((one) => one.author === login && one.content === content)
  if (existing !== undefined) return { reaction: existing, fresh: false }
  const reaction = { id: context.world.ids.next(), author: login, content, createdAt: context.world.timestamp() }
  target.reactions.push(reaction)
  return { reaction, fresh: true }
}

function publishComment(context: RepositoryContext, comment: Comment, action: string, extra: Json = {}): void {
  const { world, repository, actor } = context
  const issue = repository.issues.find((one) => one.number === comment.issueNumber)
  if (issue === undefined) return
  const subject = { issue: issueJson(world, repository, issue), comment: commentJson(world, repository, comment) }
  world.publish({ event: 'issue_comment', action, sender: actor.login, repository, payload: { ...subject, ...extra } })
}

function checkBody(body: string): void {
  if (body.trim() === '') throw invalidRequest('Validation Failed', ['body cannot be blank'])
  if (body.length > LONGEST_BODY)
    throw invalidRequest('Validation Failed', [`body is too long (maximum is ${LONGEST_BODY} characters)`])
}
