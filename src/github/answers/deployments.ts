import type { Repository } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'
import { field, list } from '../json.ts'
import { readName } from '../pull-request.ts'
import { unlessRefused } from './place.ts'

/**
 * Names of the environments that this repository's hundred latest deployments went to, each once. None also where this
 * may not be asked: then no news of deployments come either, and the stages are followed by people.
 * https://docs.github.com/rest/deployments/deployments#list-deployments
 */
export async function deployedEnvironments(
  clients: Pick<Clients, 'special'>,
  repository: Repository,
): Promise<readonly string[]> {
  const { owner, name: repo } = repository
  const listing = async () => {
    const octokit = await clients.special(repository, 'deployments')
    return octokit.request('GET /repos/{owner}/{repo}/deployments', { owner, repo, per_page: 100 })
  }
  const answer = await unlessRefused(listing(), undefined, 'permission', 'not-found')
  const names = list(field(answer, 'data')).map((each) => readName(field(each, 'environment')))
  return [...new Set(names.filter((name) => name !== ''))]
}
