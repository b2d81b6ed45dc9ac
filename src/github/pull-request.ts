import type { Actor, PullRequest, Repository, Thread } from '../incident/repository.ts'
import { at, capped, field, integer, isRecord, list, text } from './json.ts'

/**
 * Issues and pull requests as GitHub describes them, in webhooks and in REST answers alike, read into our own words.
 * Everything may be missing: deleted accounts and forks are null, and a hostile text is cut to what GitHub would store.
 */

const longestTitle = 1024
const longestBody = 64 * 1024
const longestName = 1024
const mostLabels = 100

/** The name GitHub shows for an account that was deleted. */
const ghost = 'ghost'

export const readTitle = (value: unknown): string => capped(text(value) ?? '', longestTitle)
export const readBody = (value: unknown): string => capped(text(value) ?? '', longestBody)
export const readName = (value: unknown): string => capped(text(value) ?? '', longestName)

/** A positive whole number: that of an issue, or an id. */
export function readNumber(value: unknown): number | undefined {
  const number = integer(value)
  return number !== undefined && number > 0 ? number : undefined
}

export interface Account {
  readonly login: string
  readonly type: Actor['type']
}

/** GitHub's `user`, `sender`, `account`; other types (`Mannequin`) are people whose account is elsewhere. */
export function readAccount(value: unknown): Account {
  const login = readName(field(value, 'login')) || ghost
  const type = field(value, 'type')
  return { login, type: type === 'Bot' || type === 'Organization' ? type : 'User' }
}

/** The parts that issues and pull requests share; undefined without a number. */
function readShared(value: unknown): Omit<Thread, 'type'> | undefined {
  const number = readNumber(field(value, 'number'))
  if (number === undefined) return undefined
  const author = readAccount(field(value, 'user'))
  const updatedAt = Date.parse(text(field(value, 'updated_at')) ?? '')
  return {
    number,
    title: readTitle(field(value, 'title')),
    body: readBody(field(value, 'body')),
    author: author.login,
    authorType: author.type,
    labels: readLabels(field(value, 'labels')),
    state: field(value, 'state') === 'closed' ? 'closed' : 'open',
    url: readName(field(value, 'html_url')),
    ...(Number.isNaN(updatedAt) ? {} : { updatedAt }),
    ...readClosing(value),
  }
}

function readClosing(value: unknown): Pick<Thread, 'closedAt' | 'closedBy'> {
  const closedAt = Date.parse(text(field(value, 'closed_at')) ?? '')
  const closer = field(value, 'closed_by')
  return {
    ...(Number.isNaN(closedAt) ? {} : { closedAt }),
    ...(isRecord(closer) && { closedBy: readAccount(closer) }),
  }
}

/** A label is an object, or in some REST answers its bare name. */
function readLabels(value: unknown): readonly string[] {
  const names = list(value).map((label) => readName(isRecord(label) ? label.name : label))
  return names.filter((name) => name !== '').slice(0, mostLabels)
}

/** GitHub's issue: pull requests are issues too, told apart by their key `pull_request`. */
export function readThread(issue: unknown): Thread | undefined {
  const shared = readShared(issue)
  return shared && { ...shared, type: isRecord(field(issue, 'pull_request')) ? 'pull-request' : 'issue' }
}

/** GitHub's pull request, full or short: the short one has no `merged`, only `merged_at`. */
export function readPullRequest(value: unknown): PullRequest | undefined {
  const shared = readShared(value)
  if (!shared) return undefined
  const merged = field(value, 'merged') === true || text(field(value, 'merged_at')) !== undefined
  const mergedBy = field(value, 'merged_by')
  const repository = readName(at(value, 'head', 'repo', 'full_name'))
  return {
    ...shared,
    type: 'pull-request',
    head: { ...readCommit(field(value, 'head')), repository: repository || undefined },
    base: readCommit(field(value, 'base')),
    draft: field(value, 'draft') === true,
    merged,
    mergedBy: merged && isRecord(mergedBy) ? readAccount(mergedBy).login : undefined,
    // While it is open this is GitHub's trial merge, which never lands.
    mergeCommitSha: merged ? text(field(value, 'merge_commit_sha')) : undefined,
  }
}

const readCommit = (value: unknown) => ({ ref: readName(field(value, 'ref')), sha: readName(field(value, 'sha')) })

/**
 * GitHub's repository. Undefined without an id, a name and an installation: nothing could be done about it.
 * `defaultBranch` is empty where GitHub does not tell it: in the lists of the installation events.
 */
export function readRepository(value: unknown, installationId: unknown): Repository | undefined {
  const id = readNumber(field(value, 'id'))
  const installation = readNumber(installationId)
  const [owner, name] = readName(field(value, 'full_name')).split('/')
  if (id === undefined || installation === undefined || !owner || !name) return undefined
  return {
    id,
    owner,
    name,
    installationId: installation,
    defaultBranch: readName(field(value, 'default_branch')),
    private: field(value, 'private') === true,
  }
}
