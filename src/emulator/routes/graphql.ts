import { allows, reaches } from '../http/authorize.ts'
import { type Answer, type Call, plainRoute, type Route } from '../http/route.ts'
import { isObject, type Json } from '../json.ts'
import type { ClassicRule } from '../model/protection.ts'
import type { QueueEntry, Repository } from '../model/repository.ts'
import { hasQueue } from '../operations/queue.ts'
import { classicRuleFor } from '../rules/classic.ts'
import { nodeId } from '../shapes/node-id.ts'
import { findRepository } from '../world.ts'

/** Words a query may contain. A query with any other is unknown: it would get answers that look right and are not. */
const KNOWN = new Set(
  `query repository owner name String Int ref qualifiedName branchProtectionRule branchProtectionRules first nodes id pattern
  mergeQueue branch entries headCommit oid pullRequest number position state totalCount after pageInfo hasNextPage endCursor
  bypassForcePushAllowances requiresDeployments requiredDeploymentEnvironments`.split(/\s+/),
)

/** The questions REST cannot answer: a classic rule's pattern and hidden settings, and what waits in a merge queue. */
export const graphqlRoutes: Route[] = [plainRoute('POST /graphql', answer)]

function answer(call: Call): Answer {
  const query = typeof call.body.query === 'string' ? call.body.query : ''
  const variables = isObject(call.body.variables) ? call.body.variables : {}
  const strange = [...query.replace(/\$\w+|"[^"]*"/g, '').matchAll(/[A-Za-z_]\w*/g)]
    .map(([word]) => word)
    .filter((word, at) => !KNOWN.has(word) && !isOperationName(query, word, at))
  if (strange.length > 0 || !query.includes('repository')) return unknownQuery(strange)
  const argument = (name: string) => readArgument(query, name, variables)
  const repository = findRepository(call.world, `${argument('owner')}/${argument('name')}`)
  if (repository === undefined || !isVisible(call, repository)) {
    return failed(
      'NOT_FOUND',
      `Could not resolve to a Repository with the name '${argument('owner')}/${argument('name')}'.`,
    )
  }
  const needed = query.includes('mergeQueue') ? 'merge_queues' : 'administration'
  const allowed = call.token !== undefined && allows(call.token.permissions, { permission: needed, level: 'read' })
  if (!allowed) return failed('FORBIDDEN', 'Resource not accessible by integration')
  return { status: 200, body: { data: { repository: repositoryData(call, repository, argument) } } }
}

/** `query findRule(…)`: the name of the operation may be any word. */
function isOperationName(query: string, word: string, at: number): boolean {
  return at === 1 && new RegExp(`^\\s*query\\s+${word}\\b`).test(query)
}

function repositoryData(call: Call, repository: Repository, argument: (name: string) => string): Json {
  const query = String(call.body.query)
  const data: Json = {}
  if (query.includes('branchProtectionRules')) {
    const nodes = repository.classicRules.map(ruleData)
    data.branchProtectionRules = { totalCount: nodes.length, nodes }
  }
  if (query.includes('qualifiedName')) {
    const branch = argument('qualifiedName').replace(/^refs\/heads\//, '')
    const rule = classicRuleFor(repository, branch)
    const exists = repository.branches[branch] !== undefined
    data.ref = exists ? { name: branch, branchProtectionRule: rule === undefined ? null : ruleData(rule) } : null
  }
  if (query.includes('mergeQueue')) data.mergeQueue = queueData(call, repository, argument)
  return data
}

function ruleData(rule: ClassicRule): Json {
  return {
    id: nodeId('BPR', rule.id),
    pattern: rule.pattern,
    bypassForcePushAllowances: { totalCount: rule.forcePushAllowances },
    requiresDeployments: rule.requiredDeploymentEnvironments.length > 0,
    requiredDeploymentEnvironments: rule.requiredDeploymentEnvironments,
  }
}

/** Null when the branch has no queue. Cursors are positions. */
function queueData(call: Call, repository: Repository, argument: (name: string) => string): Json | null {
  const branch = argument('branch') || repository.defaultBranch
  if (!hasQueue({ ...call, repository }, branch)) return null
  const entries = repository.queue.filter((entry) => entry.branch === branch)
  const start = Number(argument('after') || 0)
  const end = start + Math.min(call.maxPageSize, 100)
  const nodes = entries.slice(start, end).map((entry, at) => queueEntryData(repository, entry, start + at + 1))
  const pageInfo = {
    hasNextPage: end < entries.length,
    endCursor: nodes.length === 0 ? null : String(start + nodes.length),
  }
  return { id: nodeId('MQ', repository.id), entries: { totalCount: entries.length, nodes, pageInfo } }
}

function queueEntryData(repository: Repository, entry: QueueEntry, position: number): Json {
  const pull = repository.issues.find((issue) => issue.number === entry.pullNumber)
  const pullRequest = { id: nodeId('PR', pull?.id ?? 0), number: entry.pullNumber }
  const headCommit = { oid: entry.groupSha }
  return { id: nodeId('MQE', entry.id), position, state: 'AWAITING_CHECKS', headCommit, pullRequest }
}

function readArgument(query: string, name: string, variables: Json): string {
  const found = new RegExp(`\\b${name}:\\s*(?:\\$(\\w+)|"([^"]*)")`).exec(query)
  const value = found?.[1] === undefined ? found?.[2] : variables[found[1]]
  return typeof value === 'string' ? value : ''
}

function isVisible(call: Call, repository: Repository): boolean {
  const installation = call.world.state.installations.find((one) => one.id === call.token?.installationId)
  if (call.token === undefined || installation === undefined) return false
  return reaches({ kind: 'installation', token: call.token, installation }, repository)
}

function failed(type: string, message: string): Answer {
  return { status: 200, body: { data: { repository: null }, errors: [{ type, path: ['repository'], message }] } }
}

function unknownQuery(words: string[]): Answer {
  const message = `The GitHub stand-in does not understand this GraphQL query (unknown: ${words.join(', ')}). Teach it in src/emulator/routes/graphql.ts.`
  return { status: 501, body: { message, documentation_url: 'https://docs.github.com/graphql', status: '501' } }
}
