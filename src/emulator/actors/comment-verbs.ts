import { invalidRequest } from '../http/api-error.ts'
import type { Comment, Reaction } from '../model/issue.ts'
import { commentWithId, createComment, deleteComment, editComment, react } from '../operations/comments.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { editIssue, issueNumbered } from '../operations/issues.ts'
import { demandRole, demandRoleUnlessAuthor } from './demand.ts'

/** What a person does in conversations. */
export function commentVerbs(context: RepositoryContext) {
  const change = (id: number, rewrite: (body: string) => string) => {
    const comment = commentWithId(context, id)
    demandRoleUnlessAuthor(context, comment.author, 'write', 'edit the comment')
    editComment(context, comment, rewrite(comment.body))
  }
  return {
    comment(number: number, body: string): Comment {
      demandRole(context, 'read', 'comment')
      return createComment(context, issueNumbered(context, number), body)
    },
    editComment(id: number, body: string): void {
      change(id, () => body)
    },
    deleteComment(id: number): void {
      const comment = commentWithId(context, id)
      demandRoleUnlessAuthor(context, comment.author, 'write', 'delete the comment')
      deleteComment(context, comment)
    },
    react(commentId: number, content: Reaction['content']): void {
      demandRole(context, 'read', 'react')
      react(context, commentWithId(context, commentId), content)
    },
    /** Ticks the first open checkbox whose line contains the text, in anyone's comment. */
    tick(commentId: number, itemText: string): void {
      change(commentId, (body) => setBox(body, itemText, true))
    },
    /** Clears the first ticked checkbox whose line contains the text. */
    untick(commentId: number, itemText: string): void {
      change(commentId, (body) => setBox(body, itemText, false))
    },
    /** Ticks a checkbox in the text of an issue itself. */
    tickInIssue(number: number, itemText: string): void {
      const issue = issueNumbered(context, number)
      demandRoleUnlessAuthor(context, issue.author, 'write', 'edit the issue')
      editIssue(context, issue, { body: setBox(issue.body ?? '', itemText, true) })
    },
  }
}

function setBox(body: string, itemText: string, ticked: boolean): string {
  const box = ticked ? /^(\s*(?:[-*+]|\d+\.)\s+)\[ \]/ : /^(\s*(?:[-*+]|\d+\.)\s+)\[[xX]\]/
  const lines = body.split('\n')
  const at = lines.findIndex((line) => box.test(line) && line.includes(itemText))
  if (at < 0) throw invalidRequest(`There is no ${ticked ? 'open' : 'ticked'} checkbox "${itemText}" in:\n${body}`)
  return lines.map((line, index) => (index === at ? line.replace(box, `$1[${ticked ? 'x' : ' '}]`) : line)).join('\n')
}
