import type { Log } from '../../engine/ports.ts'
import type { KeptIncident } from '../../incident/kept.ts'
import type { Self } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, integer, text } from '../json.ts'
import { isOwn } from '../perform/own.ts'
import { type KeptFreeze, openFreeze, openWindow } from './sealed-freeze.ts'
import { openIncident } from './sealed-incident.ts'
import { looksSealed } from './sealed-text.ts'
import type { Sealer } from './sealer.ts'

/** Where something is looked for, and who looks. */
export interface KeptPlace {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly self: Self
  readonly sealer: Sealer
  readonly log: Log
}

/** A comment, as far as it is looked at here. */
export interface ReadComment {
  readonly id: number
  readonly thread: number
  readonly body: string
  readonly own: boolean
  readonly login: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly reactions: number
}

const perPage = 100
/** How many pages of a repository's comments are read; busier ones are looked through by their labels instead. */
const mostPages = 5

/**
 * The repository's comments that were written or edited since a moment, newest first.
 * @returns `complete` is false where there were too many of them to be read
 * Source: "List issue comments for a repository", `sort=updated`, `since`.
 */
export async function commentsSince(
  { octokit, repository, self }: KeptPlace,
  since: number,
): Promise<{ readonly comments: readonly ReadComment[]; readonly complete: boolean }> {
  const comments: ReadComment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/comments', {
      owner: repository.owner,
      repo: repository.name,
      sort: 'updated',
      direction: 'desc',
      since: new Date(since).toISOString(),
      per_page: perPage,
      page,
    })
    comments.push(...data.flatMap((each) => readComment(each, self) ?? []))
    if (data.length < perPage) return { comments, complete: true }
  }
  return { comments, complete: false }
}

/** All comments of one issue or pull request; none where it is gone. */
export async function commentsOn({ octokit, repository, self }: KeptPlace, thread: number): Promise<ReadComment[]> {
  const found: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    per_page: perPage,
  })
  return found.flatMap((each) => readComment(each, self) ?? [])
}

function readComment(comment: unknown, self: Self): ReadComment | undefined {
  const id = integer(at(comment, 'id'))
  const thread = Number(/\/(\d+)$/u.exec(text(at(comment, 'issue_url')) ?? '')?.[1])
  if (id === undefined || !Number.isSafeInteger(thread)) return undefined
  return {
    id,
    thread,
    body: text(at(comment, 'body')) ?? '',
    own: isOwn(comment, self),
    login: text(at(comment, 'user', 'login')) ?? '',
    createdAt: Date.parse(text(at(comment, 'created_at')) ?? ''),
    reactions: integer(at(comment, 'reactions', 'total_count')) ?? 1,
  }
}

export interface Opened {
  readonly incidents: readonly KeptIncident[]
  readonly freezes: readonly KeptFreeze[]
}

/**
 * Opens what comments of this App keep, the newest of each anchor. Comments of others are not looked at, and what does not
 * open (edited, copied from elsewhere, sealed with another key) is passed over with a line in the log.
 */
export async function openComments(place: KeptPlace, comments: readonly ReadComment[]): Promise<Opened> {
  const { sealer, repository, log } = place
  const incidents = new Map<number, KeptIncident>()
  const freezes = new Map<number, KeptFreeze>()
  for (const { id, own, body, thread } of comments) {
    if (!own || !looksSealed(body)) continue
    const at = { repositoryId: repository.id, number: thread }
    const incident = await openIncident(sealer, body, at)
    const freeze = incident ? undefined : await openFreeze(sealer, body, at)
    if (incident) keepNewest(incidents, thread, incident)
    else if (freeze) keepNewest(freezes, thread, freeze)
    else if (!(await openWindow(sealer, body, at)))
      log.warn({ repository: repository.id, comment: id, thread }, 'What a comment of ours keeps does not open')
  }
  return { incidents: [...incidents.values()], freezes: [...freezes.values()] }
}

function keepNewest<Kept extends { readonly at: number }>(known: Map<number, Kept>, thread: number, found: Kept): void {
  const before = known.get(thread)
  if (!before || before.at < found.at) known.set(thread, found)
}
