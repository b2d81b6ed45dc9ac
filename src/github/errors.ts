import type { NotInstalled } from '../engine/not-installed.ts'
import { TryLater } from '../engine/ports.ts'
import { redact } from '../engine/redact.ts'
import { field, isRecord, text } from './json.ts'

/** Why GitHub will go on refusing, in the terms a decision is taken in. */
export type RefusalKind =
  /** A bare 404 also means "not visible to this token": never read it as "nothing is there". */
  | 'not-found'
  | 'branch-not-found'
  /** The branch exists and has no classic protection. */
  | 'not-protected'
  /** The repository's plan has neither rulesets nor protected branches. */
  | 'plan'
  | 'permission'
  | 'archived'
  | 'locked'
  | 'gone'
  | 'conflict'
  | 'invalid'

/** An answer that will not change by asking again. `message` is for people and holds no secret. */
export class GitHubRefusal extends Error {
  override readonly name = 'GitHubRefusal'
  readonly kind: RefusalKind
  /** The HTTP status; 200 when GraphQL refused. */
  readonly status: number
  /** `x-accepted-github-permissions`, for instance `administration=write`. */
  readonly acceptedPermissions: string | undefined

  constructor(kind: RefusalKind, message: string, facts: { status: number; acceptedPermissions?: string | undefined }) {
    super(message)
    this.kind = kind
    this.status = facts.status
    this.acceptedPermissions = facts.acceptedPermissions
  }
}

/**
 * The installation is suspended: everything in it waits until it is not. GitHub answers 403 "This installation has been
 * suspended" to its tokens, and to whoever asks for one.
 */
export class Suspended extends TryLater {
  constructor(message: string) {
    super(message, suspendedMs, { isExact: true })
  }
}

/** The App is not installed there, or not any more. */
export class Uninstalled extends GitHubRefusal implements NotInstalled {
  readonly notInstalled = true

  constructor(name: string, status: number) {
    super('not-found', `The App is not (or no longer) installed on ${name}.`, { status })
  }
}

/** Whether an error is a refusal of one of these kinds (of any kind when none is named). */
export function isRefusal(error: unknown, ...kinds: readonly RefusalKind[]): error is GitHubRefusal {
  return error instanceof GitHubRefusal && (kinds.length === 0 || kinds.includes(error.kind))
}

/** Without a `retry-after`, GitHub asks to wait for at least a minute after a secondary limit. */
const secondaryLimitMs = 60_000
const passingTroubleMs = 5_000
/** Until it is looked whether the installation is back (`suspensions.ts`), which rarely means that GitHub is asked. */
const suspendedMs = 20_000
/** A page for people, from a proxy or a server in maintenance: only an operator can mend it, or time. */
const strangerMs = 30_000
/** Refreshing the token was tried before this is seen: only an operator, or GitHub, can mend it. */
const unauthorisedMs = 30_000

/**
 * Sorts what a call threw. Takes anything; returns `TryLater` for what passes by itself, `GitHubRefusal` for what does not,
 * and every other error (a bug of ours) as it came. Idempotent. The original error is not attached: it holds the request.
 * Messages and headers as observed in public reports and GitHub's REST documentation ("Troubleshooting the REST API").
 */
export function classify(error: unknown, now: number = Date.now()): Error {
  if (error instanceof TryLater || error instanceof GitHubRefusal) return error
  if (!(error instanceof Error)) return new Error(`GitHub's client threw ${typeof error}`)
  const unreached = unreachedCall(error)
  if (unreached !== undefined)
    return new TryLater(`GitHub could not be reached with ${unreached}: ${shown(error.message)}`, passingTroubleMs)
  const answer = readAnswer(error)
  if (answer) return classifyAnswer(answer, now)
  const graphql = readGraphqlErrors(error)
  if (graphql) return classifyGraphql(graphql, field(error, 'headers'), now)
  if (isNetworkTrouble(error))
    return new TryLater(`GitHub could not be reached: ${shown(error.message)}`, passingTroubleMs)
  return error
}

