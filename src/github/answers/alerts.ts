import type { Alert, AlertPackage } from '../../incident/alert.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'
import { readDependabotAlert } from '../dependabot-alert.ts'
import { GitHubRefusal } from '../errors.ts'

/**
 * The open Dependabot alerts of one advisory. GitHub finds alerts by package, not by advisory.
 * Source: `dependabot/list-alerts-for-repo`.
 * @returns undefined where they are not to be read: switched off, or the permission was not granted
 */
export async function openAlerts(
  clients: Pick<Clients, 'special'>,
  repository: Repository,
  wanted: { readonly ghsa: string; readonly package: AlertPackage },
): Promise<readonly Alert[] | undefined> {
  const { name } = wanted.package
  try {
    const octokit = await clients.special(repository, 'alerts')
    const open = await octokit.paginate('GET /repos/{owner}/{repo}/dependabot/alerts', {
      owner: repository.owner,
      repo: repository.name,
      state: 'open',
      // A comma would make it two packages.
      ...(!name.includes(',') && { package: name }),
      per_page: 100,
    })
    const alerts = open.flatMap((alert) => readDependabotAlert(alert) ?? [])
    return alerts.filter(({ ghsa }) => ghsa === wanted.ghsa)
  } catch (error) {
    if (error instanceof GitHubRefusal) return undefined
    throw error
  }
}
