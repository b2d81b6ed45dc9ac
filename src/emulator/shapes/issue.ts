import type { Json } from '../json.ts'
import type { Comment, Issue, Milestone } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { appJson } from './app.ts'
import { association } from './association.ts'
import { labelsJson } from './label.ts'
import { nodeId } from './node-id.ts'
import { reactionCounts } from './reaction.ts'
import { API, repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `issue`; pull requests seen as issues carry `pull_request`. */
export function issueJson(world: World, repository: Repository, issue: Issue): Json {
  const base = repositoryUrl(repository)
  const url = `${base}/issues/${issue.number}`
  return {
    id: issue.id,
    node_id: nodeId(issue.pull === null ? 'I' : 'PR', issue.id),
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: issuePage(repository, issue),
    ...sharedJson(world, repository, issue),
    state_reason: issue.stateReason,
    comments: repository.comments.filter((comment) => comment.issueNumber === issue.number).length,
    closed_by: issue.closedBy === null ? null : userJson(world, issue.closedBy),
    reactions: reactionCounts(url, issue.reactions),
    performed_via_github_app: issue.byApp ? appJson(world, world.app.id) : null,
    ...(issue.pull === null ? {} : { draft: issue.pull.draft, pull_request: pullLinks(repository, issue) }),
  }
}

/** What issues and pull requests show alike. */
export function sharedJson(world: World, repository: Repository, issue: Issue): Json {
  const assignees = issue.assignees.map((login) => userJson(world, login))
  const milestone = repository.milestones.find((one) => one.number === issue.milestone)
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: userJson(world, issue.author),
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: issue.lockReason,
    labels: labelsJson(repository, issue.labelIds),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestone === undefined ? null : milestoneJson(world, repository, milestone),
    author_association: association(world, repository, issue.author),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
  }
}

/** @returns the official `issue-comment`. */
export function commentJson(world: World, repository: Repository, comment: Comment): Json {
  const base = repositoryUrl(repository)
  const url = `${base}/issues/comments/${comment.id}`
  const issue = repository.issues.find((one) => one.number === comment.issueNumber)
  const page = issue === undefined ? repositoryPage(repository) : issuePage(repository, issue)
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${base}/issues/${comment.issueNumber}`,
    user: userJson(world, comment.author),
    body: comment.body,
    author_association: association(world, repository, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    reactions: reactionCounts(url, comment.reactions),
    performed_via_github_app: comment.byApp ? appJson(world, world.app.id) : null,
  }
}

/** @returns the official `milestone`. */
export function milestoneJson(world: World, repository: Repository, milestone: Milestone): Json {
  const url = `${repositoryUrl(repository)}/milestones/${milestone.number}`
  const inside = repository.issues.filter((issue) => issue.milestone === milestone.number)
  const open = inside.filter((issue) => issue.state === 'open').length
  return {
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    url,
    html_url: `${repositoryPage(repository)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: userJson(world, repository.owner),
    state: 'open',
    open_issues: open,
    closed_issues: inside.length - open,
    created_at: milestone.createdAt,
    updated_at: milestone.createdAt,
    closed_at: null,
    due_on: null,
  }
}

/** @returns the page of an issue or pull request. */
export function issuePage(repository: Repository, issue: Issue): string {
  return `${repositoryPage(repository)}/${issue.pull === null ? 'issues' : 'pull'}/${issue.number}`
}

function pullLinks(repository: Repository, issue: Issue): Json {
  const page = issuePage(repository, issue)
  return {
    url: `${API}/repos/${repository.owner}/${repository.name}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.mergedAt ?? null,
  }
}