interface Answer {
  readonly status: number
  readonly message: string
  readonly headers: unknown
  /** The API answers with JSON; a page for people comes from something in between. */
  readonly isPage: boolean
  /** `METHOD /path`, for people. */
  readonly call: string
}

/** Octokit's RequestError, known by its shape: several versions of its class may be installed. */
function readAnswer(error: Error): Answer | undefined {
  const status = field(error, 'status')
  if (typeof status !== 'number') return undefined
  const headers = field(field(error, 'response'), 'headers')
  const isPage = isPageType(field(headers, 'content-type'))
  const message = isPage ? 'a page instead of an answer of the API' : shown(error.message)
  return { status, message, headers, isPage, call: callOf(error) }
}

/** @param type the header `content-type` */
export const isPageType = (type: unknown): boolean => /^\s*(?:text\/html|application\/xhtml)/i.test(text(type) ?? '')

/**
 * The call that got no answer: Octokit reports that with a status 500 of its own making and no response
 * (`@octokit/request`, fetch-wrapper). Undefined for all other errors.
 */
function unreachedCall(error: Error): string | undefined {
  return field(error, 'status') === 500 && field(error, 'response') === undefined ? callOf(error) : undefined
}

function callOf(error: Error): string {
  const request = field(error, 'request')
  return `${text(field(request, 'method')) ?? 'a request'} ${pathOf(text(field(request, 'url')))}`.trim()
}

function classifyAnswer(answer: Answer, now: number): TryLater | GitHubRefusal {
  const said = `GitHub answered ${answer.status} to ${answer.call}: ${answer.message}`
  if (answer.status === 403 && /suspended/i.test(answer.message)) return new Suspended(said)
  const wait = waitOf(answer, now)
  // A limit is no failure of the call that met it: it is tried again when the limit ends, not later than others.
  if (wait !== undefined) return new TryLater(said, wait, { isExact: isLimitOfAccount(answer) })
  return new GitHubRefusal(kindOf(answer), said, {
    status: answer.status,
    acceptedPermissions: text(field(answer.headers, 'x-accepted-github-permissions')),
  })
}

/** Milliseconds after which the same call may succeed; undefined: it will not. */
function waitOf(answer: Answer, now: number): number | undefined {
  const { status, headers, isPage } = answer
  if (isLimit(answer)) return limitWait(headers, now)
  if (status >= 500 || status === 408) return retryAfter(headers) ?? passingTroubleMs
  if (status === 401) return unauthorisedMs
  // That something is gone or forbidden is believed when GitHub says so.
  if (isPage && (status === 403 || status === 404 || status === 410)) return strangerMs
  return undefined
}

function isLimit({ status, headers, message }: Answer): boolean {
  if (status === 429) return true
  // Creating issues and comments too fast is answered as a validation error.
  if (status === 422) return /submitted too quickly/i.test(message)
  if (status !== 403) return false
  return (
    /secondary rate limit|abuse detection|rate limit exceeded/i.test(message) ||
    retryAfter(headers) !== undefined ||
    text(field(headers, 'x-ratelimit-remaining')) === '0'
  )
}

/** What was submitted too quickly concerns its own call alone. */
const isLimitOfAccount = (answer: Answer): boolean => answer.status !== 422 && isLimit(answer)

function limitWait(headers: unknown, now: number): number {
  const after = retryAfter(headers)
  if (after !== undefined) return after
  const reset = Number(text(field(headers, 'x-ratelimit-reset')))
  const exhausted = text(field(headers, 'x-ratelimit-remaining')) === '0'
  // One second more than GitHub says, so that the retry falls after the reset.
  if (exhausted && reset > 0) return Math.max(reset * 1000 - now, 0) + 1000
  return secondaryLimitMs
}

function retryAfter(headers: unknown): number | undefined {
  const value = text(field(headers, 'retry-after'))
  const seconds = Number(value)
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds, 1) * 1000 : undefined
}

