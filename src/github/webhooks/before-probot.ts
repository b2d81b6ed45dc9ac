import type { Server } from 'node:http'
import type { Probot } from 'probot'
import type { FrontDoor } from './front-door.ts'

/**
 * Lets the front door answer first, and Probot's server whatever else is asked for: health, its own pages, 404.
 * Probot puts its webhook route before every handler that an App can add, and writes all headers of each request into
 * a logger before that (`probot/lib/server/server.js`); so its listener is put behind ours.
 * @param server what Probot's `Server.start` returns
 */
export function standBeforeProbot(server: Server, frontDoor: FrontDoor): void {
  const others = server.listeners('request')
  if (others.length === 0) throw new Error("Probot's server answers requests in another way than it did")
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (frontDoor(request, response)) return
    for (const other of others) other.call(server, request, response)
  })
  // Node looks every half minute, so what is slow is cut off within forty seconds; the front door counts for itself.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
}

/**
 * Probot's own route knows no event of ours, and would answer success for a delivery that it forgets. Should one ever
 * come there, by a path that Probot takes for the same, GitHub has to see a failure.
 */
export function closeProbotsRoute(probot: Probot): void {
  probot.onAny(() => {
    throw Object.assign(new Error('Deliveries are taken at WEBHOOK_PATH, letter by letter.'), { status: 503 })
  })
}
