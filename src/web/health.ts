import type { IncomingMessage, ServerResponse } from 'node:http'

/** How each part is: `ok`, or a sentence for anybody. */
export type Vitals<Part extends string> = Readonly<Record<Part, string>>

/**
 * Answers `GET /healthz` (the process lives) and `GET /readyz` (how each part is).
 *
 * Ready means that deliveries can be stored, and nothing else: while GitHub is down or work is behind, sending
 * deliveries elsewhere or to nobody would only lose them. The other parts are told all the same.
 * @param look must not reject
 * @returns a handler in Probot's manner: true when it answered
 */
export function healthHandler(look: () => Promise<Vitals<'store'>>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = request.url?.split('?')[0]
    if (request.method !== 'GET' || (path !== '/healthz' && path !== '/readyz')) return false
    const parts = path === '/healthz' ? undefined : await look()
    const isReady = parts === undefined || parts.store === 'ok'
    response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify({ status: isReady ? 'ok' : 'unavailable', ...(parts && { parts }) }))
    return true
  }
}
