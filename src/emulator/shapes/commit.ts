import { createHash } from 'node:crypto'
import { compareTrees, type FileChange, patchText } from '../git/diff.ts'
import { blobSha } from '../ids.ts'
import type { Json } from '../json.ts'
import type { Commit } from '../model/git.ts'
import type { Repository } from '../model/repository.ts'
import { accountOrGhost, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `commit`, as `GET /commits/{ref}` answers without files. */
export function commitJson(world: World, repository: Repository, commit: Commit): Json {
  const base = repositoryUrl(repository)
  const signature = { ...gitPerson(world, commit.author), date: commit.createdAt }
  const tree = treeSha(commit)
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${base}/commits/${commit.sha}`,
    html_url: commitPage(repository, commit.sha),
    comments_url: `${base}/commits/${commit.sha}/comments`,
    commit: {
      url: `${base}/git/commits/${commit.sha}`,
      author: signature,
      committer: signature,
      message: commit.message,
      comment_count: 0,
      tree: { sha: tree, url: `${base}/git/trees/${tree}` },
      verification: { verified: false, reason: 'unsigned', payload: null, signature: null, verified_at: null },
    },
    author: userJson(world, commit.author),
    committer: userJson(world, commit.author),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${base}/commits/${sha}`,
      html_url: commitPage(repository, sha),
    })),
  }
}

/** @returns the official `diff-entry`. */
export function fileChangeJson(repository: Repository, sha: string, change: FileChange): Json {
  const path = change.path.split('/').map(encodeURIComponent).join('/')
  return {
    sha: blobSha(change.after ?? change.before ?? ''),
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${repositoryPage(repository)}/blob/${sha}/${path}`,
    raw_url: `${repositoryPage(repository)}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(repository)}/contents/${path}?ref=${sha}`,
    patch: patchText(change),
  }
}

/** @returns a commit as `push` lists it, with the paths it touched. */
export function pushCommitJson(world: World, repository: Repository, commit: Commit): Json {
  const parent = repository.commits[commit.parents[0] ?? '']
  const changes = compareTrees(parent?.files ?? {}, commit.files)
  const paths = (status: string) => changes.filter((change) => change.status === status).map((change) => change.path)
  const person = { ...gitPerson(world, commit.author), username: commit.author }
  return {
    ...simpleCommitJson(world, commit),
    author: person,
    committer: person,
    distinct: true,
    url: commitPage(repository, commit.sha),
    added: paths('added'),
    removed: paths('removed'),
    modified: paths('modified'),
  }
}

/** @returns the official `simple-commit`. */
export function simpleCommitJson(world: World, commit: Commit): Json {
  const person = gitPerson(world, commit.author)
  return {
    id: commit.sha,
    tree_id: treeSha(commit),
    message: commit.message,
    timestamp: commit.createdAt,
    author: person,
    committer: person,
  }
}

/** @returns the page of a commit. */
export function commitPage(repository: Repository, sha: string): string {
  return `${repositoryPage(repository)}/commit/${sha}`
}

/** @returns name and e-mail as git records them. */
export function gitPerson(world: World, login: string): { name: string; email: string } {
  const account = accountOrGhost(world, login)
  const mailbox = account.login.replace(/[^A-Za-z0-9-]/g, '')
  return { name: account.name ?? account.login, email: `${account.id}+${mailbox}@users.noreply.github.com` }
}

/** @returns the name of the tree that holds these files: equal files, equal name. */
export function treeSha({ files }: Pick<Commit, 'files'>): string {
  return createHash('sha1').update(JSON.stringify(files)).digest('hex')
}
