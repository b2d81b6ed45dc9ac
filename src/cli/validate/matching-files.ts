import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compileGlob } from '../../lib/glob.ts'

/** Neither is part of what GitHub would list. */
const passedOver: ReadonlySet<string> = new Set(['.git', 'node_modules'])

const mostFolders = 5_000

/** The files of a working tree that match a glob, from its top, in the order of their names. Links are not followed. */
export async function matchingFiles(root: string, glob: string): Promise<string[]> {
  const matcher = compileGlob(glob)
  if (!matcher.ok) return []
  const files: string[] = []
  const folders = [fixedFolder(glob)]
  for (let visited = 0; visited < mostFolders && folders.length > 0; visited++) {
    const inside = await listed(root, folders.pop() ?? '')
    files.push(...inside.files)
    folders.push(...inside.folders)
  }
  return files.filter(matcher.value).sort()
}

async function listed(root: string, folder: string): Promise<{ files: string[]; folders: string[] }> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const pathOf = ({ name }: { readonly name: string }): string => (folder === '' ? name : `${folder}/${name}`)
  return {
    files: entries.filter((entry) => entry.isFile()).map(pathOf),
    folders: entries.filter((entry) => entry.isDirectory() && !passedOver.has(entry.name)).map(pathOf),
  }
}

/** The folder that every match lies in: `.github/drills` of `.github/drills/*.yml`. */
function fixedFolder(glob: string): string {
  const folders = glob.split('/').slice(0, -1)
  const first = folders.findIndex((part) => /[*?{}[\]\\]/.test(part))
  return folders.slice(0, first < 0 ? folders.length : first).join('/')
}
