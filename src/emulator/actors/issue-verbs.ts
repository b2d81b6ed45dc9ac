import { notFound } from '../http/api-error.ts'
import type { Comment, Issue } from '../model/issue.ts'
import type { RepositoryContext } from '../operations/context.ts'
import {
  convertIssue,
  createIssue,
  deleteIssue,
  editIssue,
  type IssueEdit,
  issueNumbered,
  lockIssue,
  type NewIssue,
  setIssueState,
  transferIssue,
  unlockIssue,
} from '../operations/issues.ts'
import { atLeast, roleOf } from '../roles.ts'
import { findRepository } from '../world.ts'
import { demandRole, demandRoleUnlessAuthor } from './demand.ts'

/** What a person does with issues (and, by number, with pull requests). Every verb throws GitHub's refusal. */
export function issueVerbs(context: RepositoryContext) {
  const find = (number: number): Issue => issueNumbered(context, number)
  return {
    /** Opens an issue. People without triage cannot set labels or assignees; GitHub drops them silently. */
    openIssue(input: NewIssue): Issue {
      demandRole(context, 'read', 'open an issue')
      const trusted = atLeast(roleOf(context.world, context.repository, context.actor.login), 'triage')
      return createIssue(context, trusted ? input : { title: input.title, body: input.body ?? null })
    },
    /** Changes title or body. */
    editIssue(number: number, edit: IssueEdit): void {
      demandRoleUnlessAuthor(context, find(number).author, 'write', 'edit it')
      editIssue(context, find(number), edit)
    },
    close(number: number, reason?: Issue['stateReason']): void {
      demandRoleUnlessAuthor(context, find(number).author, 'triage', 'close it')
      setIssueState(context, find(number), 'closed', reason)
    },
    /** Authors may reopen only what they closed themselves. */
    reopen(number: number): void {
      const { author, closedBy } = find(number)
      const own = author === closedBy ? author : ''
      demandRoleUnlessAuthor(context, own, 'triage', 'reopen it')
      setIssueState(context, find(number), 'open')
    },
    lock(number: number, reason: string | null = null): void {
      demandRole(context, 'write', 'lock it')
      lockIssue(context, find(number), reason)
    },
    unlock(number: number): void {
      demandRole(context, 'write', 'unlock it')
      unlockIssue(context, find(number))
    },
    deleteIssue(number: number): void {
      demandRole(context, 'admin', 'delete it')
      deleteIssue(context, find(number))
    },
    /** @param status what GitHub answers for the issue from now on: nobody has documented which of the two */
    convertToDiscussion(number: number, status: 404 | 410): void {
      demandRole(context, 'triage', 'make it a discussion')
      convertIssue(context, find(number), status)
    },
    /** @param target `owner/name` of another repository of the same owner. @returns the issue there. */
    transferIssue(number: number, target: string): Issue {
      const repository = findRepository(context.world, target)
      if (repository === undefined) throw notFound()
      demandRole(context, 'write', 'transfer it')
      demandRole({ ...context, repository }, 'write', 'transfer it there')
      return transferIssue(context, find(number), { ...context, repository })
    },
    /** @returns the conversation under an issue, oldest first. */
    comments(number: number): Comment[] {
      return context.repository.comments.filter((comment) => comment.issueNumber === number)
    },
  }
}
