import { notFound } from '../http/api-error.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import { blobSha } from '../ids.ts'
import type { Json } from '../json.ts'
import { resolveRef } from '../operations/refs.ts'
import { repositoryPage, repositoryUrl } from '../shapes/urls.ts'

/** Files and folders at a ref. */
export const contentRoutes: Route[] = [
  repositoryRoute('GET /contents/:path*', 'contents:read', (call) => {
    const ref = call.query.get('ref') ?? call.repository.defaultBranch
    const commit = resolveRef(call, ref)
    if (commit === undefined) throw notFound(`No commit found for the ref ${ref}`)
    const path = (call.params.path ?? '').replace(/\/+$/, '')
    const content = commit.files[path]
    if (content !== undefined) return { status: 200, body: fileJson(call, path, content, ref) }
    const inside = Object.keys(commit.files).filter((one) => one.startsWith(`${path}/`))
    if (inside.length === 0) throw notFound()
    return { status: 200, body: folderJson(call, path, inside, ref) }
  }),
]

function fileJson(call: RepositoryCall, path: string, content: string, ref: string): Json {
  const encoded = Buffer.from(content).toString('base64')
  // GitHub breaks base64 into lines of 60 characters.
  const lines = encoded.replace(/.{1,60}/g, '$&\n')
  return {
    type: 'file',
    encoding: 'base64',
    size: Buffer.byteLength(content),
    content: lines,
    ...entryJson(call, path, blobSha(content), ref),
  }
}

function folderJson(call: RepositoryCall, path: string, inside: string[], ref: string): Json[] {
  const names = [...new Set(inside.map((one) => one.slice(path.length + 1).split('/')[0] ?? ''))]
  return names.map((name) => {
    const type = inside.includes(`${path}/${name}`) ? 'file' : 'dir'
    return { type, size: 0, ...entryJson(call, `${path}/${name}`, blobSha(name), ref) }
  })
}

function entryJson(call: RepositoryCall, path: string, sha: string, ref: string): Json {
  const url = `${repositoryUrl(call.repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`
  const git = `${repositoryUrl(call.repository)}/git/blobs/${sha}`
  const html = `${repositoryPage(call.repository)}/blob/${ref}/${path}`
  return {
    name: path.split('/').at(-1),
    path,
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: html.replace('/blob/', '/raw/'),
    _links: { self: url, git, html },
  }
}
