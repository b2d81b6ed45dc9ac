import type { ReadinessFacts } from '../../incident/readiness/facts.ts'
import { isRefusal } from '../errors.ts'
import { at, field, text } from '../json.ts'
import { type Looking, looked, placeOf } from './look.ts'

const mostElsewhere = 5

/** The repository itself. Source: "Get a repository" (metadata: read). */
export async function repositoryFacts(looking: Looking): Promise<Pick<ReadinessFacts, 'repository'>> {
  const repository = await looked(async () => {
    const octokit = await looking.clients.forRepository(looking.repository)
    const { data } = await octokit.request('GET /repos/{owner}/{repo}', placeOf(looking))
    return {
      owner: at(data, 'owner', 'type') === 'Organization' ? ('organization' as const) : ('user' as const),
      private: field(data, 'private') === true,
      archived: field(data, 'archived') === true,
      hasIssues: field(data, 'has_issues') !== false,
      host: URL.parse(text(field(data, 'html_url')) ?? '')?.host,
    }
  })
  return { repository }
}

/** The other repositories in which the App cannot open an issue: no token is to be had for them. */
export async function elsewhereFacts({
  clients,
  repository,
  wanted,
}: Looking): Promise<Pick<ReadinessFacts, 'unreachable' | 'leftOut'>> {
  const named = wanted.repositories ?? []
  const unreachable = await looked(async () => {
    const found: string[] = []
    for (const other of named.slice(0, mostElsewhere)) {
      const [owner = '', name = ''] = other.split('/')
      const isOfSameOwner = owner.toLowerCase() === repository.owner.toLowerCase()
      if (!isOfSameOwner || !(await isReached(clients, repository.installationId, name))) found.push(other)
    }
    return found
  })
  const more = named.length - mostElsewhere
  return { unreachable, leftOut: more > 0 ? [`${more} of the other repositories were not looked at.`] : [] }
}

async function isReached(clients: Looking['clients'], installationId: number, name: string): Promise<boolean> {
  try {
    await clients.issuesOf(installationId, name)
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}
