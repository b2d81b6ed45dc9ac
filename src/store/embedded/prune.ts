import type { Log } from '../../engine/ports.ts'
import { forgottenList, keptFor, pruningPause } from '../retention.ts'
import { textIn } from '../row.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Statements } from './statements.ts'

/** As many rows as go in one transaction: nobody should wait for the cleaning. */
const largestSweep = 500

interface PruningParts {
  readonly sql: Statements
  readonly commits: GroupCommit
  readonly log: Log | undefined
}

/** Removes what nobody will ask for again, a little at a time. */
export class Pruning {
  readonly #parts: PruningParts
  #notBefore = 0

  constructor(parts: PruningParts) {
    this.#parts = parts
  }

  /** Sweeps unless that was done lately; what goes wrong is logged, and tried again after the pause. */
  now(now: number): void {
    if (now < this.#notBefore) return
    this.#notBefore = now + pruningPause
    const { commits, sql, log } = this.#parts
    commits
      .run(() => prune(sql, now))
      .then((isMore) => {
        if (isMore) this.#notBefore = now
      })
      .catch((error: unknown) => log?.warn({ error }, 'Old deliveries and effects could not be removed'))
  }
}

/** @returns whether there may be more of it */
function prune(sql: Statements, now: number): boolean {
  const before = now - keptFor
  const limit = largestSweep
  const deliveries = sql.change(
    `delete from delivery where guid in
       (select guid from delivery where received_at < :before order by received_at limit :limit)`,
    { before, limit },
  )
  const effects = pruneEffects(sql, { before, limit })
  const accounts = sql.change(
    `delete from account where (subject, id) in
       (select subject, account.id from account left join incident on incident.id = subject
        where account.at < :before and (incident.id is null or incident.ended_at < :before and incident.active = 0)
        order by account.at limit :limit)`,
    { before, limit },
  )
  return deliveries === limit || effects === limit || accounts === limit
}

/**
 * A repository's own keys that stand for something lasting (an issue that is kept up to date) are 'latest', and stay.
 * @returns how many there were
 */
function pruneEffects(sql: Statements, sweep: { readonly before: number; readonly limit: number }): number {
  const forgotten = `effect.incident is null and json_extract(effect.body, '$.type') in (${forgottenList})`
  const gone = sql.rows(
    `delete from effect where seq in
       (select effect.seq from effect left join incident on incident.id = effect.incident
        where effect.settled_at < :before
          and (incident.ended_at < :before and incident.active = 0 or effect.incident is null and effect.keep = 'once'
            or ${forgotten})
        order by effect.settled_at limit :limit)
     returning key, ${forgotten} as is_forgotten`,
    sweep,
  )
  for (const row of gone)
    if (row.is_forgotten === 1) sql.change('delete from memory where key = :key', { key: textIn(row, 'key') })
  return gone.length
}
