import type { Log } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import { forgottenList, keptFor, pruningPause } from '../retention.ts'
import { countIn, type Database } from './database.ts'

/** As many rows as go in one statement: nobody should wait for the cleaning. */
const largestSweep = 2000

/**
 * Removes what nobody will ask for again, a little at a time. Every replica does it; what one is removing the others leave
 * alone.
 */
export class Pruning {
  readonly #database: Database
  readonly #log: Log | undefined
  #notBefore = 0
  #running: Promise<void> = Promise.resolve()

  constructor(database: Database, log: Log | undefined) {
    this.#database = database
    this.#log = log
  }

  /** Sweeps unless that was done lately; what goes wrong is logged, and tried again after the pause. */
  now(now: number): void {
    if (now < this.#notBefore) return
    this.#notBefore = now + pruningPause
    this.#running = prune(this.#database, now).then(
      (isMore) => {
        if (isMore) this.#notBefore = now
      },
      (error) => this.#log?.warn({ error: messageOf(error) }, 'Old deliveries and effects could not be removed'),
    )
  }

  /** Resolves when nothing is being removed. */
  idle(): Promise<void> {
    return this.#running
  }
}

/** @returns whether there may be more of it */
async function prune(database: Database, now: number): Promise<boolean> {
  const before = now - keptFor
  const deliveries = await database.change(
    `delete from firebreak.delivery where guid in
       (select guid from firebreak.delivery where received_at < $1 limit ${largestSweep} for update skip locked)`,
    [before],
  )
  // A repository's own keys that stand for something lasting (an issue that is kept up to date) are 'latest', and stay.
  const effects = await database.row(
    `with gone as (
       delete from firebreak.effect where key in
         (select effect.key from firebreak.effect left join firebreak.incident on incident.id = effect.incident
          where effect.settled_at < $1
            and (incident.ended_at < $1 and incident.active = 0
              or effect.incident is null and (effect.keep = 'once' or effect.type in (${forgottenList})))
          order by effect.settled_at limit ${largestSweep} for update of effect skip locked)
       returning key, incident, type),
     forgotten as (
       delete from firebreak.memory
       where key in (select key from gone where incident is null and type in (${forgottenList})))
     select count(*) as count from gone`,
    [before],
  )
  const accounts = await database.change(
    `delete from firebreak.account where (subject, id) in
       (select account.subject, account.id from firebreak.account left join firebreak.incident on incident.id = account.subject
        where account.at < $1 and (incident.id is null or incident.ended_at < $1 and incident.active = 0)
        limit ${largestSweep} for update of account skip locked)`,
    [before],
  )
  return [deliveries, countIn(effects, 'count'), accounts].includes(largestSweep)
}
