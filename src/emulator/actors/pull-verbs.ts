import { ApiError } from '../http/api-error.ts'
import type { PullIssue } from '../model/issue.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { demandInteraction } from '../operations/interaction-limits.ts'
import { editIssue } from '../operations/issues.ts'
import { type MergeOptions, mergePull } from '../operations/merge.ts'
import { changeBase, createPull, type PullEdit, pullNumbered, setDraft } from '../operations/pulls.ts'
import type { FileEdit } from '../operations/repository.ts'
import { codeVerbs } from './code-verbs.ts'
import { demandRole, demandRoleUnlessAuthor } from './demand.ts'

export type OpenPull = {
  title: string
  body?: string
  head: string
  base?: string
  draft?: boolean
  /** The head branch is in the person's own fork, which is made when missing. */
  fork?: boolean
  /** Committed to the head branch first. */
  files?: FileEdit['files']
}

export type MergeResult = { merged: boolean; sha: string | null; status: number; reason: string }

/** What a person does with pull requests. */
export function pullVerbs(context: RepositoryContext) {
  const find = (number: number): PullIssue => pullNumbered(context, number)
  return {
    openPull(input: OpenPull): PullIssue {
      demandRole(context, 'read', 'open a pull request')
      demandInteraction(context)
      const code = codeVerbs(context)
      const repository = input.fork === true ? code.fork() : context.repository
      if (input.files !== undefined) prepareHead({ ...context, repository }, input.head, input.files)
      const base = input.base ?? context.repository.defaultBranch
      const options = { title: input.title, body: input.body ?? null, draft: input.draft ?? false }
      return createPull(context, { ...options, base, head: { repository, ref: input.head } })
    },
    /** Changes title, body or base. */
    editPull(number: number, edit: PullEdit): void {
      const { base, ...text } = edit
      demandRoleUnlessAuthor(context, find(number).author, 'write', 'edit it')
      if (Object.keys(text).length > 0) editIssue(context, find(number), text)
      if (base !== undefined) changeBase(context, find(number), base)
    },
    markReady(number: number): void {
      demandRoleUnlessAuthor(context, find(number).author, 'write', 'mark it ready')
      setDraft(context, find(number), false)
    },
    convertToDraft(number: number): void {
      demandRoleUnlessAuthor(context, find(number).author, 'write', 'convert it')
      setDraft(context, find(number), true)
    },
    /** Merges as the button does. Refusals are returned with GitHub's status and reason. */
    merge(number: number, options: MergeOptions = {}): MergeResult {
      try {
        return { merged: true, sha: mergePull(context, find(number), options), status: 200, reason: '' }
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        return { merged: false, sha: null, status: error.status, reason: error.message }
      }
    },
  }
}

function prepareHead(home: RepositoryContext, branch: string, files: FileEdit['files']): void {
  const result = codeVerbs(home).pushTo(branch, files)
  if (!result.accepted) throw new ApiError(403, result.reason)
}
