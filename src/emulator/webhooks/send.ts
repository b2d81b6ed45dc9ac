import { createHmac } from 'node:crypto'
import type { Delivery } from './delivery.ts'

/** Takes a delivery without a socket. @returns the status code that it is answered with. */
export type Receiver = (delivery: Delivery) => Promise<number>

export type SendResult = { status: string; statusCode: number }

/** @returns what the log says of an answer with this status. */
export function answered(statusCode: number): SendResult {
  const isSuccess = statusCode >= 200 && statusCode < 300
  return { statusCode, status: isSuccess ? 'OK' : `Invalid HTTP Response: ${statusCode}` }
}

/**
 * Posts a delivery as GitHub does: JSON, signed over the raw body, 10 seconds to answer.
 * Source: docs "Webhook events and payloads", delivery headers.
 * @returns the answer's status code, 0 when none came; never throws.
 */
async function sendDelivery(url: string, secret: string, delivery: Delivery): Promise<SendResult> {
  const body = JSON.stringify(delivery.payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/emulator',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${signature}`,
  }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
    await answer.arrayBuffer()
    return answered(answer.status)
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError'
    return { statusCode: 0, status: timedOut ? 'timed out' : 'failed to connect to host' }
  }
}

/** @param target an address, a receiver, or null where nobody listens. @returns what came of it; never throws for an address. */
export async function handOver(
  target: string | Receiver | null,
  secret: string,
  delivery: Delivery,
): Promise<SendResult> {
  if (target === null) return { statusCode: 0, status: 'failed to connect to host' }
  if (typeof target === 'string') return await sendDelivery(target, secret, delivery)
  return answered(await target(delivery))
}
