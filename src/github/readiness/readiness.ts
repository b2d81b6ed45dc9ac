import type { ReadinessAsked, ReadinessFacts } from '../../incident/readiness/facts.ts'
import type { Repository } from '../../incident/repository.ts'
import { branchFacts } from './branches.ts'
import { deliveryFacts } from './deliveries.ts'
import { fileFacts } from './files.ts'
import { installationFacts } from './installation.ts'
import { drillFacts, labelFacts } from './labels.ts'
import { type Looking, type ReadinessClients, unknown } from './look.ts'
import { peopleFacts } from './people.ts'
import { elsewhereFacts, repositoryFacts } from './repository.ts'

export interface ReadinessOptions {
  readonly appId: number
  /** This machine's clock; the process's own without one. */
  readonly now?: () => number
  /** Is told what is being looked at. */
  readonly tell?: (what: string) => void
}

/**
 * Looks at a repository as it stands before an emergency, one group after another: nobody waits for it, so it stands in no
 * other work's way. Throws `TryLater` alone: what cannot be seen is a fact, too.
 */
export async function readiness(
  clients: ReadinessClients,
  repository: Repository,
  wanted: ReadinessAsked,
  { appId, now = Date.now, tell = () => undefined }: ReadinessOptions,
): Promise<ReadinessFacts> {
  const looking: Looking = { clients, repository, wanted, appId, now }
  tell('what was granted')
  const installation = await installationFacts(looking)
  tell('the repository')
  const itself = await repositoryFacts(looking)
  const elsewhere = await elsewhereFacts(looking)
  tell('branches and their rules')
  const branches = await branchFacts(looking)
  tell('files and labels')
  const files = await fileFacts(looking)
  const labels = await labelFacts(looking)
  tell('people and teams')
  const people = await peopleFacts(looking)
  const operation = wanted.isProposal ? notAsked : await operationFacts(looking, installation.app, tell)
  return {
    ...{ ...installation, ...itself, ...files, ...labels, ...operation },
    ...{ ...elsewhere, ...branches, ...people },
    leftOut: [...elsewhere.leftOut, ...branches.leftOut, ...people.leftOut],
  }
}

type OperationFacts = Pick<ReadinessFacts, 'drills' | 'deliveries' | 'hook'>

/** How it has worked so far. GitHub's log is one for all repositories, and so is what may be asked of it. */
async function operationFacts(
  looking: Looking,
  app: ReadinessFacts['app'],
  tell: (what: string) => void,
): Promise<OperationFacts> {
  tell('drills and deliveries')
  return { ...(await drillFacts(looking, app)), ...(await deliveryFacts(looking)) }
}

const unasked = unknown('nobody asked')
const notAsked: OperationFacts = { drills: unasked, deliveries: unasked, hook: unasked }
