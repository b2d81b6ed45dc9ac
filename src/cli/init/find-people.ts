import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isMember } from '../../policy/schema/name.ts'

/** Whom a working tree tells of, without a network. */
export interface FoundPeople {
  /** Owner of the repository on GitHub; undefined: it has no remote that says so. */
  readonly owner: string | undefined
  /** `@login` and `@org/team` from CODEOWNERS, in its order. */
  readonly codeOwners: readonly string[]
}

const run = promisify(execFile)

/** https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

export async function findPeople(root: string): Promise<FoundPeople> {
  return { owner: await ownerOf(root), codeOwners: await codeOwnersIn(root) }
}

/** The top of the working tree; undefined outside of one. */
export async function topOf(directory: string): Promise<string | undefined> {
  return (await git(directory, 'rev-parse', '--show-toplevel'))?.trim()
}

/** From `https://github.com/acme/shop.git`, `git@github.com:acme/shop.git` or `ssh://git@host/acme/shop`. */
async function ownerOf(root: string): Promise<string | undefined> {
  const url = await git(root, 'config', '--get', 'remote.origin.url')
  return url === undefined ? undefined : /[/:]([^/:]+)\/[^/]+?(?:\.git)?\/?$/.exec(url.trim())?.[1]
}

async function codeOwnersIn(root: string): Promise<readonly string[]> {
  for (const place of places) {
    const text = await readFile(join(root, place), 'utf8').catch(() => undefined)
    if (text !== undefined) return ownersIn(text)
  }
  return []
}

function ownersIn(text: string): readonly string[] {
  const words = text.split('\n').flatMap((line) => (line.split('#')[0] ?? '').trim().split(/\s+/).slice(1))
  return [...new Set(words.filter(isMember))]
}

/** Undefined where Git is missing, or has nothing to say. */
async function git(directory: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run('git', ['-C', directory, ...args])).stdout
  } catch {
    return undefined
  }
}
