import type { Json } from '../json.ts'
import type { CheckRun, CommitStatus } from '../model/git.ts'
import type { PullIssue } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { openPullsWithHead } from '../queries.ts'
import type { World } from '../world.ts'
import { appJson } from './app.ts'
import { nodeId } from './node-id.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `check-run`. `pull_requests` stays empty for forks, as on GitHub. */
export function checkRunJson(world: World, repository: Repository, run: CheckRun): Json {
  const url = `${repositoryUrl(repository)}/check-runs/${run.id}`
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${repositoryPage(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.output.annotations,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suiteId(run) },
    app: appJson(world, run.appId),
    pull_requests: sameRepositoryPulls(repository, run.headSha).map((issue) => minimalPull(repository, issue)),
  }
}

/** @returns the check run as webhooks carry it (official `check-run-with-simple-check-suite`). */
export function checkRunEventJson(world: World, repository: Repository, run: CheckRun): Json {
  const pulls = sameRepositoryPulls(repository, run.headSha)
  const suite = {
    id: suiteId(run),
    node_id: nodeId('CS', suiteId(run)),
    url: `${repositoryUrl(repository)}/check-suites/${suiteId(run)}`,
    head_branch: pulls[0]?.pull.head.ref ?? branchOf(repository, run.headSha),
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    app: appJson(world, run.appId),
    pull_requests: pulls.map((issue) => minimalPull(repository, issue)),
    created_at: run.startedAt,
    updated_at: run.completedAt ?? run.startedAt,
  }
  return { ...checkRunJson(world, repository, run), check_suite: suite }
}

/** @returns the official `simple-commit-status`. */
export function statusJson(world: World, repository: Repository, status: CommitStatus): Json {
  return {
    id: status.id,
    node_id: nodeId('SC', status.id),
    url: `${repositoryUrl(repository)}/statuses/${status.sha}`,
    avatar_url: userJson(world, repository.owner).avatar_url,
    state: status.state,
    context: status.context,
    description: status.description,
    target_url: status.targetUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  }
}

function suiteId(run: CheckRun): number {
  return Number.parseInt(run.headSha.slice(0, 8), 16) + run.appId
}

function sameRepositoryPulls(repository: Repository, sha: string): PullIssue[] {
  return openPullsWithHead(repository, sha).filter((issue) => issue.pull.head.repositoryId === repository.id)
}

function branchOf(repository: Repository, sha: string): string | null {
  return Object.keys(repository.branches).find((name) => repository.branches[name] === sha) ?? null
}

function minimalPull(repository: Repository, issue: PullIssue): Json {
  const repo = { id: repository.id, url: repositoryUrl(repository), name: repository.name }
  const { head, base } = issue.pull
  return {
    id: issue.pull.id,
    number: issue.number,
    url: `${repositoryUrl(repository)}/pulls/${issue.number}`,
    head: { ref: head.ref, sha: head.sha, repo },
    base: { ref: base.ref, sha: base.sha, repo },
  }
}
