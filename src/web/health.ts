import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Readiness {
  /** Throws, or names what is missing, while deliveries cannot be taken care of. */
  check(): Promise<string | undefined>
}

/**
 * Answers `GET /healthz` (the process lives) and `GET /readyz` (it can store, and knows who it is on GitHub).
 * @returns a handler in Probot's manner: true when it answered
 */
export function healthHandler(readiness: Readiness) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = request.url?.split('?')[0]
    if (request.method !== 'GET' || (path !== '/healthz' && path !== '/readyz')) return false
    const missing = path === '/healthz' ? undefined : await whatIsMissing(readiness)
    response.writeHead(missing === undefined ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    response.end(JSON.stringify(missing === undefined ? { status: 'ok' } : { status: 'unavailable', missing }))
    return true
  }
}

async function whatIsMissing(readiness: Readiness): Promise<string | undefined> {
  try {
    return await readiness.check()
  } catch {
    return 'the database cannot be written to'
  }
}
