import type { Json } from '../json.ts'
import type { Commit } from '../model/git.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { commitPage, gitPerson, treeSha } from './commit.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './urls.ts'

/** @returns the official `git-commit`. */
export function gitCommitJson(world: World, repository: Repository, commit: Commit): Json {
  const base = `${repositoryUrl(repository)}/git`
  const person = { ...gitPerson(world, commit.author), date: commit.createdAt }
  const tree = treeSha(commit)
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${base}/commits/${commit.sha}`,
    html_url: commitPage(repository, commit.sha),
    author: person,
    committer: person,
    message: commit.message,
    tree: { sha: tree, url: `${base}/trees/${tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${base}/commits/${sha}`,
      html_url: commitPage(repository, sha),
    })),
    verification: { verified: false, reason: 'unsigned', payload: null, signature: null, verified_at: null },
  }
}

/** @returns the official `git-ref` of a branch. */
export function refJson(repository: Repository, name: string): Json {
  const base = repositoryUrl(repository)
  const sha = repository.branches[name] ?? ''
  return {
    ref: `refs/heads/${name}`,
    node_id: nodeId('REF', `${repository.id}:${name}`),
    url: `${base}/git/refs/heads/${encodeURI(name)}`,
    object: { type: 'commit', sha, url: `${base}/git/commits/${sha}` },
  }
}
