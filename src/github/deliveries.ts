import type { Deliveries, DeliveryAttempt } from '../engine/ports.ts'
import type { Clients } from './client.ts'
import { field, text } from './json.ts'
import { isRead } from './normalize/normalize.ts'

/**
 * GitHub's log of what it sent to this App, with the App's own token.
 * Source: "List deliveries for an app webhook" (newest first, chained by a cursor) and "Redeliver a delivery for an app
 * webhook". The filter `status=failure` is not used: it means answers from 400 to 599, and no answer at all is what an
 * outage leaves.
 */
export function createDeliveries(clients: Pick<Clients, 'app'>): Deliveries {
  return {
    async since(moment) {
      const octokit = await clients.app()
      const found: DeliveryAttempt[] = []
      const pages = octokit.paginate.iterator<unknown>('GET /app/hook/deliveries', { per_page: 100 })
      for await (const { data } of pages) {
        const attempts = data.flatMap((item) => attemptOf(item) ?? [])
        found.push(...attempts.filter(({ deliveredAt }) => deliveredAt >= moment))
        // The rest is older.
        if (attempts.some(({ deliveredAt }) => deliveredAt < moment)) break
      }
      return found.filter(({ event }) => isRead(event))
    },
    async redeliver(id) {
      const octokit = await clients.app()
      await octokit.request('POST /app/hook/deliveries/{id}/attempts', { id })
    },
  }
}

/** Undefined for what has no GUID, id or moment. */
function attemptOf(item: unknown): DeliveryAttempt | undefined {
  const id = field(item, 'id')
  const guid = text(field(item, 'guid'))
  const deliveredAt = Date.parse(text(field(item, 'delivered_at')) ?? '')
  // Ids may be larger than a number holds; the client hands those over as bigint (octokit/request.js#797).
  if ((typeof id !== 'number' && typeof id !== 'bigint') || !guid || Number.isNaN(deliveredAt)) return undefined
  const status = Number(field(item, 'status_code'))
  return {
    guid,
    id: String(id),
    event: text(field(item, 'event')) ?? '',
    deliveredAt,
    succeeded: status >= 200 && status < 300,
  }
}
