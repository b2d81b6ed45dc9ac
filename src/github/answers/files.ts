import { compileGlob } from '../../lib/glob.ts'
import { isInside } from '../contents.ts'
import { isRefusal } from '../errors.ts'
import { at, text } from '../json.ts'
import type { Place } from './place.ts'

/** Deeper than anybody keeps such files, and a bound on what one pattern can make us read. */
const deepest = 4
const mostFolders = 20

/**
 * Files on the default branch whose paths match a glob, sorted. Reads the folder before its first wildcard, and those
 * below it where the pattern goes on.
 * Source: https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function repositoryFiles(place: Place, pattern: string): Promise<readonly string[]> {
  const glob = compileGlob(pattern)
  if (!glob.ok) return []
  const parts = pattern.split('/')
  const firstWild = parts.findIndex((part) => /[*?[{]/.test(part))
  if (firstWild === -1) return isInside(pattern) ? [pattern] : []
  const depth = parts.includes('**') ? deepest : parts.length - firstWild
  const found = await filesBelow(place, parts.slice(0, firstWild).join('/'), depth)
  return found.filter((path) => glob.value(path)).sort()
}

async function filesBelow(place: Place, top: string, depth: number): Promise<string[]> {
  const files: string[] = []
  let level = [top]
  let read = 0
  for (let down = 0; down < depth && level.length > 0; down++) {
    const next: string[] = []
    for (const folder of level) {
      if (read++ >= mostFolders) return files
      for (const entry of await entriesOf(place, folder)) (entry.type === 'dir' ? next : files).push(entry.path)
    }
    level = next
  }
  return files
}

async function entriesOf({ octokit, owner, repo }: Place, folder: string): Promise<{ path: string; type: string }[]> {
  if (folder !== '' && !isInside(folder)) return []
  const path = folder.split('/').map(encodeURIComponent).join('/')
  try {
    const { data } = await octokit.request(`GET /repos/{owner}/{repo}/contents/${path}`, { owner, repo })
    return Array.isArray(data) ? data.flatMap(entryOf) : []
  } catch (error) {
    if (isRefusal(error, 'not-found')) return []
    throw error
  }
}

function entryOf(entry: unknown): { path: string; type: string }[] {
  const [path, type] = [text(at(entry, 'path')), text(at(entry, 'type'))]
  return path !== undefined && (type === 'file' || type === 'dir') ? [{ path, type }] : []
}
