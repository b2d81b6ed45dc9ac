import { execFile } from 'node:child_process'
import { lstat, readFile, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { ownersNamedIn } from '../../lib/code-owners.ts'
import { isLogin, isMember, isRepositoryName } from '../../policy/schema/name.ts'

/** Whom a working tree tells of, without a network. */
export interface FoundPeople {
  /** Owner of the repository on GitHub; undefined: it has no remote that says so. */
  readonly owner: string | undefined
  /** `@login` and `@org/team` from CODEOWNERS, in its order. */
  readonly codeOwners: readonly string[]
  /** Why CODEOWNERS was not read, where there is one, as a sentence. */
  readonly unread?: string
}

const run = promisify(execFile)

/** https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

/** In bytes; GitHub itself reads no larger one. */
const largestList = 3 * 1024 * 1024

export async function findPeople(root: string): Promise<FoundPeople> {
  const url = await git(root, 'config', '--get', 'remote.origin.url')
  return { owner: ownerIn(url?.trim() ?? ''), ...(await codeOwnersIn(root)) }
}

/** The top of the working tree; undefined outside of one. */
export async function topOf(directory: string): Promise<string | undefined> {
  return (await git(directory, 'rev-parse', '--show-toplevel'))?.replace(/\r?\n$/, '')
}

/**
 * From `https://github.com/acme/shop.git`, `git@github.com:acme/shop.git` or `ssh://git@host/acme/shop`. A folder, or an address
 * whose path has other than two parts, is no repository on GitHub, and a part of its path no account.
 */
function ownerIn(address: string): string | undefined {
  const [owner = '', name = '', ...rest] = pathIn(address)?.split('/') ?? []
  const isRepository = rest.length === 0 && isLogin(owner) && isRepositoryName(name.replace(/\.git$/, ''))
  return isRepository ? owner : undefined
}

function pathIn(address: string): string | undefined {
  if (/^(?:https|ssh):\/\//i.test(address))
    return URL.canParse(address) ? new URL(address).pathname.replace(/^\/|\/$/g, '') : undefined
  // One letter before the colon is a drive of Windows. https://git-scm.com/docs/git-clone#_git_urls
  return /^(?:[\w.-]+@)?[A-Za-z0-9][A-Za-z0-9.-]+:([^:\\]+?)\/?$/.exec(address)?.[1]
}

/** GitHub reads the first that there is. A link is not followed: whoever made the repository chose where it leads. */
async function codeOwnersIn(root: string): Promise<Pick<FoundPeople, 'codeOwners' | 'unread'>> {
  for (const place of places) {
    const file = join(root, place)
    const found = await lstat(file).catch(() => undefined)
    if (!found) continue
    if (!found.isFile() || !(await isWithin(root, file))) return unread(place, 'is no ordinary file of this repository')
    if (found.size > largestList) return unread(place, 'is larger than 3 MB')
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) return unread(place, 'may not be read')
    return { codeOwners: ownersNamedIn(text).filter(isMember) }
  }
  return { codeOwners: [] }
}

const unread = (place: string, why: string) => ({ codeOwners: [], unread: `${place} ${why}: nobody is taken from it.` })

/** Its folder may be a link. */
async function isWithin(root: string, file: string): Promise<boolean> {
  const way = relative(await realpath(root), await realpath(file))
  return way.split(/[\\/]/)[0] !== '..' && !/^(?:[A-Za-z]:|[\\/])/.test(way)
}

/** Undefined where Git is missing, or has nothing to say. */
async function git(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', ['-C', directory, ...args])).stdout
  } catch {
    return undefined
  }
}
