import type { Json } from '../json.ts'
import type { Discussion } from '../model/discussion.ts'
import type { PullIssue } from '../model/issue.ts'
import type { ClassicRule } from '../model/protection.ts'
import type { QueueEntry, Repository } from '../model/repository.ts'
import { isPull } from '../queries.ts'
import { issuePage } from '../shapes/issue.ts'
import { nodeId } from '../shapes/node-id.ts'
import { repositoryPage } from '../shapes/urls.ts'
import { accountOrGhost, type World } from '../world.ts'

/** @returns GraphQL's `PullRequest`. */
export function pullData(repository: Repository, issue: PullIssue): Json {
  return {
    id: nodeId('PR', issue.id),
    number: issue.number,
    url: issuePage(repository, issue),
    title: issue.title,
    body: issue.body ?? '',
    state: issue.pull.merged ? 'MERGED' : issue.state.toUpperCase(),
    merged: issue.pull.merged,
    isDraft: issue.pull.draft,
    headRefName: issue.pull.head.ref,
    baseRefName: issue.pull.base.ref,
  }
}

/** @returns GraphQL's `BranchProtectionRule`. */
export function ruleData(rule: ClassicRule): Json {
  return {
    id: nodeId('BPR', rule.id),
    pattern: rule.pattern,
    bypassForcePushAllowances: { totalCount: rule.forcePushAllowances },
    requiresDeployments: rule.requiredDeploymentEnvironments.length > 0,
    requiredDeploymentEnvironments: rule.requiredDeploymentEnvironments,
  }
}

/** @returns GraphQL's `MergeQueueEntry`. */
export function queueEntryData(repository: Repository, entry: QueueEntry, position: number): Json {
  const pull = repository.issues.find((issue) => issue.number === entry.pullNumber)
  const pullRequest = pull !== undefined && isPull(pull) ? pullData(repository, pull) : null
  return {
    id: nodeId('MQE', entry.id),
    position,
    state: 'AWAITING_CHECKS',
    headCommit: { oid: entry.groupSha },
    pullRequest,
  }
}

/** @returns GraphQL's `Discussion`. */
export function discussionData(world: World, repository: Repository, discussion: Discussion): Json {
  const category = repository.discussionCategories.find((one) => one.id === discussion.categoryId)
  return {
    id: nodeId('D', discussion.id),
    number: discussion.number,
    url: `${repositoryPage(repository)}/discussions/${discussion.number}`,
    title: discussion.title,
    body: discussion.body,
    createdAt: discussion.createdAt,
    author: actorData(world, discussion.author),
    category: category === undefined ? null : { ...category, id: nodeId('DIC', category.id) },
  }
}

/** GraphQL names bots without `[bot]`, so that only `__typename` tells them from people of that name. */
function actorData(world: World, login: string): Json {
  const account = accountOrGhost(world, login)
  return { __typename: account.type, login: account.login.replace(/\[bot\]$/, '') }
}
