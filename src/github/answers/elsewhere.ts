import type { Repository, Thread } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { issue } from './threads.ts'

/**
 * An issue of another repository of the same owner and installation, named `OWNER/REPO`; undefined when it is not there,
 * the App is not installed there, or it belongs to another owner.
 */
export async function issueElsewhere(
  clients: Pick<Clients, 'issuesOf'>,
  { owner: home, installationId }: Repository,
  { repository, number }: { readonly repository: string; readonly number: number },
): Promise<Thread | undefined> {
  const [owner = '', repo = ''] = repository.split('/')
  if (owner.toLowerCase() !== home.toLowerCase()) return undefined
  try {
    return await issue({ octokit: await clients.issuesOf(installationId, repo), owner, repo }, number)
  } catch (error) {
    if (isRefusal(error, 'not-found', 'permission', 'gone')) return undefined
    throw error
  }
}
