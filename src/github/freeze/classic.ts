import { z } from 'zod'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { classify, isRefusal } from '../errors.ts'
import { at, integer, list, text } from '../json.ts'
import { GivenUp } from '../perform/context.ts'
import { protectionBody, readProtection, unknownSettings } from './classic-translate.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/** One branch, and the client that may administer its protection. */
export interface ClassicBranch {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly branch: string
}

const address = ({ repository, branch }: ClassicBranch) => ({ owner: repository.owner, repo: repository.name, branch })

/**
 * A branch's classic protection; null: not protected.
 * @throws GitHubRefusal; GivenUp when it holds settings that could not be written back
 * Source: `repos/get-branch-protection` (administration: read). Only the message tells "not protected" from "not visible".
 */
export async function readClassic(at: ClassicBranch): Promise<ProtectionSettings | null> {
  try {
    const { data } = await at.octokit.request('GET /repos/{owner}/{repo}/branches/{branch}/protection', address(at))
    const unknown = unknownSettings(data)
    if (unknown.length > 0) throw new GivenUp(`its protection has settings unknown here: ${unknown.join(', ')}`)
    return readProtection(data)
  } catch (error) {
    if (isRefusal(error, 'not-protected')) return null
    if (error instanceof z.ZodError)
      throw new GivenUp('GitHub describes its protection in a way unknown here', { cause: error })
    throw error
  }
}

/**
 * Gives a branch exactly this protection; null: none. A deletion that finds nothing is fine.
 * Source: `repos/update-branch-protection` replaces everything, `repos/delete-branch-protection`,
 * `repos/create-commit-signature-protection`; whether the PUT clears required signatures is not documented.
 */
export async function writeClassic(at: ClassicBranch, settings: ProtectionSettings | null): Promise<void> {
  if (settings === null) return deleteClassic(at)
  await at.octokit.request({
    method: 'PUT',
    url: '/repos/{owner}/{repo}/branches/{branch}/protection',
    ...address(at),
    data: protectionBody(settings),
  })
  const signatures = '/repos/{owner}/{repo}/branches/{branch}/protection/required_signatures'
  if (settings.required_signatures) await at.octokit.request(`POST ${signatures}`, address(at))
}

async function deleteClassic(at: ClassicBranch): Promise<void> {
  try {
    await at.octokit.request('DELETE /repos/{owner}/{repo}/branches/{branch}/protection', address(at))
  } catch (error) {
    if (!isRefusal(error, 'not-protected')) throw error
  }
}

const ruleQuery = `query ($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) { ref(qualifiedName: $ref) { branchProtectionRule { id pattern } } }
}`

/** What the REST API does not show and its PUT would lose. Source: GraphQL `BranchProtectionRule`, `Repository.mergeQueue`. */
const hiddenQuery = `query ($owner: String!, $repo: String!, $ref: String!, $branch: String!) {
  repository(owner: $owner, name: $repo) {
    mergeQueue(branch: $branch) { id }
    ref(qualifiedName: $ref) {
      branchProtectionRule {
        bypassForcePushAllowances(first: 1) { totalCount }
        requiresDeployments
        requiredDeploymentEnvironments
      }
    }
  }
}`

/**
 * Why a protected branch cannot be frozen through the REST API without damage; undefined: it can.
 * A PUT on a branch under a wildcard rule creates a second rule that shadows it for good
 * (github/rest-api-description#577).
 */
export async function whyNotWritable(branch: ClassicBranch): Promise<string | undefined> {
  const answer = await ask(branch, ruleQuery)
  const pattern = text(at(answer, 'repository', 'ref', 'branchProtectionRule', 'pattern'))
  if (pattern === undefined)
    return 'GitHub did not say which rule protects it, and a wildcard rule must not be shadowed'
  if (pattern !== branch.branch)
    return `it is protected by the wildcard rule \`${pattern}\`, which a rule for this branch alone would shadow`
  const hidden = await ask(branch, hiddenQuery).catch((error: unknown) => {
    // Older servers do not know all of these fields: then there is nothing to lose in those that they lack.
    if (isRefusal(error, 'invalid', 'permission', 'not-found')) return undefined
    throw error
  })
  const lost = hiddenSettings(hidden)
  return lost.length > 0 ? `its protection has settings that the REST API would lose: ${lost.join(', ')}` : undefined
}

function hiddenSettings(answer: unknown): string[] {
  const rule = at(answer, 'repository', 'ref', 'branchProtectionRule')
  const found: [boolean, string][] = [
    [at(answer, 'repository', 'mergeQueue') instanceof Object, 'the merge queue'],
    [(integer(at(rule, 'bypassForcePushAllowances', 'totalCount')) ?? 0) > 0, 'who may force push'],
    [
      at(rule, 'requiresDeployments') === true || list(at(rule, 'requiredDeploymentEnvironments')).length > 0,
      'required deployments',
    ],
  ]
  return found.flatMap(([isThere, name]) => (isThere ? [name] : []))
}

async function ask(branch: ClassicBranch, query: string): Promise<unknown> {
  const variables = { ...address(branch), ref: `refs/heads/${branch.branch}` }
  try {
    return await branch.octokit.graphql(query, variables)
  } catch (error) {
    throw classify(error)
  }
}
