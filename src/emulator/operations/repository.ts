import { invalidRequest, notFound } from '../http/api-error.ts'
import type { Json } from '../json.ts'
import type { Commit } from '../model/git.ts'
import { emptyCollections, type Repository } from '../model/repository.ts'
import { pullsOf } from '../queries.ts'
import { userJson } from '../shapes/user.ts'
import { findAccount, findRepository, fullNameOf } from '../world.ts'
import type { RepositoryContext } from './context.ts'
import { changeBase } from './pulls.ts'
import { moveBranch } from './refs.ts'

/** Renames a branch; open pull requests follow it, and so does the default. */
export function renameBranch(context: RepositoryContext, from: string, to: string): void {
  const { repository } = context
  const sha = repository.branches[from]
  if (sha === undefined) throw notFound('Branch not found')
  if (repository.branches[to] !== undefined) throw invalidRequest('Validation Failed', ['New branch already exists'])
  moveBranch(context, to, sha)
  for (const issue of pullsOf(repository).filter((one) => one.state === 'open' && one.pull.base.ref === from)) {
    changeBase(context, issue, to)
  }
  if (repository.defaultBranch === from) switchDefaultBranch(context, to)
  moveBranch(context, from, null)
}

/** Makes another branch the default and publishes `repository.edited`. */
export function switchDefaultBranch(context: RepositoryContext, to: string): void {
  const { repository } = context
  if (repository.branches[to] === undefined) throw notFound('Branch not found')
  const from = repository.defaultBranch
  repository.defaultBranch = to
  publishRepository(context, 'edited', { changes: { default_branch: { from } } })
}

/** Gives the repository another name; the old one answers 301 from now on. */
export function renameRepository(context: RepositoryContext, name: string): void {
  const { repository } = context
  const from = repository.name
  repository.formerNames.push(fullNameOf(repository))
  repository.name = name
  publishRepository(context, 'renamed', { changes: { repository: { name: { from } } } })
}

/** Makes the repository read-only, or writable again. */
export function setArchived(context: RepositoryContext, archived: boolean): void {
  context.repository.archived = archived
  publishRepository(context, archived ? 'archived' : 'unarchived')
}

export function setVisibility(context: RepositoryContext, isPrivate: boolean): void {
  context.repository.private = isPrivate
  publishRepository(context, isPrivate ? 'privatized' : 'publicized')
}

/** Removes the repository with everything in it. */
export function deleteRepository(context: RepositoryContext): void {
  const { world, repository } = context
  publishRepository(context, 'deleted')
  world.state.repositories = world.state.repositories.filter((one) => one !== repository)
}

/** Moves the repository to another owner; only their installations hear of it. The old address answers 301. */
export function transferRepository(context: RepositoryContext, owner: string): void {
  const { world, repository } = context
  const before = findAccount(world, repository.owner)
  repository.formerNames.push(fullNameOf(repository))
  repository.owner = owner
  const from =
    before === undefined
      ? {}
      : { [before.type === 'Organization' ? 'organization' : 'user']: userJson(world, before.login) }
  publishRepository(context, 'transferred', { changes: { owner: { from } } })
}

/** @returns the actor's fork of the repository, made when they have none. */
export function forkRepository(context: RepositoryContext): Repository {
  const { world, repository, actor } = context
  const existing = findRepository(world, `${actor.login}/${repository.name}`)
  if (existing !== undefined) return existing
  const fork: Repository = {
    ...structuredClone(repository),
    id: world.ids.next(),
    owner: actor.login,
    forkOf: repository.id,
    formerNames: [],
    collaborators: {},
    teamRoles: {},
    nextNumber: 1,
    ...emptyCollections(),
  }
  world.state.repositories.push(fork)
  return fork
}

/** @returns a commit that changes files on top of another; null content deletes a file. */
export function commitFiles(context: RepositoryContext, parent: Commit | undefined, change: FileEdit): Commit {
  const { world, repository, actor } = context
  const files = { ...parent?.files }
  for (const [path, content] of Object.entries(change.files)) {
    if (content === null) delete files[path]
    else files[path] = content
  }
  const commit: Commit = {
    sha: world.ids.sha(),
    message: change.message ?? `Update ${Object.keys(change.files).join(', ')}`,
    author: actor.login,
    parents: parent === undefined ? [] : [parent.sha],
    files,
    createdAt: world.timestamp(),
  }
  repository.commits[commit.sha] = commit
  return commit
}

export type FileEdit = { files: Record<string, string | null>; message?: string }

function publishRepository(context: RepositoryContext, action: string, extra: Json = {}): void {
  const { world, repository, actor } = context
  repository.updatedAt = world.timestamp()
  world.publish({ event: 'repository', action, sender: actor.login, repository, payload: extra })
}
