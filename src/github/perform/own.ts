import type { Self } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, integer, isRecord, text } from '../json.ts'

/** Something of ours that was found again. */
export interface Found {
  readonly id: number
  readonly number: number
  readonly url: string
  readonly body: string
  readonly isClosed: boolean
  readonly isPullRequest: boolean
}

/** Whether this App wrote it. Anybody can write a marker, so a marker alone proves nothing. */
export function isOwn(comment: unknown, self: Self): boolean {
  return (
    integer(at(comment, 'performed_via_github_app', 'id')) === self.appId ||
    text(at(comment, 'user', 'login')) === `${self.slug}[bot]`
  )
}

/** The marker has to be the very end: our texts quote other people's. */
function carries(comment: unknown, marker: string): boolean {
  return text(at(comment, 'body'))?.trimEnd().endsWith(marker) === true
}

function foundIn(page: readonly unknown[], marker: string, self: Self): Found | undefined {
  const match = page.find((each) => isOwn(each, self) && carries(each, marker))
  if (match === undefined) return undefined
  return {
    id: integer(at(match, 'id')) ?? 0,
    number: integer(at(match, 'number')) ?? 0,
    url: text(at(match, 'html_url')) ?? '',
    body: text(at(match, 'body')) ?? '',
    isClosed: text(at(match, 'state')) === 'closed',
    isPullRequest: isRecord(at(match, 'pull_request')),
  }
}

export interface Looking {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly self: Self
  readonly marker: string
}

/** Our comment with this marker on an issue or pull request. */
export async function findComment(looking: Looking, thread: number): Promise<Found | undefined> {
  const { octokit, repository, self, marker } = looking
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    per_page: 100,
  })
  for await (const { data } of pages) {
    const found = foundIn(data, marker, self)
    if (found) return found
  }
  return undefined
}

/** Our issue with this marker, the youngest first. Source: `issues/list-for-repo`, `creator`. */
export async function findIssue({ octokit, repository, self, marker }: Looking): Promise<Found | undefined> {
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/issues', {
    owner: repository.owner,
    repo: repository.name,
    creator: `${self.slug}[bot]`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 100,
  })
  for await (const { data } of pages) {
    const found = foundIn(data, marker, self)
    if (found) return found
  }
  return undefined
}
