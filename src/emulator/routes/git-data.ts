import { invalidRequest, notFound } from '../http/api-error.ts'
import { requiredText } from '../http/body.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import { isObject, type Json } from '../json.ts'
import { push } from '../operations/push.ts'
import { addCommit } from '../operations/refs.ts'
import { treeSha } from '../shapes/commit.ts'
import { gitCommitJson, refJson } from '../shapes/git.ts'
import { repositoryUrl } from '../shapes/urls.ts'

type Files = Record<string, string>

/** Git's own objects, for whoever builds a commit by hand: a tree, a commit upon it, a branch that points there. */
export const gitDataRoutes: Route[] = [
  repositoryRoute('GET /git/matching-refs/:ref*', 'contents:read', (call) => {
    const prefix = (call.params.ref ?? '').replace(/^heads\//, '')
    const names = Object.keys(call.repository.branches).filter((name) => name.startsWith(prefix))
    return { status: 200, body: names.sort().map((name) => refJson(call.repository, name)) }
  }),
  repositoryRoute('GET /git/commits/:sha', 'contents:read', (call) => {
    const commit = call.repository.commits[call.params.sha ?? '']
    if (commit === undefined) throw notFound()
    return { status: 200, body: gitCommitJson(call.world, call.repository, commit) }
  }),
  repositoryRoute('POST /git/trees', 'contents:write', (call) => {
    const base = call.body.base_tree
    const files = { ...(typeof base === 'string' ? treeOf(call, base) : {}), ...entriesOf(call.body) }
    const sha = treeSha({ files })
    call.repository.trees[sha] = files
    return {
      status: 201,
      body: { sha, url: `${repositoryUrl(call.repository)}/git/trees/${sha}`, tree: [], truncated: false },
    }
  }),
  repositoryRoute('POST /git/commits', 'contents:write', (call) => {
    const parents = Array.isArray(call.body.parents) ? call.body.parents.map(String) : []
    const unknown = parents.find((sha) => call.repository.commits[sha] === undefined)
    if (unknown !== undefined) throw invalidRequest('Parent SHA does not exist or is not a commit object')
    const files = treeOf(call, requiredText(call.body, 'tree'))
    const commit = addCommit(call, { message: requiredText(call.body, 'message'), parents, files })
    return { status: 201, body: gitCommitJson(call.world, call.repository, commit) }
  }),
  repositoryRoute('POST /git/refs', 'contents:write', (call) => {
    const name = /^refs\/heads\/(.+)$/.exec(requiredText(call.body, 'ref'))?.[1]
    const sha = requiredText(call.body, 'sha')
    if (name === undefined) throw invalidRequest('Reference name is not valid')
    if (call.repository.branches[name] !== undefined) throw invalidRequest('Reference already exists')
    if (call.repository.commits[sha] === undefined) throw invalidRequest('Object does not exist')
    const { accepted, reason } = push(call, name, sha)
    if (!accepted) throw invalidRequest(`Repository rule violations found\n\n${reason}`)
    return { status: 201, body: refJson(call.repository, name) }
  }),
]

/** A tree that was made, or that of any commit. */
function treeOf({ repository }: RepositoryCall, sha: string): Files {
  const made = repository.trees[sha]
  const committed = Object.values(repository.commits).find((commit) => treeSha(commit) === sha)
  if (made === undefined && committed === undefined) throw invalidRequest('tree.sha is not a valid tree')
  return made ?? committed?.files ?? {}
}

function entriesOf(body: Json): Files {
  const entries: unknown[] = Array.isArray(body.tree) ? body.tree : []
  const files = entries.filter(isObject).map(({ path, content }) => [String(path), String(content)])
  if (files.length === 0) throw invalidRequest('Invalid tree info')
  return Object.fromEntries(files)
}
