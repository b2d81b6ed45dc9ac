import { invalidRequest, notFound } from '../http/api-error.ts'
import type { Repository } from '../model/repository.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { type PushResult, push } from '../operations/push.ts'
import { commitFiles, type FileEdit, forkRepository } from '../operations/repository.ts'
import { demandRole } from './demand.ts'

export type PushOptions = { force?: boolean; message?: string; from?: string }

/** What a person does with branches. Pushes are judged by the rules and refused with a reason, not thrown. */
export function codeVerbs(context: RepositoryContext) {
  const { repository } = context
  return {
    /**
     * Commits files on top of a branch and pushes; null deletes a file. A missing branch starts at `from`, else at the
     * default branch. With `force` the branch's last commit is replaced.
     */
    pushTo(branch: string, files: FileEdit['files'], options: PushOptions = {}): PushResult & { sha: string } {
      const tip = repository.branches[branch] ?? repository.branches[options.from ?? repository.defaultBranch]
      const last = repository.commits[tip ?? '']
      const parent = options.force === true ? repository.commits[last?.parents[0] ?? ''] : last
      const commit = commitFiles(context, parent, {
        files,
        ...(options.message === undefined ? {} : { message: options.message }),
      })
      const result = push(context, branch, commit.sha, options.force ?? false)
      if (!result.accepted) delete repository.commits[commit.sha]
      return { ...result, sha: commit.sha }
    },
    /** Pushes a commit the repository has already, for example a hotfix merged locally. */
    pushCommit(branch: string, sha: string, options: { force?: boolean } = {}): PushResult {
      if (repository.commits[sha] === undefined) throw invalidRequest(`No commit found for SHA: ${sha}`)
      return push(context, branch, sha, options.force ?? false)
    },
    /** Makes a branch at another's tip without new commits. */
    createBranch(branch: string, from: string = repository.defaultBranch): PushResult {
      const tip = repository.branches[from]
      if (tip === undefined) throw notFound('Branch not found')
      return push(context, branch, tip)
    },
    deleteBranch(branch: string): PushResult {
      return push(context, branch, null)
    },
    /** @returns the person's own copy of the repository, to push to with `in('login/name')`. */
    fork(): Repository {
      demandRole(context, 'read', 'fork it')
      return forkRepository(context)
    },
  }
}
