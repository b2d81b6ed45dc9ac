import type { Octokit } from '../client.ts'
import { classify, isRefusal } from '../errors.ts'
import { at, integer, list, text } from '../json.ts'
import { address, type ClassicBranch } from './classic.ts'
import { readRules } from './effective-rules.ts'

const ruleQuery = `query ($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) { ref(qualifiedName: $ref) { branchProtectionRule { id pattern } } }
}`

/** What the REST API does not show and its PUT would lose. Source: GraphQL `BranchProtectionRule`. */
const hiddenQuery = `query ($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      branchProtectionRule {
        bypassForcePushAllowances(first: 1) { totalCount }
        requiresDeployments
        requiredDeploymentEnvironments
      }
    }
  }
}`

/** Null without a queue. Source: GraphQL `Repository.mergeQueue` (merge_queues: read). */
const queueQuery = `query ($owner: String!, $repo: String!, $branch: String!) {
  repository(owner: $owner, name: $repo) { mergeQueue(branch: $branch) { id } }
}`

/**
 * Why a protected branch cannot be frozen through the REST API without damage; undefined: it can.
 * A PUT on a branch under a wildcard rule creates a second rule that shadows it for good
 * (github/rest-api-description#577).
 * @param reader a client for everyday work, which may see merge queues
 */
export async function whyNotWritable(branch: ClassicBranch, reader: Octokit): Promise<string | undefined> {
  const answer = await ask(branch.octokit, branch, ruleQuery)
  const pattern = text(at(answer, 'repository', 'ref', 'branchProtectionRule', 'pattern'))
  if (pattern === undefined) {
    return 'GitHub did not say which rule protects it, and a wildcard rule must not be shadowed'
  }
  if (pattern !== branch.branch) {
    return `it is protected by the wildcard rule \`${pattern}\`, which a rule for this branch alone would shadow`
  }
  const hidden = await askIfKnown(branch.octokit, branch, hiddenQuery)
  const lost = [...hiddenSettings(hidden), ...((await hasOwnQueue(branch, reader)) ? ['the merge queue'] : [])]
  return lost.length > 0 ? `its protection has settings that the REST API would lose: ${lost.join(', ')}` : undefined
}

function hiddenSettings(answer: unknown): string[] {
  const rule = at(answer, 'repository', 'ref', 'branchProtectionRule')
  const allowances = integer(at(rule, 'bypassForcePushAllowances', 'totalCount')) ?? 0
  const environments = list(at(rule, 'requiredDeploymentEnvironments'))
  return [
    ...(allowances > 0 ? ['who may force push'] : []),
    ...(at(rule, 'requiresDeployments') === true || environments.length > 0 ? ['required deployments'] : []),
  ]
}

/** Whether the branch has a merge queue that belongs to its classic protection: one that a ruleset gives stays. */
export async function hasOwnQueue(branch: ClassicBranch, reader: Octokit): Promise<boolean> {
  const queue = await askIfKnown(reader, branch, queueQuery)
  if (!at(queue, 'repository', 'mergeQueue')) return false
  const rules = await readRules(reader, branch.repository, branch.branch).catch((error: unknown) => {
    if (isRefusal(error, 'not-found')) return []
    throw error
  })
  return !rules.some((rule) => rule.type === 'merge_queue')
}

/** Undefined when the server does not know these fields (an older one has nothing to lose in them) or may not tell. */
async function askIfKnown(octokit: Octokit, branch: ClassicBranch, query: string): Promise<unknown> {
  try {
    return await ask(octokit, branch, query)
  } catch (error) {
    if (isRefusal(error, 'invalid', 'permission', 'not-found')) return undefined
    throw error
  }
}

async function ask(octokit: Octokit, branch: ClassicBranch, query: string): Promise<unknown> {
  const { owner, repo, branch: name } = address(branch)
  const variables = { owner, repo, branch: name, ref: `refs/heads/${name}` }
  try {
    return await octokit.graphql(query, variables)
  } catch (error) {
    throw classify(error)
  }
}
