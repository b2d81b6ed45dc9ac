import { answer, callOf, type ServerContext, written } from './server.ts'

/** `fetch`, as far as a client of GitHub uses it. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>

/**
 * GitHub's answers without sockets, for who wants them fast and in the same order each time. Planned faults belong to
 * the wire, and there is none.
 * @returns a `fetch` that asks this GitHub alone, whatever the host
 */
export function createFetch(context: ServerContext): Fetch {
  return async (url, init = {}) => {
    const address = new URL(url)
    const headers = Object.fromEntries(new Headers(init.headers))
    const method = init.method ?? 'GET'
    const text = typeof init.body === 'string' ? init.body : ''
    const call = callOf({ method, address, text, authorization: headers.authorization })
    const reply = answer(context, call, { address, asking: { method, headers }, replyLost: false })
    const { text: body, headers: answered } = written(reply)
    // A response that may have no body refuses an empty one, too.
    return new Response(body === '' ? null : body, { status: reply.status, headers: answered })
  }
}
