import { compareTrees } from '../git/diff.ts'
import { commitsOfPull, isMergeable, mergeBase } from '../git/history.ts'
import type { Json } from '../json.ts'
import type { PullIssue, Review } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { association } from './association.ts'
import { issuePage, sharedJson } from './issue.ts'
import { nodeId } from './node-id.ts'
import { repositoryJson } from './repository.ts'
import { teamJson } from './team.ts'
import { repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `pull-request-simple`, as lists carry it. */
export function pullSimpleJson(world: World, repository: Repository, issue: PullIssue): Json {
  const url = `${repositoryUrl(repository)}/pulls/${issue.number}`
  const page = issuePage(repository, issue)
  const teams = world.state.teams.filter((team) => issue.pull.requestedTeams.includes(team.slug))
  return {
    id: issue.pull.id,
    node_id: nodeId('PR', issue.id),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...addresses(repository, issue),
    ...sharedJson(world, repository, issue),
    merged_at: issue.pull.mergedAt,
    merge_commit_sha: issue.pull.mergeCommitSha,
    requested_reviewers: issue.pull.requestedReviewers.map((login) => userJson(world, login)),
    requested_teams: teams.map((team) => teamJson(world, team)),
    draft: issue.pull.draft,
    head: headJson(world, issue),
    base: sideJson(world, repository, issue.pull.base),
    _links: links(repository, issue),
    auto_merge: null,
  }
}

/** @returns the official `pull-request`, as a single GET and webhooks carry it. */
export function pullJson(world: World, repository: Repository, issue: PullIssue): Json {
  const { pull } = issue
  const base = repository.commits[mergeBase(repository, pull.base.sha, pull.head.sha) ?? '']
  const changes = compareTrees(base?.files ?? {}, repository.commits[pull.head.sha]?.files ?? {})
  const mergeable = pull.merged || issue.state === 'closed' ? null : isMergeable(repository, pull)
  return {
    ...pullSimpleJson(world, repository, issue),
    merged: pull.merged,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(mergeable, pull.draft),
    merged_by: pull.mergedBy === null ? null : userJson(world, pull.mergedBy),
    comments: repository.comments.filter((comment) => comment.issueNumber === issue.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOfPull(repository, pull).length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  }
}

/** @returns the official `pull-request-review`; webhooks spell the state in lower case. */
export function reviewJson(world: World, repository: Repository, review: Review): Json {
  const page = `${repositoryUrl(repository)}/pulls/${review.pullNumber}`
  const html = `https://github.com/${repository.owner}/${repository.name}/pull/${review.pullNumber}#pullrequestreview-${review.id}`
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userJson(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: page,
    _links: { html: { href: html }, pull_request: { href: page } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
    author_association: association(world, repository, review.author),
  }
}

function mergeableState(mergeable: boolean | null, draft: boolean): string {
  if (mergeable === null) return 'unknown'
  if (!mergeable) return 'dirty'
  return draft ? 'draft' : 'clean'
}

function headJson(world: World, issue: PullIssue): Json {
  const { head } = issue.pull
  const home = world.state.repositories.find((one) => one.id === head.repositoryId)
  if (home !== undefined) return sideJson(world, home, head)
  return { label: `unknown:${head.ref}`, ref: head.ref, sha: head.sha, user: userJson(world, issue.author), repo: null }
}

function sideJson(world: World, repository: Repository, side: { ref: string; sha: string }): Json {
  return {
    label: `${repository.owner}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: userJson(world, repository.owner),
    repo: repositoryJson(world, repository),
  }
}

function addresses(repository: Repository, issue: PullIssue): Json {
  const base = repositoryUrl(repository)
  return {
    issue_url: `${base}/issues/${issue.number}`,
    commits_url: `${base}/pulls/${issue.number}/commits`,
    review_comments_url: `${base}/pulls/${issue.number}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    comments_url: `${base}/issues/${issue.number}/comments`,
    statuses_url: `${base}/statuses/${issue.pull.head.sha}`,
  }
}

function links(repository: Repository, issue: PullIssue): Json {
  const base = repositoryUrl(repository)
  const to = (href: string) => ({ href })
  return {
    self: to(`${base}/pulls/${issue.number}`),
    html: to(issuePage(repository, issue)),
    issue: to(`${base}/issues/${issue.number}`),
    comments: to(`${base}/issues/${issue.number}/comments`),
    review_comments: to(`${base}/pulls/${issue.number}/comments`),
    review_comment: to(`${base}/pulls/comments{/number}`),
    commits: to(`${base}/pulls/${issue.number}/commits`),
    statuses: to(`${base}/statuses/${issue.pull.head.sha}`),
  }
}
