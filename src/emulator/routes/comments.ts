import { invalidRequest } from '../http/api-error.ts'
import { optionalChoice, requiredText } from '../http/body.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Level } from '../model/installation.ts'
import { type Comment, type Issue, REACTIONS } from '../model/issue.ts'
import { commentWithId, createComment, deleteComment, editComment, react } from '../operations/comments.ts'
import { commentJson } from '../shapes/issue.ts'
import { reactionJson } from '../shapes/reaction.ts'
import { issueNeed, issueOf } from './issues.ts'
import { numberParam } from './numbers.ts'

/** Comments on issues and pull requests, and reactions. */
export const commentRoutes: Route[] = [
  repositoryRoute('GET /issues/comments', 'issues:read', listComments),
  repositoryRoute('GET /issues/comments/:id', commentNeed('read'), (call) => answer(call, commentOf(call))),
  repositoryRoute('PATCH /issues/comments/:id', commentNeed('write'), (call) => {
    const comment = commentOf(call)
    editComment(call, comment, requiredText(call.body, 'body'))
    return answer(call, comment)
  }),
  repositoryRoute('DELETE /issues/comments/:id', commentNeed('write'), (call) => {
    deleteComment(call, commentOf(call))
    return { status: 204 }
  }),
  repositoryRoute('GET /issues/comments/:id/reactions', commentNeed('read'), (call) =>
    reactions(call, commentOf(call)),
  ),
  repositoryRoute('POST /issues/comments/:id/reactions', commentNeed('write'), (call) =>
    addReaction(call, commentOf(call)),
  ),
  repositoryRoute('GET /issues/:number/reactions', issueNeed('read'), (call) => reactions(call, issueOf(call))),
  repositoryRoute('POST /issues/:number/reactions', issueNeed('write'), (call) => addReaction(call, issueOf(call))),
  repositoryRoute('GET /issues/:number/comments', issueNeed('read'), (call) => {
    const { number } = issueOf(call)
    const since = call.query.get('since')
    const items = call.repository.comments
      .filter((comment) => comment.issueNumber === number)
      .filter((comment) => since === null || Date.parse(comment.updatedAt) >= Date.parse(since))
      .map((comment) => commentJson(call.world, call.repository, comment))
    return { status: 200, list: { items } }
  }),
  repositoryRoute('POST /issues/:number/comments', issueNeed('write'), (call) => {
    const comment = createComment(call, issueOf(call), requiredText(call.body, 'body'))
    return { ...answer(call, comment), status: 201 }
  }),
]

/** Source: `issues/list-comments-for-repo`: by id, or `sort` by `created` or `updated` (newest first), `since` the last update. */
function listComments(call: RepositoryCall): Answer {
  const since = Date.parse(call.query.get('since') ?? '1970-01-01T00:00:00Z')
  const sort = call.query.get('sort')
  const turn = call.query.get('direction') === 'asc' ? 1 : -1
  const moment = (comment: Comment) => Date.parse(sort === 'updated' ? comment.updatedAt : comment.createdAt)
  const found = call.repository.comments.filter(({ updatedAt }) => Date.parse(updatedAt) >= since)
  const sorted =
    sort === null ? found : found.toSorted((one, other) => turn * (moment(one) - moment(other) || one.id - other.id))
  return { status: 200, list: { items: sorted.map((comment) => commentJson(call.world, call.repository, comment)) } }
}

function commentNeed(level: Level) {
  return (call: RepositoryCall) => {
    const comment = call.repository.comments.find((one) => one.id === Number(call.params.id))
    return issueNeed(level)({ ...call, params: { number: String(comment?.issueNumber ?? 0) } })
  }
}

function commentOf(call: RepositoryCall): Comment {
  return commentWithId(call, numberParam(call, 'id'))
}

function answer(call: RepositoryCall, comment: Comment): Answer {
  return { status: 200, body: commentJson(call.world, call.repository, comment) }
}

function reactions(call: RepositoryCall, target: Comment | Issue): Answer {
  const wanted = call.query.get('content')
  const items = target.reactions.filter((one) => wanted === null || one.content === wanted)
  return { status: 200, list: { items: items.map((one) => reactionJson(call.world, one)) } }
}

function addReaction(call: RepositoryCall, target: Comment | Issue): Answer {
  const content = optionalChoice(call.body, 'content', REACTIONS)
  if (content === undefined) throw invalidRequest('Invalid request.\n\n"content" wasn\'t supplied.')
  const { reaction, fresh } = react(call, target, content)
  return { status: fresh ? 201 : 200, body: reactionJson(call.world, reaction) }
}
