import { allows } from '../http/authorize.ts'
import type { Call, Need } from '../http/route.ts'
import type { Json } from '../json.ts'
import type { Repository } from '../model/repository.ts'
import { hasQueue } from '../operations/queue.ts'
import { isPull } from '../queries.ts'
import { classicRuleFor } from '../rules/classic.ts'
import { nodeId } from '../shapes/node-id.ts'
import { connection, ordered } from './connection.ts'
import { GraphqlError } from './error.ts'
import { discussionData, pullData, queueEntryData, ruleData } from './objects.ts'
import type { Field } from './parse.ts'

/** What reading a field of a repository takes; the others take nothing. */
const NEEDS: Record<string, Need> = {
  ref: { permission: 'administration', level: 'read' },
  branchProtectionRules: { permission: 'administration', level: 'read' },
  mergeQueue: { permission: 'merge_queues', level: 'read' },
  pullRequest: { permission: 'pull_requests', level: 'read' },
  discussionCategories: { permission: 'discussions', level: 'read' },
  discussions: { permission: 'discussions', level: 'read' },
}

/** @throws FORBIDDEN when the token lacks what any of the fields takes */
export function demandReadable(call: Call, fields: Field[]): void {
  for (const { name } of fields) {
    const need = NEEDS[name]
    if (need !== undefined) demandAllowed(call, need)
  }
}

/** @throws FORBIDDEN */
export function demandAllowed({ token }: Call, need: Need): void {
  if (token !== undefined && allows(token.permissions, need)) return
  throw new GraphqlError('FORBIDDEN', 'Resource not accessible by integration')
}

/** @returns GraphQL's `Repository`; what takes arguments is a function of them. */
export function repositoryData(call: Call, repository: Repository): Json {
  const cut = (items: Json[], args: Json) => connection(items, { args, maxPageSize: call.maxPageSize })
  return {
    id: nodeId('R', repository.id),
    hasDiscussionsEnabled: repository.discussionCategories.length > 0,
    ref: (args: Json) => refData(repository, String(args.qualifiedName)),
    branchProtectionRules: (args: Json) => cut(repository.classicRules.map(ruleData), args),
    mergeQueue: (args: Json) => queueData(call, repository, args),
    pullRequest: (args: Json) => pullRequestData(repository, Number(args.number)),
    discussionCategories: (args: Json) =>
      cut(
        repository.discussionCategories.map((one) => ({ ...one, id: nodeId('DIC', one.id) })),
        args,
      ),
    discussions: (args: Json) => {
      const { categoryId = null, orderBy } = args
      const found = repository.discussions.filter(
        (one) => categoryId === null || nodeId('DIC', one.categoryId) === categoryId,
      )
      const items = ordered(found, orderBy)
      return cut(
        items.map((one) => discussionData(call.world, repository, one)),
        args,
      )
    },
  }
}

function refData(repository: Repository, qualifiedName: string): Json | null {
  const branch = qualifiedName.replace(/^refs\/heads\//, '')
  if (repository.branches[branch] === undefined) return null
  const rule = classicRuleFor(repository, branch)
  return { name: branch, branchProtectionRule: rule === undefined ? null : ruleData(rule) }
}

/** Null when the branch has no queue. */
function queueData(call: Call, repository: Repository, args: Json): Json | null {
  const branch = typeof args.branch === 'string' && args.branch !== '' ? args.branch : repository.defaultBranch
  if (!hasQueue({ ...call, repository }, branch)) return null
  const entries = repository.queue.filter((entry) => entry.branch === branch)
  const items = entries.map((entry, at) => queueEntryData(repository, entry, at + 1))
  return {
    id: nodeId('MQ', repository.id),
    entries: (page: Json) => connection(items, { args: page, maxPageSize: call.maxPageSize }),
  }
}

function pullRequestData(repository: Repository, number: number): Json {
  const issue = repository.issues.find((one) => one.number === number)
  if (issue !== undefined && isPull(issue)) return pullData(repository, issue)
  throw new GraphqlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
}
