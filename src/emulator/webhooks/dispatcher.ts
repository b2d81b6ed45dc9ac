import type { Ids } from '../ids.ts'
import type { Delivery } from './delivery.ts'
import { createDeliveryFaults, type DeliveryFaults, type Fate } from './delivery-faults.ts'
import { answered, handOver, type Receiver, type SendResult } from './send.ts'

export type DispatcherOptions = { secret: string; ids: Ids; timestamp: () => string }

export type Dispatcher = {
  /** Every delivery ever produced, with its attempts. */
  readonly deliveries: Delivery[]
  readonly faults: DeliveryFaults
  /** Deliveries go to this URL, or receiver, from now on; those before were logged as failed. */
  connect(to: string | Receiver): void
  enqueue(delivery: Delivery): void
  /** Sends a delivery again, found by the id of any of its attempts. @returns false when there is none. */
  redeliver(attemptId: number): boolean
  /** Resolves when nothing is queued or under way; held deliveries do not count. */
  settle(): Promise<void>
  /** Drops what is queued and sends nothing more. */
  close(): void
}

/** Sends deliveries one after another, in the order they were produced, while the caller goes on. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const deliveries: Delivery[] = []
  let target: string | Receiver | null = null
  let queue: Delivery[] = []
  let pumping: Promise<void> | null = null

  const note = (delivery: Delivery, result: SendResult) =>
    delivery.attempts.push({
      id: options.ids.next(),
      deliveredAt: options.timestamp(),
      redelivery: delivery.attempts.length > 0,
      ...result,
    })
  async function pump(): Promise<void> {
    // Yields once, so that the change that caused an event is complete before anybody hears of it.
    await Promise.resolve()
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      note(next, await handOver(target, options.secret, next))
    }
    pumping = null
  }
  function send(more: Delivery[]): void {
    queue.push(...more)
    if (queue.length > 0 && pumping === null) pumping = pump()
  }
  const { faults, decide } = createDeliveryFaults(send)
  function carryOut({ fail, statusCode, send: sent }: Fate): void {
    const lost = statusCode === 0 ? { statusCode, status: 'timed out' } : answered(statusCode)
    for (const one of fail) note(one, lost)
    send(sent)
  }

  return {
    deliveries,
    faults,
    connect(to) {
      target = to
    },
    enqueue(delivery) {
      const fate = decide(delivery)
      if (fate.swallowed) return
      deliveries.push(delivery)
      carryOut(fate)
    },
    redeliver(attemptId) {
      const found = deliveries.find((one) => one.attempts.some((attempt) => attempt.id === attemptId))
      if (found !== undefined) carryOut(decide(found))
      return found !== undefined
    },
    async settle() {
      while (pumping !== null) await pumping
    },
    close() {
      queue = []
      target = null
    },
  }
}
