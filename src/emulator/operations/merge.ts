import { commitsOfPull, mergeTrees } from '../git/history.ts'
import { ApiError, forbidden } from '../http/api-error.ts'
import type { Commit } from '../model/git.ts'
import type { PullIssue } from '../model/issue.ts'
import type { MergeMethod } from '../model/repository.ts'
import { type Judgement, judgeMerge } from '../rules/verdict.ts'
import type { RepositoryContext } from './context.ts'
import { closeAsMerged } from './merged.ts'
import { followUp } from './push.ts'
import { addCommit, moveBranch } from './refs.ts'

export type MergeOptions = { method?: MergeMethod; expectedHead?: string; title?: string }

/**
 * Merges a pull request as `PUT /pulls/{n}/merge` does.
 * @throws 403 without write access, 405 with GitHub's reason when it may not be merged, 409 when the head moved.
 * @returns the sha that landed.
 */
export function mergePull(context: RepositoryContext, issue: PullIssue, options: MergeOptions = {}): string {
  const method = options.method ?? 'merge'
  const judgement = judgeMerge(context, issue, method)
  if (!judgement.allowed) throw refusal(judgement)
  if (!context.repository.mergeMethods.includes(method)) throw new ApiError(405, notAllowed[method])
  if (options.expectedHead !== undefined && options.expectedHead !== issue.pull.head.sha) {
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.')
  }
  const branch = issue.pull.base.ref
  const before = context.repository.branches[branch] ?? null
  const sha = buildMerge(context, issue, options)
  moveBranch(context, branch, sha)
  closeAsMerged(context, issue, sha)
  followUp(context, branch, before)
  return sha
}

/** Seen by others (terraform-aws-modules/meta#2, ridedott/merge-me-action#329); not documented. */
const notAllowed: Record<MergeMethod, string> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
}

/** Builds the commits a merge adds, without moving the branch. @throws 405 on conflicts. @returns the new tip. */
export function buildMerge(
  context: RepositoryContext,
  issue: PullIssue,
  options: MergeOptions = {},
  onto?: string,
): string {
  const { repository } = context
  const tip = onto ?? repository.branches[issue.pull.base.ref]
  const head = issue.pull.head.sha
  const files = tip === undefined ? null : mergeTrees(repository, tip, head)
  if (tip === undefined || files === null) throw new ApiError(405, 'Pull Request is not mergeable')
  const method = options.method ?? 'merge'
  if (method === 'rebase') return rebase(context, commitsOfPull(repository, issue.pull), tip)
  const subject = `${issue.title} (#${issue.number})`
  if (method === 'squash') {
    return addCommit(context, { message: options.title ?? subject, parents: [tip], files }).sha
  }
  const message = options.title ?? `Merge pull request #${issue.number} from ${issue.pull.head.ref}\n\n${issue.title}`
  return addCommit(context, { message, parents: [tip, head], files }).sha
}

function rebase(context: RepositoryContext, commits: Commit[], tip: string): string {
  let onto = tip
  for (const commit of commits.filter((one) => one.parents.length < 2)) {
    const files = mergeTrees(context.repository, onto, commit.sha)
    if (files === null) throw new ApiError(405, 'This branch can not be rebased due to conflicts')
    onto = addCommit(context, { message: commit.message, parents: [onto], files }).sha
  }
  return onto
}

/** GitHub words refusals by rulesets as one list, those by classic protection as the first sentence. */
function refusal(judgement: Judgement): ApiError {
  const [first] = judgement.obstacles
  if (first?.kind === 'state' && first.reason.startsWith('Permission to'))
    return forbidden('Resource not accessible by integration')
  if (first?.kind === 'ruleset') {
    return new ApiError(405, `Repository rule violations found\n\n${judgement.reasons.join('\n\n')}\n\n`)
  }
  return new ApiError(405, first?.reason ?? 'Pull Request is not mergeable')
}
