import type { Fact, ReadinessFacts } from '../../incident/readiness/facts.ts'
import { rivalFiles } from '../../incident/readiness/rival-files.ts'
import { compileGlob } from '../../lib/glob.ts'
import { readContents } from '../contents.ts'
import { field, list, text } from '../json.ts'
import { known, type Looking, looked, placeOf, unknown } from './look.ts'

type FileFacts = Pick<ReadinessFacts, 'rivals' | 'missingFiles' | 'codeOwners'>

/** Where GitHub looks for it, in this order. Source: docs "About code owners". */
const codeOwnersAt = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

/**
 * What the files on the default branch tell, from one list of all their names. Source: "Get a tree" (contents: read), which
 * cuts the list short where a repository is very large.
 */
export async function fileFacts(looking: Looking): Promise<FileFacts> {
  const listed = await looked(() => listFiles(looking))
  if (!listed.known) return { rivals: listed, missingFiles: listed, codeOwners: listed }
  const { paths, isWhole } = listed.value
  const cut = unknown('the repository has too many files to be listed')
  const missing = (looking.wanted.files ?? []).filter((path) => !isThere(path, paths))
  return {
    rivals: known(rivalFiles(paths)),
    missingFiles: isWhole || missing.length === 0 ? known(missing) : cut,
    codeOwners: await codeOwners(looking, { paths, isWhole }),
  }
}

interface Listed {
  readonly paths: readonly string[]
  readonly isWhole: boolean
}

async function listFiles(looking: Looking): Promise<Listed> {
  const octokit = await looking.clients.forRepository(looking.repository)
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    ...placeOf(looking),
    tree_sha: looking.repository.defaultBranch,
    recursive: 'true',
  })
  const paths = list(field(data, 'tree')).flatMap((entry) => text(field(entry, 'path')) ?? [])
  return { paths, isWhole: field(data, 'truncated') !== true }
}

function isThere(wanted: string, paths: readonly string[]): boolean {
  if (paths.includes(wanted)) return true
  const glob = /[*?[{]/.test(wanted) ? compileGlob(wanted) : undefined
  return glob?.ok === true && paths.some(glob.value)
}

async function codeOwners(looking: Looking, { paths, isWhole }: Listed): Promise<Fact<string | undefined>> {
  const path = codeOwnersAt.find((candidate) => paths.includes(candidate))
  if (path === undefined) return isWhole ? known(undefined) : unknown('the repository has too many files to be listed')
  return looked(async () => {
    const octokit = await looking.clients.forRepository(looking.repository)
    const file = await readContents(octokit, { ...placeOf(looking), path })
    return file.found === true ? file.text : undefined
  })
}
