import { createHash } from 'node:crypto'
import { paginate } from './paginate.ts'
import type { Answer } from './route.ts'

/** What of a request says which answer its caller has already. Names of headers are in lower case. */
export type Asking = { method: string; headers: Readonly<Record<string, string | string[] | undefined>> }

export type Reply = { status: number; body: unknown; headers: Record<string, string> }

/** @returns what goes over the wire: lists cut to a page, with links to the others. */
export function finish(answered: Answer, address: URL, options: { maxPageSize: number }): Reply {
  const headers: Record<string, string> = { ...answered.headers }
  const { list } = answered
  if (list === undefined) return { status: answered.status, body: answered.body, headers }
  const page = paginate(list.items, address, options)
  if (page.link !== undefined) headers.link = page.link
  const body = list.wrap === undefined ? page.items : list.wrap(page.items, list.items.length)
  return { status: answered.status, body, headers }
}

/**
 * The ETag of an answer is its reader's own: a new token gets another one for the same text, as on github.com.
 * @returns the reply with it, or 304 without a body when the caller has it already.
 */
export function withEtag(reply: Reply, request: Asking): Reply {
  if (request.method !== 'GET' || reply.status !== 200) return reply
  const seen = `${request.headers.authorization} ${request.headers.accept} ${JSON.stringify(reply.body)}`
  const etag = `W/"${createHash('sha256').update(seen).digest('hex')}"`
  if (request.headers['if-none-match'] !== etag) return { ...reply, headers: { ...reply.headers, etag } }
  // Where the other pages are stands in the answer that the caller has.
  return { status: 304, body: undefined, headers: { etag } }
}
