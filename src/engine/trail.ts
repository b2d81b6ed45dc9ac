import { AsyncLocalStorage } from 'node:async_hooks'
import type { Event } from '../incident/event.ts'
import type { Repository } from '../incident/repository.ts'
import type { Work } from './ports.ts'
import { incidentNamedBy } from './thread.ts'

/** What a line of the log is about, so that whoever looks for a delivery or an incident finds all that followed from it. */
export interface Trail {
  /** GUID of the delivery that it goes back to; nothing where it goes back to a timer. */
  readonly delivery?: string | undefined
  /** `OWNER/REPO` */
  readonly repository?: string
  readonly incident?: string | undefined
  /** Type of the event that is decided upon. */
  readonly event?: string
  /** Type of the effect that is performed, and its key. */
  readonly effect?: string
  readonly key?: string
}

/**
 * Adapters do not know for whom they work, and should not: what they log, and what Octokit logs for them, takes its
 * trail from here. The trade: it is the one thing in this program that is handed on without being seen.
 */
const trails = new AsyncLocalStorage<Trail>()
const none: Trail = {}

/** Everything that is begun in `action` belongs to this trail, and to no other. */
export const onTrail = <Value>(trail: Trail, action: () => Value): Value => trails.run(trail, action)

/** What is begun in `action` serves everybody, whoever happened to call for it. */
export const offTrail = <Value>(action: () => Value): Value => trails.run(none, action)

/** The trail of whatever runs at this moment. */
export const currentTrail = (): Trail => trails.getStore() ?? none

/** The delivery that an event goes back to: an outcome's is that of its effect. */
export const deliveryOf = (event: Event): string | undefined =>
  event.type === 'EffectSettled' ? event.put.delivery : event.delivery

export function trailOf(work: Work): Trail {
  if (work.type === 'effect') {
    const { effect, key, delivery, incident } = work.put
    return { delivery, repository: fullName(work.repository), incident, effect: effect.type, key }
  }
  const { event } = work
  const repository = fullName(event.repository)
  return { delivery: deliveryOf(event), repository, incident: incidentNamedBy(event), event: event.type }
}

const fullName = ({ owner, name }: Repository): string => `${owner}/${name}`
