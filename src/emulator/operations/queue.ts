import { invalidRequest } from '../http/api-error.ts'
import type { PullIssue } from '../model/issue.ts'
import type { QueueEntry } from '../model/repository.ts'
import { rulesetsFor } from '../rules/rulesets.ts'
import { judgeAttempt } from '../rules/verdict.ts'
import { simpleCommitJson } from '../shapes/commit.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue } from './issue-events.ts'
import { buildMerge } from './merge.ts'
import { closeAsMerged } from './merged.ts'
import { pullNumbered } from './pulls.ts'
import { followUp } from './push.ts'
import { moveBranch } from './refs.ts'

/** Merges by the queue are its own bot's doing. */
export const QUEUE_LOGIN = 'github-merge-queue[bot]'

/**
 * Puts a pull request in its base branch's merge queue: a group commit is built on the entry before it and
 * `merge_group.checks_requested` is sent. It merges once the rules are satisfied on the group's commit.
 * @throws 422 when the branch has no queue or the pull request cannot be merged.
 */
export function enqueue(context: RepositoryContext, issue: PullIssue): void {
  const branch = issue.pull.base.ref
  if (!hasQueue(context, branch)) throw invalidRequest(`The branch "${branch}" has no merge queue.`)
  if (issue.pull.draft || issue.state === 'closed') throw invalidRequest('Pull request is not in a mergeable state')
  if (context.repository.queue.some((entry) => entry.pullNumber === issue.number)) return
  publishIssue(context, issue, 'enqueued')
  addGroup(asQueue(context), issue)
  advanceQueue(context)
}

/** Takes a pull request out of the queue; groups behind it are built anew. */
export function dequeue(context: RepositoryContext, issue: PullIssue, reason = 'MANUAL'): void {
  const entry = context.repository.queue.find((one) => one.pullNumber === issue.number)
  if (entry !== undefined) removeEntry(context, entry, reason)
}

/** Merges what is at the front of a queue and ready, ejects what has failed. Called whenever a check changes. */
export function advanceQueue(context: RepositoryContext): void {
  const queue = asQueue(context)
  for (let again = true; again; ) {
    again = queue.repository.queue.some((entry) => isFront(queue, entry) && settleFront(queue, entry))
  }
}

/** @returns true when a ruleset gives the branch a merge queue. */
export function hasQueue(context: RepositoryContext, branch: string): boolean {
  const rulesets = rulesetsFor(context.world, context.repository, branch)
  return rulesets.some((ruleset) => ruleset.rules.some((rule) => rule.type === 'merge_queue'))
}

function settleFront(context: RepositoryContext, entry: QueueEntry): boolean {
  const { repository } = context
  const issue = pullNumbered(context, entry.pullNumber)
  const before = repository.branches[entry.branch] ?? null
  const attempt = { branch: entry.branch, before, after: entry.groupSha, checkedSha: entry.groupSha, pull: issue }
  const judgement = judgeAttempt({ ...context, ...attempt, viaQueue: true })
  if (!judgement.allowed) {
    const failed = judgement.reasons.some((reason) => reason.endsWith('is failing.'))
    if (failed) removeEntry(context, entry, 'CI_FAILURE')
    return failed
  }
  repository.queue = repository.queue.filter((one) => one !== entry)
  publishGroup(context, entry, 'destroyed', { reason: 'merged' })
  dropGroupBranch(context, entry)
  moveBranch(context, entry.branch, entry.groupSha)
  closeAsMerged(context, issue, entry.groupSha)
  followUp(context, entry.branch, before)
  return true
}

function removeEntry(context: RepositoryContext, entry: QueueEntry, reason: string): void {
  const queue = asQueue(context)
  const { repository } = queue
  const behind = repository.queue
    .slice(repository.queue.indexOf(entry) + 1)
    .filter((one) => one.branch === entry.branch)
  const gone = [entry, ...behind]
  repository.queue = repository.queue.filter((one) => !gone.includes(one))
  publishIssue(context, pullNumbered(context, entry.pullNumber), 'dequeued', { reason })
  for (const one of gone) {
    publishGroup(queue, one, 'destroyed', { reason: one === entry ? 'dequeued' : 'invalidated' })
    dropGroupBranch(queue, one)
  }
  for (const one of behind) addGroup(queue, pullNumbered(context, one.pullNumber))
}

function addGroup(context: RepositoryContext, issue: PullIssue): void {
  const { world, repository } = context
  const branch = issue.pull.base.ref
  const waiting = repository.queue.filter((entry) => entry.branch === branch)
  const baseSha = waiting.at(-1)?.groupSha ?? repository.branches[branch] ?? ''
  const groupSha = buildMerge(context, issue, {}, baseSha)
  const groupRef = `gh-readonly-queue/${branch}/pr-${issue.number}-${baseSha}`
  const entry = { id: world.ids.next(), branch, pullNumber: issue.number, baseSha, groupSha, groupRef }
  repository.queue.push(entry)
  moveBranch(context, groupRef, groupSha)
  publishGroup(context, entry, 'checks_requested')
}

function isFront(context: RepositoryContext, entry: QueueEntry): boolean {
  return context.repository.queue.find((one) => one.branch === entry.branch) === entry
}

function asQueue(context: RepositoryContext): RepositoryContext {
  return { ...context, actor: { login: QUEUE_LOGIN, appId: null } }
}

function dropGroupBranch(context: RepositoryContext, entry: QueueEntry): void {
  delete context.repository.branches[entry.groupRef]
}

function publishGroup(
  context: RepositoryContext,
  entry: QueueEntry,
  action: string,
  extra: { reason?: string } = {},
): void {
  const { world, repository, actor } = context
  const commit = repository.commits[entry.groupSha]
  const merge_group = {
    head_sha: entry.groupSha,
    head_ref: `refs/heads/${entry.groupRef}`,
    base_sha: entry.baseSha,
    base_ref: `refs/heads/${entry.branch}`,
    head_commit: commit === undefined ? null : simpleCommitJson(world, commit),
  }
  world.publish({ event: 'merge_group', action, sender: actor.login, repository, payload: { merge_group, ...extra } })
}
