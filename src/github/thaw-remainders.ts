import { anchorOfCheck } from '../incident/incident.ts'
import type { Self } from '../incident/plan.ts'
import { isPlannedCheck } from '../incident/planned-freeze.ts'
import type { Repository } from '../incident/repository.ts'
import type { Clients } from './client.ts'
import { isRefusal } from './errors.ts'
import { readClassic } from './freeze/classic.ts'
import type { ProtectionSettings } from './freeze/protection-settings.ts'
import { GivenUp } from './perform/context.ts'

/** A branch whose classic protection asks for the check of a freeze of this App. */
export interface ClassicRemainder {
  readonly branch: string
  readonly checkName: string
  /** The anchor's number; undefined for a planned freeze. */
  readonly number: number | undefined
}

/** Branches with classic protection that are looked at, unless fewer are wanted: each costs a call. */
const mostBranches = 300

interface Looking {
  readonly clients: Pick<Clients, 'forRepository' | 'administration'>
  readonly self: Self
}

/**
 * Finds what of freezes can be recognised on classic protection without knowing anything about them: their checks.
 * Source: "List branches" (`protected`), "Get branch protection".
 */
export async function classicRemainders(
  context: Looking,
  repository: Repository,
  most = mostBranches,
): Promise<ClassicRemainder[]> {
  const octokit = await context.clients.administration(repository)
  const found: ClassicRemainder[] = []
  for (const branch of await protectedBranches(context, repository, most)) {
    const settings = await readClassic({ octokit, repository, branch }).catch(unreadable)
    found.push(...freezesOf(settings, context.self.appId).map((freeze) => ({ branch, ...freeze })))
  }
  return found
}

const freezesOf = (settings: ProtectionSettings | null, appId: number): Omit<ClassicRemainder, 'branch'>[] =>
  (settings?.required_status_checks?.checks ?? [])
    .filter(({ app_id }) => app_id === appId)
    .map(({ context }) => ({ checkName: context, number: anchorOfCheck(context) }))
    .filter(({ checkName, number }) => number !== undefined || isPlannedCheck(checkName))

/** A protection that cannot be read is none that a freeze was laid on. */
function unreadable(error: unknown): null {
  if (error instanceof GivenUp || isRefusal(error)) return null
  throw error
}

async function protectedBranches({ clients }: Looking, repository: Repository, most: number): Promise<string[]> {
  const octokit = await clients.forRepository(repository)
  const { owner, name: repo } = repository
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/branches', {
    ...{ owner, repo, protected: true, per_page: 100 },
  })
  const names: string[] = []
  for await (const { data } of pages) {
    names.push(...data.map((branch) => branch.name))
    if (names.length >= most) break
  }
  return names.slice(0, most)
}
