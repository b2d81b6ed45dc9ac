import type { ConfigurationFile } from '../engine/ports.ts'
import type { Octokit } from './client.ts'
import { isRefusal } from './errors.ts'
import { field, integer, text } from './json.ts'

export interface Place {
  readonly owner: string
  readonly repo: string
  readonly path: string
  /** Default branch without one. */
  readonly ref?: string | undefined
  readonly etag?: string | undefined
}

/** What nobody needs to write by hand; GitHub itself gives the text of files up to 1 MB in this way. */
const largestFile = 256 * 1024
const longestPath = 1024

/**
 * One file's text, by GitHub's contents API: https://docs.github.com/rest/repos/contents#get-repository-content
 *
 * Not found: no such file, branch or commit, a directory, a submodule, or a path that leads out of the repository.
 * Of a file that is too large comes blank text of more than 256 KiB, which its reader refuses by its size: calling it
 * absent would put the defaults in its place.
 */
export async function readContents(octokit: Octokit, place: Place): Promise<ConfigurationFile> {
  if (!isInside(place.path)) return { found: false }
  const { etag, ref, owner, repo } = place
  const route = `GET /repos/{owner}/{repo}/contents/${place.path.split('/').map(encodeURIComponent).join('/')}`
  try {
    const { data, headers } = await octokit.request(route, {
      owner,
      repo,
      ...(ref === undefined ? {} : { ref }),
      headers: etag === undefined ? {} : { 'if-none-match': etag },
    })
    const blob = text(field(data, 'sha'))
    if (field(data, 'type') !== 'file' || blob === undefined) return { found: false }
    return { found: true, text: textOf(data), blob, etag: headers.etag }
  } catch (error) {
    if (isRefusal(error) && error.status === 304) return { found: 'unchanged' }
    if (isRefusal(error, 'not-found')) return { found: false }
    throw error
  }
}

/** A path as the tree has it: nothing that a server in between could resolve to somewhere else. */
export function isInside(path: string): boolean {
  const isPlain = path.length <= longestPath && !/[\\\p{Cc}]/u.test(path)
  return isPlain && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

function textOf(data: unknown): string {
  const content = text(field(data, 'content')) ?? ''
  const isWhole = field(data, 'encoding') === 'base64' && (integer(field(data, 'size')) ?? 0) <= largestFile
  return isWhole ? Buffer.from(content, 'base64').toString('utf8') : ' '.repeat(largestFile + 1)
}
