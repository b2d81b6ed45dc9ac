import { createHmac } from 'node:crypto'
import type { Delivery } from './delivery.ts'

export type SendResult = { status: string; statusCode: number }

/**
 * Posts a delivery as GitHub does: JSON, signed over the raw body, 10 seconds to answer.
 * Source: docs "Webhook events and payloads", delivery headers.
 * @returns the answer's status code, 0 when none came; never throws.
 */
export async function sendDelivery(url: string, secret: string, delivery: Delivery): Promise<SendResult> {
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
    return { statusCode: answer.status, status: answer.ok ? 'OK' : `Invalid HTTP Response: ${answer.status}` }
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError'
    return { statusCode: 0, status: timedOut ? 'timed out' : 'failed to connect to host' }
  }
}