/** What GitHub asks of an account that called too much. */
export interface Limit {
  readonly waitMs: number
  /** The budget that is used up (`core`, `graphql`); undefined: the account should make no call at all. */
  readonly resource: string | undefined
  /** Whether GitHub said for how long; it asks to wait longer each time where it does not. */
  readonly isNamed: boolean
}

/**
 * The limit that an error tells of: GitHub punishes those who go on calling while limited. Undefined when the error
 * concerns its own call alone.
 */
export function limitOf(error: unknown, now: number): Limit | undefined {
  const answer = error instanceof Error ? readAnswer(error) : undefined
  return answer && isLimitOfAccount(answer) ? limitFrom(answer.headers, now) : undefined
}

/** @param headers of an answer that tells of a limit */
export function limitFrom(headers: unknown, now: number): Limit {
  const isAfter = retryAfter(headers) !== undefined
  const isPrimary = !isAfter && text(field(headers, 'x-ratelimit-remaining')) === '0'
  const resource = isPrimary ? text(field(headers, 'x-ratelimit-resource')) : undefined
  return { waitMs: limitWait(headers, now), resource, isNamed: isAfter || isPrimary }
}

/** Whether nobody can say what became of a call: GitHub had trouble, or was not reached. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TryLater) return false
  const status = field(error, 'status')
  return typeof status === 'number' ? status >= 500 || status === 408 : isNetworkTrouble(error)
}

const kindsOf403: readonly (readonly [RegExp, RefusalKind])[] = [
  [/upgrade to github (pro|team|enterprise)/i, 'plan'],
  [/archived/i, 'archived'],
  [/is locked/i, 'locked'],
]

function kindOf({ status, message }: Answer): RefusalKind {
  if (status === 403) return kindsOf403.find(([pattern]) => pattern.test(message))?.[1] ?? 'permission'
  if (status === 404) {
    if (/branch not protected/i.test(message)) return 'not-protected'
    return /branch not found/i.test(message) ? 'branch-not-found' : 'not-found'
  }
  if (status === 410 || status === 451) return 'gone'
  if (status === 409) return 'conflict'
  return 'invalid'
}

interface GraphqlError {
  readonly type: string
  readonly message: string
}

function readGraphqlErrors(error: Error): readonly GraphqlError[] | undefined {
  const errors = field(error, 'errors')
  if (error.name !== 'GraphqlResponseError' || !Array.isArray(errors)) return undefined
  return errors.map((each: unknown) => ({
    type: text(field(each, 'type')) ?? '',
    message: shown(text(field(each, 'message')) ?? ''),
  }))
}

const graphqlKinds: Readonly<Record<string, RefusalKind>> = {
  FORBIDDEN: 'permission',
  INSUFFICIENT_SCOPES: 'permission',
  NOT_FOUND: 'not-found',
}

function classifyGraphql(errors: readonly GraphqlError[], headers: unknown, now: number): TryLater | GitHubRefusal {
  const said = `GitHub's GraphQL refused: ${errors.map((each) => each.message).join('; ')}`
  if (errors.some((each) => each.type === 'RATE_LIMITED'))
    return new TryLater(said, limitWait(headers, now), { isExact: true })
  const passing = /something went wrong|timeout|timed out|temporarily/i
  if (errors.some((each) => passing.test(each.message))) return new TryLater(said, passingTroubleMs)
  const kind = errors.map((each) => graphqlKinds[each.type]).find((each) => each !== undefined)
  return new GitHubRefusal(kind ?? 'invalid', said, { status: 200 })
}

function isNetworkTrouble(error: Error): boolean {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true
  const code = text(field(error, 'code')) ?? (isRecord(error.cause) ? text(error.cause.code) : undefined)
  return code !== undefined && /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)
}

function pathOf(url: string | undefined): string {
  if (url === undefined) return ''
  return URL.canParse(url) ? new URL(url).pathname : (url.split('?')[0] ?? '')
}

/** A message that may be logged and shown: no secrets, bounded. */
const shown = (message: string): string => redact(message.slice(0, 2000)).slice(0, 500)
