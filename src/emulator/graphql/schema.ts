import { isObject, type Json } from '../json.ts'
import { type Field, UnknownQuery } from './parse.ts'

/** A field's type (empty: a scalar) and the arguments it takes; those that end in `!` must be given. */
type FieldType = { of: string; takes?: string[] }

const scalar: FieldType = { of: '' }
const scalars = (...names: string[]) => Object.fromEntries(names.map((name) => [name, scalar]))
const connection = (of: string) => ({
  nodes: { of },
  totalCount: scalar,
  pageInfo: { of: 'PageInfo' },
})

/**
 * The part of GitHub's schema that is answered here: type → field → its type. A query that asks for anything else is
 * unknown: it would get answers that look right and are not. Source: GitHub's public GraphQL schema.
 */
const TYPES: Record<string, Record<string, FieldType>> = {
  Query: { repository: { of: 'Repository', takes: ['owner!', 'name!'] } },
  Mutation: {
    createDiscussion: { of: 'CreateDiscussionPayload', takes: ['input!'] },
    revertPullRequest: { of: 'RevertPullRequestPayload', takes: ['input!'] },
  },
  Repository: {
    ...scalars('id', 'hasDiscussionsEnabled'),
    ref: { of: 'Ref', takes: ['qualifiedName!'] },
    branchProtectionRules: { of: 'BranchProtectionRuleConnection', takes: ['first'] },
    mergeQueue: { of: 'MergeQueue', takes: ['branch'] },
    pullRequest: { of: 'PullRequest', takes: ['number!'] },
    discussionCategories: { of: 'DiscussionCategoryConnection', takes: ['first', 'after'] },
    discussions: { of: 'DiscussionConnection', takes: ['first', 'after', 'categoryId', 'orderBy'] },
  },
  Ref: { name: scalar, branchProtectionRule: { of: 'BranchProtectionRule' } },
  BranchProtectionRule: {
    ...scalars('id', 'pattern', 'requiresDeployments', 'requiredDeploymentEnvironments'),
    bypassForcePushAllowances: { of: 'Count', takes: ['first'] },
  },
  BranchProtectionRuleConnection: connection('BranchProtectionRule'),
  Count: scalars('totalCount'),
  PageInfo: scalars('hasNextPage', 'endCursor'),
  MergeQueue: { id: scalar, entries: { of: 'MergeQueueEntryConnection', takes: ['first', 'after'] } },
  MergeQueueEntryConnection: connection('MergeQueueEntry'),
  MergeQueueEntry: {
    ...scalars('id', 'position', 'state'),
    headCommit: { of: 'Commit' },
    pullRequest: { of: 'PullRequest' },
  },
  Commit: scalars('oid'),
  PullRequest: scalars(
    ...['id', 'number', 'url', 'title', 'body', 'state', 'merged', 'isDraft', 'headRefName', 'baseRefName'],
  ),
  DiscussionCategoryConnection: connection('DiscussionCategory'),
  DiscussionCategory: scalars('id', 'name', 'slug', 'isAnswerable'),
  DiscussionConnection: connection('Discussion'),
  Discussion: {
    ...scalars('id', 'number', 'url', 'title', 'body', 'createdAt'),
    author: { of: 'Actor' },
    category: { of: 'DiscussionCategory' },
  },
  Actor: scalars('__typename', 'login'),
  CreateDiscussionPayload: { discussion: { of: 'Discussion' } },
  RevertPullRequestPayload: { pullRequest: { of: 'PullRequest' }, revertPullRequest: { of: 'PullRequest' } },
}

/** What each mutation's `input` takes; those that end in `!` must be given. */
const INPUTS: Record<string, string[]> = {
  createDiscussion: ['repositoryId!', 'categoryId!', 'title!', 'body!', 'clientMutationId'],
  revertPullRequest: ['pullRequestId!', 'title', 'body', 'draft', 'clientMutationId'],
}

/** @throws UnknownQuery naming the first field or argument that is not in the schema. */
export function demandKnown(type: string, fields: Field[]): void {
  for (const field of fields) {
    const known = TYPES[type]?.[field.name]
    if (known === undefined) throw new UnknownQuery(`${type} has no field ${field.name}`)
    demandArguments(`${type}.${field.name}`, field.args, known.takes ?? [])
    if (type === 'Mutation') demandArguments(field.name, inputOf(field), INPUTS[field.name] ?? [])
    if ((known.of === '') !== (field.fields.length === 0)) {
      throw new UnknownQuery(
        `${type}.${field.name} ${known.of === '' ? 'has no fields' : 'needs a selection of fields'}`,
      )
    }
    demandKnown(known.of, field.fields)
  }
}

/** @returns a mutation's input. */
export function inputOf(field: Field): Json {
  return isObject(field.args.input) ? field.args.input : {}
}

/** @returns no more of the data than was asked for; a function in it is called with its field's arguments. */
export function select(data: unknown, fields: Field[]): unknown {
  if (Array.isArray(data)) return data.map((one) => select(one, fields))
  if (!isObject(data) || fields.length === 0) return data
  return Object.fromEntries(
    fields.map((field) => {
      const value = data[field.name]
      return [field.name, select(typeof value === 'function' ? value(field.args) : value, field.fields)]
    }),
  )
}

function demandArguments(where: string, given: Json, takes: string[]): void {
  const strange = Object.keys(given).find((name) => !takes.includes(name) && !takes.includes(`${name}!`))
  if (strange !== undefined) throw new UnknownQuery(`${where} takes no ${strange}`)
  const missing = takes.find((name) => name.endsWith('!') && (given[name.slice(0, -1)] ?? null) === null)
  if (missing !== undefined) throw new UnknownQuery(`${where} needs ${missing.slice(0, -1)}`)
}
