import type { Repository } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'

export async function deployedEnvironments(
  _clients: Pick<Clients, 'special'>,
  _repository: Repository,
): Promise<readonly string[]> {
  return []
}
