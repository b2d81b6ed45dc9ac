import { demandWritable, isReached } from '../http/authorize.ts'
import type { Call } from '../http/route.ts'
import type { Json } from '../json.ts'
import type { Repository } from '../model/repository.ts'
import { createDiscussion } from '../operations/discussions.ts'
import { revertPull } from '../operations/revert.ts'
import { pullsOf } from '../queries.ts'
import { nodeId } from '../shapes/node-id.ts'
import { GraphqlError, inGraphql } from './error.ts'
import { discussionData, pullData } from './objects.ts'
import { demandAllowed } from './query.ts'

/** Every mutation, from its input to its payload. */
export const MUTATIONS: Record<string, (call: Call, input: Json) => Json> = {
  createDiscussion(call, input) {
    const repository = repositoryWith(call, input.repositoryId, (one) => nodeId('R', one.id) === input.repositoryId)
    demandAllowed(call, { permission: 'discussions', level: 'write' })
    const category = repository.discussionCategories.find((one) => nodeId('DIC', one.id) === input.categoryId)
    if (category === undefined) throw unresolved(input.categoryId)
    const discussion = createDiscussion(
      { ...call, repository },
      { category, title: String(input.title), body: String(input.body) },
    )
    return { discussion: discussionData(call.world, repository, discussion) }
  },
  revertPullRequest(call, input) {
    const isWanted = (issue: { id: number }) => nodeId('PR', issue.id) === input.pullRequestId
    const repository = repositoryWith(call, input.pullRequestId, (one) => pullsOf(one).some(isWanted))
    demandAllowed(call, { permission: 'pull_requests', level: 'write' })
    // A field report (flutter/flutter#113867): the bot needed push access. The exact set is not documented.
    demandAllowed(call, { permission: 'contents', level: 'write' })
    const issue = pullsOf(repository).find(isWanted)
    if (issue === undefined) throw unresolved(input.pullRequestId)
    const text = (name: string) => (typeof input[name] === 'string' ? input[name] : undefined)
    const options = { title: text('title'), body: text('body'), draft: input.draft === true }
    const revert = inGraphql(() => revertPull({ ...call, repository }, issue, options))
    return { pullRequest: pullData(repository, issue), revertPullRequest: pullData(repository, revert) }
  },
}

/** A thing of a repository that the token does not reach cannot be resolved, as if it were not there. */
function repositoryWith(call: Call, id: unknown, holds: (repository: Repository) => boolean): Repository {
  const repository = call.world.state.repositories.find(holds)
  if (repository === undefined || !isReached(call, repository)) throw unresolved(id)
  inGraphql(() => demandWritable(repository, 'POST'))
  return repository
}

function unresolved(id: unknown): GraphqlError {
  return new GraphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'`)
}
