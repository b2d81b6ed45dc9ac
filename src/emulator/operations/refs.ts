import { commitsBetween, isAncestor } from '../git/history.ts'
import type { Commit } from '../model/git.ts'
import { pushCommitJson } from '../shapes/commit.ts'
import { pushRepositoryJson } from '../shapes/repository.ts'
import { repositoryPage } from '../shapes/urls.ts'
import type { RepositoryContext } from './context.ts'

export const NO_SHA = '0'.repeat(40)

export type NewCommit = { message: string; parents: string[]; files: Record<string, string> }

/** Stores a commit without pointing a branch at it. */
export function addCommit(context: RepositoryContext, input: NewCommit): Commit {
  const { world, repository, actor } = context
  const commit = { ...input, sha: world.ids.sha(), author: actor.login, createdAt: world.timestamp() }
  repository.commits[commit.sha] = commit
  return commit
}

/**
 * Points a branch at a commit (null deletes it) and publishes `push`, with `create` or `delete` when fitting.
 * Nothing is judged here.
 */
export function moveBranch(context: RepositoryContext, branch: string, after: string | null): void {
  const { world, repository } = context
  const before = repository.branches[branch] ?? null
  if (before === after) return
  if (after === null) delete repository.branches[branch]
  else repository.branches[branch] = after
  repository.pushedAt = world.timestamp()
  publishPush(context, branch, before, after)
  if (before === null) publishRef(context, 'create', branch)
  if (after === null) publishRef(context, 'delete', branch)
}

function publishPush(context: RepositoryContext, branch: string, before: string | null, after: string | null): void {
  const { world, repository, actor } = context
  const start = before ?? defaultTip(context, branch)
  const fresh = after === null ? [] : commitsBetween(repository, start, after)
  const commits = fresh.map((commit) => pushCommitJson(world, repository, commit))
  const head = after === null ? undefined : repository.commits[after]
  const payload = {
    ref: `refs/heads/${branch}`,
    before: before ?? NO_SHA,
    after: after ?? NO_SHA,
    base_ref: null,
    created: before === null,
    deleted: after === null,
    forced: before !== null && after !== null && !isAncestor(repository, before, after),
    compare: `${repositoryPage(repository)}/compare/${before ?? branch}...${after ?? NO_SHA}`,
    commits,
    head_commit: head === undefined ? null : pushCommitJson(world, repository, head),
    pusher: { name: actor.login, email: null },
    repository: pushRepositoryJson(world, repository),
  }
  world.publish({ event: 'push', action: null, sender: actor.login, repository, payload })
}

/** A new branch's push lists what the default branch does not have. */
function defaultTip(context: RepositoryContext, branch: string): string | null {
  const { repository } = context
  return branch === repository.defaultBranch ? null : (repository.branches[repository.defaultBranch] ?? null)
}

function publishRef(context: RepositoryContext, event: 'create' | 'delete', branch: string): void {
  const { world, repository, actor } = context
  const common = { ref: branch, ref_type: 'branch', pusher_type: 'user' }
  const extra = { master_branch: repository.defaultBranch, description: repository.description }
  const payload = event === 'create' ? { ...common, ...extra } : common
  world.publish({ event, action: null, sender: actor.login, repository, payload })
}

/** @returns the commit a ref names: a branch, `heads/…`, `refs/heads/…`, `HEAD`, or a sha (from 7 digits). */
export function resolveRef(context: Pick<RepositoryContext, 'repository'>, ref: string): Commit | undefined {
  const { repository } = context
  const name = ref === 'HEAD' ? repository.defaultBranch : ref.replace(/^(refs\/)?heads\//, '')
  const sha = repository.branches[name] ?? repository.branches[ref] ?? ref
  if (repository.commits[sha] !== undefined) return repository.commits[sha]
  if (!/^[0-9a-f]{7,39}$/.test(ref)) return undefined
  return Object.values(repository.commits).find((commit) => commit.sha.startsWith(ref))
}
