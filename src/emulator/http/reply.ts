import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { paginate } from './paginate.ts'
import type { Answer } from './route.ts'

const REQUESTS_PER_HOUR = 5000

export type Reply = { status: number; body: unknown; headers: Record<string, string> }

/** `used`: requests made with the token so far; `now` in milliseconds. */
export type ReplyOptions = { maxPageSize: number; used: number; now: number }

/** @returns what goes over the wire: lists cut to a page, with Link and rate-limit headers. */
export function finish(answered: Answer, address: URL, options: ReplyOptions): Reply {
  const headers: Record<string, string> = { ...answered.headers, ...rateHeaders(options) }
  const { list } = answered
  if (list === undefined) return { status: answered.status, body: answered.body, headers }
  const page = paginate(list.items, address, options)
  if (page.link !== undefined) headers.link = page.link
  const body = list.wrap === undefined ? page.items : list.wrap(page.items, list.items.length)
  return { status: answered.status, body, headers }
}

/** @returns the reply with an ETag, or 304 without a body when the caller has it already. */
export function withEtag(reply: Reply, request: IncomingMessage): Reply {
  if (request.method !== 'GET' || reply.status !== 200) return reply
  const etag = `W/"${createHash('sha256').update(JSON.stringify(reply.body)).digest('hex')}"`
  const headers = { ...reply.headers, etag }
  const same = request.headers['if-none-match'] === etag
  return same ? { status: 304, body: undefined, headers } : { ...reply, headers }
}

/** @returns GitHub's rate-limit headers; the window ends with the clock's hour. */
export function rateHeaders(options: { used: number; now: number }): Record<string, string> {
  return {
    'x-ratelimit-limit': String(REQUESTS_PER_HOUR),
    'x-ratelimit-remaining': String(Math.max(0, REQUESTS_PER_HOUR - options.used)),
    'x-ratelimit-used': String(options.used),
    'x-ratelimit-reset': String(Math.floor(options.now / 3_600_000 + 1) * 3600),
    'x-ratelimit-resource': 'core',
  }
}
