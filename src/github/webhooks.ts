import type { Probot } from 'probot'
import type { Delivery, Log } from '../engine/ports.ts'
import { errorFields } from '../engine/redact.ts'
import type { GitHubEvent } from '../incident/event.ts'
import type { Self } from '../incident/plan.ts'
import { toEvents } from './normalize/normalize.ts'

export interface WebhookOptions {
  readonly self: Self
  readonly log: Log
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Makes the events durable. GitHub is answered when it has, with success only if it could. */
  readonly onDelivery: (delivery: Delivery, events: readonly GitHubEvent[]) => Promise<void>
}

/**
 * The one registration for all webhook events. What does not concern us is answered with success and forgotten;
 * signatures, broken JSON and oversized bodies are Probot's.
 */
export function registerWebhooks(probot: Probot, { self, log, now, onDelivery }: WebhookOptions): void {
  const store = async (delivery: Delivery, events: readonly GitHubEvent[]): Promise<boolean> => {
    try {
      await onDelivery(delivery, events)
      return true
    } catch (error) {
      log.error({ delivery: delivery.guid, event: delivery.name, ...errorFields(error) }, 'A delivery was not stored')
      return false
    }
  }
  probot.onAny(async ({ id, name, payload }) => {
    const receivedAt = now()
    const events = toEvents(name, payload, { ...self, at: receivedAt })
    if (!events || events.length === 0) return
    if (!(await store({ guid: id, name, receivedAt }, events))) throw new DeliveryNotStored()
  })
}

/**
 * Answered to GitHub as 503, so that the delivery shows as failed and can be sent again. Thrown in the place of whatever
 * happened: Probot answers with an error's own status and message, and an inner 404 would say that nobody listens here.
 */
class DeliveryNotStored extends Error {
  override readonly name = 'DeliveryNotStored'
  readonly status = 503

  constructor() {
    super('The delivery could not be stored. It can be redelivered.')
  }
}
