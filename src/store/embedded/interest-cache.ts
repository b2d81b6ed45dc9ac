import type { Interest } from '../../engine/ports.ts'
import { interestChangesAt, interestIn, reopenableFor } from '../interest.ts'
import type { Incidents } from './incidents.ts'
import type { Records } from './records.ts'

interface Known {
  readonly interest: Omit<Interest, 'waiting'>
  readonly until: number
}

/** Beyond this many repositories the cache starts again from nothing: simpler than to find the least used one. */
const mostRepositories = 20_000

/** Every delivery asks what of it can matter, so the answer is worked out once per change and kept. */
export class InterestCache {
  readonly #incidents: Incidents
  readonly #records: Records
  readonly #known = new Map<number, Known>()

  constructor(incidents: Incidents, records: Records) {
    this.#incidents = incidents
    this.#records = records
  }

  of(repositoryId: number, now: number): Omit<Interest, 'waiting'> {
    const known = this.#known.get(repositoryId)
    if (known && now < known.until) return known.interest
    const watched = this.#incidents.watched(repositoryId, now - reopenableFor)
    const interest = interestIn(watched, now, this.#records.planned(repositoryId))
    if (this.#known.size >= mostRepositories) this.#known.clear()
    this.#known.set(repositoryId, { interest, until: interestChangesAt(watched, now) ?? Number.POSITIVE_INFINITY })
    return interest
  }

  forget(repositoryId: number): void {
    this.#known.delete(repositoryId)
  }
}
