import type { Role } from '../model/account.ts'
import type { MergeMethod } from '../model/repository.ts'
import type { RepositoryContext } from '../operations/context.ts'
import {
  deleteRepository,
  renameBranch,
  renameRepository,
  setArchived,
  setVisibility,
  switchDefaultBranch,
  transferRepository,
} from '../operations/repository.ts'
import { demandRole } from './demand.ts'

/** What an administrator does with settings. */
export function adminVerbs(context: RepositoryContext) {
  const demandAdmin = (deed: string) => demandRole(context, 'admin', deed)
  return {
    renameDefaultBranch(to: string): void {
      demandAdmin('rename the default branch')
      renameBranch(context, context.repository.defaultBranch, to)
    },
    switchDefaultBranch(to: string): void {
      demandAdmin('switch the default branch')
      switchDefaultBranch(context, to)
    },
    renameRepository(name: string): void {
      demandAdmin('rename the repository')
      renameRepository(context, name)
    },
    archive(archived = true): void {
      if (archived) demandAdmin('archive the repository')
      setArchived(context, archived)
    },
    setVisibility(isPrivate: boolean): void {
      demandAdmin('change the visibility')
      setVisibility(context, isPrivate)
    },
    deleteRepository(): void {
      demandAdmin('delete the repository')
      deleteRepository(context)
    },
    /** @param owner another account's login */
    transferRepository(owner: string): void {
      demandAdmin('transfer the repository')
      transferRepository(context, owner)
    },
    allowMergeMethods(methods: MergeMethod[]): void {
      demandAdmin('change how pull requests are merged')
      context.repository.mergeMethods = methods
    },
    /** Grants a role, or takes it away with 'none'. */
    setPermission(login: string, role: Role | 'none'): void {
      demandAdmin('change permissions')
      if (role === 'none') delete context.repository.collaborators[login]
      else context.repository.collaborators[login] = role
    },
  }
}
