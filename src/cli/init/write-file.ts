import { randomUUID } from 'node:crypto'
import { lstat, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { messageOf } from '../../engine/redact.ts'

interface NewFile {
  /** Below the top of the working tree, with `/`. */
  readonly path: string
  readonly text: string
  /** What is there is replaced. */
  readonly force: boolean
}

/** `kept`: there is one already. A reason is the end of a sentence for people. */
export type Written = { readonly is: 'written' | 'kept' } | { readonly is: 'failed'; readonly because: string }

/** It cannot be written; the message is for whoever ran the command. */
class Refused extends Error {}

/**
 * Writes a file into a working tree and nowhere else: a folder that is a link is followed inside of the tree alone, since
 * whoever made the repository chose where it leads. A file that is a link is replaced, and what it leads to stays as it is.
 */
export async function writeInto(root: string, { path, text, force }: NewFile): Promise<Written> {
  try {
    const file = join(await folderIn(root, dirname(path).split('/')), basename(path))
    return { is: force ? await replace(file, text) : await create(file, text) }
  } catch (error) {
    return { is: 'failed', because: error instanceof Refused ? error.message : reasonOf(error) }
  }
}

/** Makes the folder where it is missing, one level after the other, so that nothing is made behind a link. */
async function folderIn(root: string, names: readonly string[]): Promise<string> {
  const top = await realpath(root)
  let folder = top
  for (const name of names) {
    const next = join(folder, name)
    const isThere = await isMade(next)
    const real = await realpath(next).catch(() => undefined)
    const shown = relative(top, next)
    if (real === undefined) throw new Refused(`${shown} is a link that leads nowhere`)
    if (!isBelow(real, top)) throw new Refused(`${shown} is a link that leads out of the repository`)
    if (isThere && !(await stat(real)).isDirectory()) throw new Refused(`${shown} is a file, and no folder`)
    folder = real
  }
  return folder
}

/** Returns whether something of that name was there before. */
async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return false
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return true
    throw error
  }
}

function isBelow(path: string, top: string): boolean {
  const way = relative(top, path)
  // On Windows, another drive is an absolute path.
  return way !== '' && way.split(/[\\/]/)[0] !== '..' && !/^(?:[A-Za-z]:|[\\/])/.test(way)
}

async function create(file: string, text: string): Promise<'written' | 'kept'> {
  try {
    // Follows no link, not even one that leads nowhere.
    await writeFile(file, text, { flag: 'wx' })
    return 'written'
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'kept'
    throw error
  }
}

/** The new one is put in the place of the old one, whatever that was. */
async function replace(file: string, text: string): Promise<'written'> {
  const old = await lstat(file).catch(() => undefined)
  if (old?.isDirectory()) throw new Refused('it is a folder')
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, text, { flag: 'wx' })
    await rename(draft, file)
    return 'written'
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the path is too long',
}

/** Why a file could not be written, in words. */
export const reasonOf = (error: unknown): string => reasons[codeOf(error)] ?? messageOf(error)

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
