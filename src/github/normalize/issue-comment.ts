import type { CommentAdded, CommentEdited } from '../../incident/event.ts'
import type { Thread } from '../../incident/repository.ts'
import { at, field, text } from '../json.ts'
import { readAccount, readBody, readNumber, readThread } from '../pull-request.ts'
import { type Context, isOwnLogin, type Normalize, type Observed, observed } from './delivered.ts'

interface Commented extends Observed {
  readonly thread: Thread
  readonly commentId: number
}

/** Comments on issues and on pull requests: https://docs.github.com/webhooks/webhook-events-and-payloads#issue_comment */
export const issueComment: Normalize = (payload, context) => {
  const common = observed(payload, context)
  const thread = readThread(field(payload, 'issue'))
  const commentId = readNumber(at(payload, 'comment', 'id'))
  if (!common || !thread || commentId === undefined) return undefined
  const commented = { ...common, thread, commentId }
  const action = field(payload, 'action')
  if (action === 'created') return [added(commented, payload)]
  return action === 'edited' ? edited(commented, payload, context) : undefined
}

const added = (commented: Commented, payload: unknown): CommentAdded => ({
  type: 'CommentAdded',
  ...commented,
  body: readBody(at(payload, 'comment', 'body')),
})

/** Boxes are ticked by editing the comment that has them. What others do to their own comments is no command. */
function edited(commented: Commented, payload: unknown, context: Context): readonly CommentEdited[] | undefined {
  const before = text(at(payload, 'changes', 'body', 'from'))
  if (before === undefined || !isOwnComment(field(payload, 'comment'), context)) return undefined
  const after = readBody(at(payload, 'comment', 'body'))
  return [{ type: 'CommentEdited', ...commented, before: readBody(before), after }]
}

function isOwnComment(comment: unknown, context: Context): boolean {
  const author = readAccount(field(comment, 'user'))
  if (author.type === 'Bot' && isOwnLogin(author.login, context)) return true
  return at(comment, 'performed_via_github_app', 'id') === context.appId
}
