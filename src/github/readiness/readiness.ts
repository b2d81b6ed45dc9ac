import { nothingKnown, type ReadinessAsked, type ReadinessFacts } from '../../incident/readiness/facts.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'

type ReadinessClients = Pick<Clients, 'forRepository' | 'special' | 'issuesOf' | 'administration'>

/** Looks at a repository as it stands before an emergency. Throws `TryLater` alone: what cannot be seen is a fact, too. */
export async function readiness(
  _clients: ReadinessClients,
  _repository: Repository,
  _wanted: ReadinessAsked,
): Promise<ReadinessFacts> {
  return nothingKnown('it was not looked at')
}
