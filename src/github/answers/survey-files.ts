import type { Survey } from '../../incident/survey.ts'
import { ownersNamedIn } from '../../lib/code-owners.ts'
import { defaultPath } from '../../policy/extends.ts'
import { releasePatterns } from '../../policy/repository-traits.ts'
import { isMember } from '../../policy/schema/name.ts'
import { formPath } from '../../policy/starter-form.ts'
import { readContents } from '../contents.ts'
import { isRefusal } from '../errors.ts'
import { at, field, list, text } from '../json.ts'
import { readName } from '../pull-request.ts'
import { type Place, unlessRefused } from './place.ts'

type Seen = Pick<
  Survey,
  'hasConfiguration' | 'hasCodeOwners' | 'hasIssueForms' | 'hasEmergencyForm' | 'releaseBranches'
> & {
  /** There is a `.github/dependabot.yml`. */
  readonly updatesDependencies: boolean
  /** `@login` and `@organisation/team`, in the order of CODEOWNERS. */
  readonly codeOwners: readonly string[]
}

const forms = '.github/ISSUE_TEMPLATE'

/** What the files and branches of a repository tell of it. */
export async function surveyFiles(place: Place): Promise<Seen> {
  const found = await pathsIn(place, '.github')
  const owners = found === undefined ? undefined : await ownersFile(place, found)
  const templates = found?.has(forms) ? await pathsIn(place, forms) : undefined
  return {
    hasConfiguration: found?.has(defaultPath),
    updatesDependencies: ['yml', 'yaml'].some((end) => found?.has(`.github/dependabot.${end}`)),
    hasCodeOwners: owners !== undefined,
    codeOwners: ownersNamedIn(owners ?? '').filter(isMember),
    hasIssueForms: templates !== undefined && templates.size > 0,
    hasEmergencyForm: templates?.has(formPath) === true,
    releaseBranches: found === undefined ? [] : await releases(place),
  }
}

/**
 * Paths in a folder of the default branch; undefined where that may not be read.
 * https://docs.github.com/rest/repos/contents#get-repository-content
 */
async function pathsIn({ octokit, owner, repo }: Place, folder: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const { data } = await octokit.request(`GET /repos/{owner}/{repo}/contents/${folder}`, { owner, repo })
    return new Set(list(data).map((entry) => readName(at(entry, 'path'))))
  } catch (error) {
    if (isRefusal(error, 'not-found')) return new Set()
    if (isRefusal(error)) return undefined
    throw error
  }
}

/**
 * The text of CODEOWNERS, the first that there is; blank where it is too large to be read.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
async function ownersFile({ octokit, owner, repo }: Place, inFolder: ReadonlySet<string>): Promise<string | undefined> {
  const first = '.github/CODEOWNERS'
  for (const path of [...(inFolder.has(first) ? [first] : []), 'CODEOWNERS', 'docs/CODEOWNERS']) {
    const file = await readContents(octokit, { owner, repo, path })
    if (file.found === true) return file.text
  }
  return undefined
}

/** The first page of branches that begin so. https://docs.github.com/rest/git/refs#list-matching-references */
async function releases({ octokit, owner, repo }: Place): Promise<readonly string[]> {
  const branches: string[] = []
  for (const ref of ['heads/release', 'heads/stable']) {
    const call = octokit.request('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', { owner, repo, ref })
    const answer: unknown = await unlessRefused(call, undefined, 'permission', 'not-found', 'conflict')
    for (const each of list(field(answer, 'data'))) branches.push(text(field(each, 'ref')) ?? '')
  }
  return releasePatterns.filter((pattern) =>
    branches.some((branch) => branch.startsWith(`refs/heads/${pattern.slice(0, -1)}`)),
  )
}
