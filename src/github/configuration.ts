import type { GitHub } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import { defaultPath, type FileReference } from '../policy/extends.ts'
import type { Clients, Octokit } from './client.ts'
import { readContents } from './contents.ts'
import { isRefusal } from './errors.ts'
import { at, field, text } from './json.ts'

/** `.github/incident.yml`, and the files of other repositories that it extends. */
export type Configurations = Pick<GitHub, 'configuration' | 'extended'>

/** Errors are those of the client: `TryLater` and `GitHubRefusal`. */
export function createConfigurations(clients: Pick<Clients, 'forRepository' | 'reading'>): Configurations {
  return {
    async configuration(repository, { ref, etag }) {
      const octokit = await clients.forRepository(repository)
      return readContents(octokit, { owner: repository.owner, repo: repository.name, path: defaultPath, ref, etag })
    },

    async extended(repository, reference) {
      if (!isSame(reference.owner, repository.owner)) return undefined
      const octokit = await readerOf(clients, repository, reference)
      if (!octokit) return undefined
      const { owner, repository: repo, path } = reference
      const file = await readContents(octokit, { owner, repo, path })
      return file.found === true ? file.text : undefined
    },
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/**
 * A client that may read the file a repository extends; undefined when its readers are not to see it.
 *
 * What a configuration says comes out in comments and error messages. So a public repository may use public files only,
 * and a private one those of its owner: the people in it are of one organisation, if not always of one team. Files of
 * other owners are never read, although the App may be installed there too: that is another customer.
 */
async function readerOf(
  clients: Pick<Clients, 'forRepository' | 'reading'>,
  repository: Repository,
  reference: FileReference,
): Promise<Octokit | undefined> {
  const here = await clients.forRepository(repository)
  if (isSame(reference.repository, repository.name)) return here
  const target = { owner: reference.owner, repo: reference.repository }
  // A token for one repository sees public ones besides.
  const seen = await lookUp(here, target)
  if (seen && !seen.private) return isSame(seen.owner, repository.owner) ? here : undefined
  const there = await clients.reading(repository.installationId, reference.repository).catch(refusedAsUndefined)
  const found = there && (await lookUp(there, target))
  if (!there || !found || !isSame(found.owner, repository.owner)) return undefined
  // Asked once more: what the last delivery said may be from before this repository was published.
  const own = await lookUp(here, { owner: repository.owner, repo: repository.name })
  return !found.private || own?.private === true ? there : undefined
}

interface Seen {
  /** Not the one that was asked for when the repository has moved: GitHub redirects. */
  readonly owner: string
  readonly private: boolean
}

async function lookUp(octokit: Octokit, target: { owner: string; repo: string }): Promise<Seen | undefined> {
  const answer = await octokit.request('GET /repos/{owner}/{repo}', target).catch(refusedAsUndefined)
  if (!answer) return undefined
  const data: unknown = answer.data
  return { owner: text(at(data, 'owner', 'login')) ?? '', private: field(data, 'private') !== false }
}

function refusedAsUndefined(error: unknown): undefined {
  if (!isRefusal(error, 'not-found', 'permission', 'invalid')) throw error
}
