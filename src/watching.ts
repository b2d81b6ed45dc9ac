import manifest from '../package.json' with { type: 'json' }
import { type CallMeter, type DeliveryOutcome as CountedDelivery, type Meter, noMeter } from './engine/meter.ts'
import type { Clock, Store } from './engine/ports.ts'
import type { DeliveryOutcome } from './github/webhooks/front-door.ts'
import type { metricsHandler } from './web/metrics.ts'

export interface Watching {
  readonly meter: Meter & CallMeter
  /** Answers whoever reads metrics; undefined: nobody may. */
  readonly handler: ReturnType<typeof metricsHandler> | undefined
}

/**
 * What counts the work, if somebody wants to read it. The library is loaded only then: it costs 20 MB and 40 ms at the
 * start.
 * @param token what readers show; undefined: nothing is counted
 */
export async function createWatching(
  token: string | undefined,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<Watching> {
  if (token === undefined) return { meter: noMeter, handler: undefined }
  const { createMetrics, metricsHandler } = await import('./web/metrics.ts')
  const metrics = createMetrics({ source: store, now: () => clock.now(), version: manifest.version })
  return { meter: metrics.meter, handler: metricsHandler(token, metrics) }
}

/** Words of the front door that metrics call otherwise: whether nobody reads such events or none mattered is all the same. */
const deliveryWords: Readonly<Partial<Record<DeliveryOutcome, CountedDelivery>>> = {
  stored: 'stored',
  known: 'known',
  irrelevant: 'irrelevant',
  ignored: 'irrelevant',
  'not-stored': 'failed',
}

/** Counts what came in where GitHub posts: a delivery, or something that is none. */
export function countRequest(meter: Meter, outcome: DeliveryOutcome, event: string): void {
  const counted = deliveryWords[outcome]
  if (counted === undefined) meter.refused(outcome)
  else meter.delivery(event, counted)
}
