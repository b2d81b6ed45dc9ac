import type { Installations } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import type { Clients } from './client.ts'
import { at, field, integer } from './json.ts'
import { readRepository } from './pull-request.ts'

/**
 * Everything that this App is installed on, with the App's own token and one for each installation that may read nothing but
 * names. Suspended installations are left out: nothing can be asked there. Of each installation those with open issues come first.
 * Source: "List installations for the authenticated app", "List repositories accessible to the app installation".
 */
export function createInstallations(clients: Pick<Clients, 'app' | 'names'>): Installations {
  return {
    async repositories() {
      const octokit = await clients.app()
      const installations: readonly unknown[] = await octokit.paginate('GET /app/installations', { per_page: 100 })
      const found: Repository[] = []
      for (const each of installations) {
        const id = integer(field(each, 'id'))
        if (id === undefined || at(each, 'suspended_at')) continue
        found.push(...(await repositoriesOf(clients, id)))
      }
      return found
    },
  }
}

async function repositoriesOf(clients: Pick<Clients, 'names'>, installationId: number): Promise<Repository[]> {
  const octokit = await clients.names(installationId)
  const listed: readonly unknown[] = await octokit.paginate('GET /installation/repositories', { per_page: 100 })
  // Where no issue is open there is hardly an incident: those come last.
  const isQuiet = (each: unknown): number => (integer(field(each, 'open_issues_count')) === 0 ? 1 : 0)
  return listed
    .filter((each) => field(each, 'archived') !== true)
    .sort((one, other) => isQuiet(one) - isQuiet(other))
    .flatMap((each) => readRepository(each, installationId) ?? [])
}
