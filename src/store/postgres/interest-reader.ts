import type { Interest } from '../../engine/ports.ts'
import { interestChangesAt, interestIn, reopenableFor } from '../interest.ts'
import { numberIn, numberOrNone, type Row } from '../row.ts'
import type { Session } from './database.ts'
import { events } from './events.ts'
import { incidents } from './incidents.ts'
import { records } from './records.ts'

type ExactInterest = Interest & Required<Pick<Interest, 'waiting'>>

/** Of a repository, as they stand in the database. */
interface Versions {
  /** Undefined: nothing was ever stored in its lane. */
  readonly lane: number | undefined
  /** 0: no policy is stored. */
  readonly policy: number
}

interface Known {
  readonly interest: ExactInterest
  /** The lane's, from before the answer was read: the answer is as new or newer. */
  readonly lane: number
  readonly until: number
}

/** Beyond this many repositories the cache starts again from nothing: simpler than to find the least used one. */
const mostRepositories = 20_000

const nothing: ExactInterest = { anchors: new Set(), followed: new Set(), waiting: new Set(), active: 0, frozen: false }

/**
 * What of a repository's deliveries can matter, exactly: what any replica stored before it answered GitHub is seen here.
 * So the database is asked for every delivery, but for two numbers alone, and in one question for all that ask at the same
 * moment. The answer that belongs to a lane's version is kept.
 */
export class InterestReader {
  readonly #database: Session
  readonly #known = new Map<number, Known>()
  #asked: { readonly ids: Set<number>; readonly versions: Promise<ReadonlyMap<number, Versions>> } | undefined

  constructor(database: Session) {
    this.#database = database
  }

  async of(repositoryId: number, now: number): Promise<ExactInterest> {
    const { lane, policy: policyVersion = 0 } = (await this.#versions(repositoryId)).get(repositoryId) ?? {}
    if (lane === undefined) return { ...nothing, policyVersion }
    const known = this.#known.get(repositoryId)
    if (known && known.lane === lane && now < known.until) return { ...known.interest, policyVersion }
    const read = await this.#read(repositoryId, lane, now)
    if (this.#known.size >= mostRepositories) this.#known.clear()
    this.#known.set(repositoryId, read)
    return { ...read.interest, policyVersion }
  }

  /** Who asks after the question was sent gets a later one: what was stored in between has to be seen. */
  #versions(repositoryId: number): Promise<ReadonlyMap<number, Versions>> {
    this.#asked ??= this.#ask()
    this.#asked.ids.add(repositoryId)
    return this.#asked.versions
  }

  #ask() {
    const ids = new Set<number>()
    const versions = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      this.#asked = undefined
      const rows = await this.#database.rows(
        `select given.id, lane.version as lane, policy.version as policy from unnest($1::bigint[]) as given (id)
         left join firebreak.lane on lane.id = given.id left join firebreak.policy on repository_id = given.id`,
        [[...ids]],
      )
      return new Map(rows.map((row) => [numberIn(row, 'id'), versionsIn(row)]))
    })
    return { ids, versions }
  }

  /** What waits is read first: what it became is then found by the others, and nothing falls between two answers. */
  async #read(repositoryId: number, lane: number, now: number): Promise<Known> {
    const waiting = await events.waitingThreads(this.#database, repositoryId)
    const [watched, planned] = await Promise.all([
      incidents.watched(this.#database, repositoryId, now - reopenableFor),
      records.planned(this.#database, repositoryId),
    ])
    const until = interestChangesAt(watched, now) ?? Number.POSITIVE_INFINITY
    return { interest: { ...interestIn(watched, now, planned), waiting }, lane, until }
  }
}

const versionsIn = (row: Row): Versions => ({
  lane: numberOrNone(row, 'lane'),
  policy: numberOrNone(row, 'policy') ?? 0,
})
