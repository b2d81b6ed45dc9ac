import type { Delivery } from './delivery.ts'

/** Which deliveries a fault is meant for; without a property any value matches. */
export type DeliveryMatch = { event?: string; action?: string }

type Kind = 'drop' | 'refuse' | 'swallow' | 'duplicate' | 'hold' | 'reorder'
type Plan = { kind: Kind; match: DeliveryMatch; remaining: number; waiting: Delivery[]; statusCode: number }

/** What becomes of one delivery: which are sent now (in order), and which is only noted as failed, with what answer (0: none). */
export type Fate = { send: Delivery[]; fail: Delivery[]; swallowed: boolean; statusCode: number }

/** Misbehaviour of the webhook channel, planned ahead and used up delivery by delivery; a redelivery counts like a first one. */
export type DeliveryFaults = {
  /** The next `count` matching deliveries never arrive; the log shows them as failed. */
  drop(count: number, match?: DeliveryMatch): void
  /** The next `count` matching deliveries are answered with this status by something in front of the App, such as a proxy. */
  refuse(count: number, statusCode: number, match?: DeliveryMatch): void
  /** The next `count` matching events are never produced at all; nothing is logged. */
  swallow(count: number, match?: DeliveryMatch): void
  /** The next `count` matching deliveries arrive twice, with the same GUID. */
  duplicate(count: number, match?: DeliveryMatch): void
  /** The next `count` matching deliveries wait until `release()`. */
  hold(count: number, match?: DeliveryMatch): void
  /** Lets everything held go, oldest first. */
  release(): void
  /** The next `count` matching deliveries are collected, then sent newest first. */
  reorder(count: number, match?: DeliveryMatch): void
  /** Forgets every plan that is not used up; what is held stays held. */
  clear(): void
}

/**
 * @param onRelease called with deliveries that were held and may now be sent.
 * @returns the planning side for tests and the deciding side for the dispatcher.
 */
export function createDeliveryFaults(onRelease: (deliveries: Delivery[]) => void) {
  let plans: Plan[] = []
  let held: Delivery[] = []
  const plan =
    (kind: Kind) =>
    (count: number, match: DeliveryMatch = {}, statusCode = 0) => {
      plans.push({ kind, match, remaining: count, waiting: [], statusCode })
    }
  const faults: DeliveryFaults = {
    drop: plan('drop'),
    refuse: (count, statusCode, match) => plan('refuse')(count, match, statusCode),
    swallow: plan('swallow'),
    duplicate: plan('duplicate'),
    hold: plan('hold'),
    reorder: plan('reorder'),
    release() {
      const released = held
      held = []
      onRelease(released)
    },
    clear() {
      plans = []
    },
  }
  function decide(delivery: Delivery): Fate {
    const chosen = plans.find((one) => one.remaining > 0 && matches(one.match, delivery))
    if (chosen === undefined) return { send: [delivery], fail: [], swallowed: false, statusCode: 0 }
    chosen.remaining -= 1
    if (chosen.kind === 'hold') held.push(delivery)
    return fateUnder(chosen, delivery)
  }
  return { faults, decide }
}

function fateUnder(plan: Plan, delivery: Delivery): Fate {
  const nothing: Fate = { send: [], fail: [], swallowed: false, statusCode: plan.statusCode }
  switch (plan.kind) {
    case 'drop':
    case 'refuse':
      return { ...nothing, fail: [delivery] }
    case 'swallow':
      return { ...nothing, swallowed: true }
    case 'duplicate':
      return { ...nothing, send: [delivery, delivery] }
    case 'hold':
      return nothing
    case 'reorder':
      plan.waiting.push(delivery)
      return plan.remaining === 0 ? { ...nothing, send: plan.waiting.toReversed() } : nothing
  }
}

function matches(match: DeliveryMatch, delivery: Delivery): boolean {
  const rightEvent = match.event === undefined || match.event === delivery.event
  return rightEvent && (match.action === undefined || match.action === delivery.action)
}
