import type { FreezeStanding } from '../../incident/check-up.ts'
import type { FreezeStandards } from '../../incident/freeze-result.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Clients, Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { readClassic } from '../freeze/classic.ts'
import { holds } from '../freeze/classic-layers.ts'
import { rulesetBody } from '../freeze/ruleset.ts'
import { rulesetChanges } from '../freeze/ruleset-changes.ts'
import { GivenUp } from '../perform/context.ts'
import { changedBy } from './ruleset-history.ts'

type Sources = Pick<Clients, 'administration' | 'forRepository'>

interface Asked {
  readonly repository: Repository
  readonly freeze: FreezeStandards
  readonly appId: number
}

/** Branches whose classic protection is read for one answer. */
const mostBranches = 3

/** How a freeze stands, compared with how it was made. */
export async function freezeStanding(clients: Sources, asked: Asked): Promise<FreezeStanding> {
  const administrator = await clients.administration(asked.repository).catch((error: unknown) => {
    if (isRefusal(error, 'permission')) return undefined
    throw error
  })
  const { mechanism, rulesetId } = asked.freeze.applied
  if (mechanism === 'branch-protection') return administrator ? classicStanding(administrator, asked) : unadministered
  if (rulesetId === undefined) return { ...unadministered, administered: administrator !== undefined }
  // Who may go past a ruleset is told to those alone who may change it.
  const reader = await clients.forRepository(asked.repository)
  const found = await rulesetStanding({ reader, administrator }, asked, rulesetId)
  const isEdited = administrator && (found.is === 'changed' || found.is === 'open')
  const by = isEdited ? await changedBy({ reader, administrator }, asked.repository, rulesetId) : undefined
  return { ...found, by, administered: administrator !== undefined }
}

const unadministered: FreezeStanding = { is: 'unknown', changes: [], by: undefined, administered: false }

type Found = Pick<FreezeStanding, 'is' | 'changes'>

/**
 * Source: `repos/get-repo-ruleset`. A bare 404 also means "not to be seen", so it is believed only where rulesets can be
 * listed and this one is not among them.
 */
async function rulesetStanding(
  { reader, administrator }: { readonly reader: Octokit; readonly administrator: Octokit | undefined },
  { repository, freeze, appId }: Asked,
  id: number,
): Promise<Found> {
  const address = { owner: repository.owner, repo: repository.name }
  try {
    const { data } = await (administrator ?? reader).request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      ...address,
      ruleset_id: id,
    })
    return rulesetChanges(rulesetBody({ ...freeze, appId, alreadyRequired: [] }), data)
  } catch (error) {
    if (!isRefusal(error)) throw error
    if (!isRefusal(error, 'not-found')) return { is: 'unknown', changes: [] }
  }
  try {
    const listed = await reader.paginate('GET /repos/{owner}/{repo}/rulesets', {
      ...address,
      includes_parents: false,
      per_page: 100,
    })
    return { is: listed.some((ruleset) => ruleset.id === id) ? 'unknown' : 'gone', changes: [] }
  } catch (error) {
    if (isRefusal(error)) return { is: 'unknown', changes: [] }
    throw error
  }
}

async function classicStanding(octokit: Octokit, asked: Asked): Promise<FreezeStanding> {
  const told = { by: undefined, administered: true }
  try {
    return { ...told, ...(await compareBranches(octokit, asked)) }
  } catch (error) {
    if (isRefusal(error, 'permission')) return unadministered
    if (isRefusal(error) || error instanceof GivenUp) return { ...told, is: 'unknown', changes: [] }
    throw error
  }
}

async function compareBranches(octokit: Octokit, { repository, freeze, appId }: Asked): Promise<Found> {
  const changes: string[] = []
  let isProtected = false
  for (const branch of freeze.applied.verified.slice(0, mostBranches)) {
    const settings = await readClassic({ octokit, repository, branch })
    isProtected ||= settings !== null
    if (holds(settings, { ...freeze, appId })) continue
    changes.push(settings === null ? `${branch} is not protected` : `${branch} is protected less than the freeze asks`)
  }
  if (changes.length === 0) return { is: 'as-made', changes }
  if (changes.length < freeze.applied.verified.length) return { is: 'changed', changes }
  return { is: isProtected ? 'open' : 'gone', changes }
}
