import { notFound } from '../http/api-error.ts'
import { type Route, repositoryRoute } from '../http/route.ts'
import { blobSha } from '../ids.ts'
import { resolveRef } from '../operations/refs.ts'
import { repositoryUrl } from '../shapes/urls.ts'

/** All files at a ref in one answer. Only with `recursive`: the other form is answered nowhere here. */
export const treeRoutes: Route[] = [
  repositoryRoute('GET /git/trees/:ref', 'contents:read', (call) => {
    const commit = resolveRef(call, call.params.ref ?? '')
    if (commit === undefined || !call.query.has('recursive')) throw notFound()
    const base = `${repositoryUrl(call.repository)}/git`
    const tree = Object.entries(commit.files).map(([path, content]) => {
      const sha = blobSha(content)
      return { path, mode: '100644', type: 'blob', sha, size: Buffer.byteLength(content), url: `${base}/blobs/${sha}` }
    })
    return { status: 200, body: { sha: commit.sha, url: `${base}/trees/${commit.sha}`, tree, truncated: false } }
  }),
]
