import { invalidRequest } from '../http/api-error.ts'
import type { Answer, Call } from '../http/route.ts'
import type { Json } from '../json.ts'
import type { Attempt } from '../webhooks/delivery.ts'

/**
 * `GET /app/hook/deliveries`: every attempt of the last three days, newest first, in pages chained by a cursor.
 * Source: official `hook-delivery-item`; `status=failure` covers answers from 400 to 599.
 */
export function deliveryPage(call: Call): Answer {
  const size = Math.min(Number(call.query.get('per_page') ?? 30) || 30, 100, call.maxPageSize)
  const wanted = call.query.get('status')
  const all = call.deliveries
    .flatMap((delivery) => delivery.attempts.map((attempt) => ({ delivery, attempt })))
    .filter(({ attempt }) => isKept(call, attempt) && matchesStatus(wanted, attempt.statusCode))
    .toSorted((a, b) => b.attempt.id - a.attempt.id)
  const cursor = call.query.get('cursor')
  const start = cursor === null ? 0 : all.findIndex(({ attempt }) => cursor === `v1_${attempt.id}`)
  if (start < 0) throw invalidRequest('Invalid cursor')
  const next = all[start + size]
  const items: Json[] = all.slice(start, start + size).map(({ delivery, attempt }) => ({
    id: attempt.id,
    guid: delivery.guid,
    delivered_at: attempt.deliveredAt,
    redelivery: attempt.redelivery,
    duration: 0.1,
    status: attempt.status,
    status_code: attempt.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }))
  if (next === undefined) return { status: 200, body: items }
  const query = new URLSearchParams(call.query)
  query.set('cursor', `v1_${next.attempt.id}`)
  return { status: 200, body: items, headers: { link: `<${call.base}/app/hook/deliveries?${query}>; rel="next"` } }
}

/** Source: docs "Redelivering webhooks": deliveries of the past three days. */
const keptFor = 3 * 86_400_000

const isKept = (call: Call, attempt: Attempt): boolean => Date.parse(attempt.deliveredAt) >= call.world.now() - keptFor

/**
 * `POST /app/hook/deliveries/{id}/attempts`: sends the webhook again, under its GUID, after the answer.
 * What was forgotten is answered 422; the description has no 404 here.
 */
export function redelivery(call: Call): Answer {
  const id = Number(call.params.id)
  const attempts = call.deliveries.flatMap((delivery) => delivery.attempts)
  const isKnown = attempts.some((attempt) => attempt.id === id && isKept(call, attempt))
  if (!isKnown || !call.redeliver(id)) throw invalidRequest('Delivery could not be found')
  return { status: 202, body: {} }
}

function matchesStatus(wanted: string | null, statusCode: number): boolean {
  if (wanted === 'success') return statusCode >= 200 && statusCode < 400
  return wanted !== 'failure' || (statusCode >= 400 && statusCode < 600)
}
