import type { Repository, Thread } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'

export async function issueElsewhere(
  _clients: Pick<Clients, 'issuesOf'>,
  _from: Repository,
  _issue: { readonly repository: string; readonly number: number },
): Promise<Thread | undefined> {
  return undefined
}
