import type { RepositoryStanding, RepositoryStandings } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import type { Clients } from './client.ts'
import { isRefusal, Suspended } from './errors.ts'
import { field } from './json.ts'
import { readNumber, readRepository } from './pull-request.ts'

type Sources = Pick<Clients, 'app' | 'forRepository'>

/** How repositories stand, whatever they are called by now and whichever installation they belong to. */
export function createStandings(clients: Sources): RepositoryStandings {
  return {
    async of(known) {
      try {
        return await seen(clients, known)
      } catch (error) {
        if (error instanceof Suspended) return { repository: known, interruption: 'suspended' }
        if (!isRefusal(error, 'not-found', 'permission', 'gone')) throw error
      }
      return await seenElsewhere(clients, known)
    },
  }
}

/**
 * Calls of a renamed repository are redirected to it; its id tells it from another one that has the name now.
 * https://docs.github.com/rest/repos/repos#get-a-repository
 */
async function seen(clients: Sources, known: Repository): Promise<RepositoryStanding> {
  const octokit = await clients.forRepository(known)
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner: known.owner, repo: known.name })
  const repository = readRepository(data, known.installationId)
  if (repository?.id !== known.id) return { repository: known, interruption: 'removed' }
  return { repository, interruption: data.archived ? 'archived' : undefined }
}

/** It may have been installed anew. https://docs.github.com/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app */
async function seenElsewhere(clients: Sources, known: Repository): Promise<RepositoryStanding> {
  const gone: RepositoryStanding = { repository: known, interruption: 'removed' }
  try {
    const octokit = await clients.app()
    const address = { owner: known.owner, repo: known.name }
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/installation', address)
    const installationId = readNumber(data.id)
    if (field(data, 'suspended_at')) return { ...gone, interruption: 'suspended' }
    if (installationId === undefined || installationId === known.installationId) return gone
    return await seen(clients, { ...known, installationId })
  } catch (error) {
    if (isRefusal(error)) return gone
    throw error
  }
}
