import type { Decision } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import { jsonIn, numberIn, textIn } from '../row.ts'
import type { Events } from './events.ts'
import type { Statements } from './statements.ts'

/** What incidents wait for. All calls run in a transaction. */
export class Timers {
  readonly #sql: Statements
  readonly #events: Events

  constructor(sql: Statements, events: Events) {
    this.#sql = sql
    this.#events = events
  }

  /** From now on an incident has these timers and no others. */
  replace({ incident, timers }: Decision['timers'][number], lane: number): void {
    this.#sql.change('delete from timer where incident = :incident', { incident })
    for (const timer of timers) {
      this.#sql.change('insert into timer (incident, name, lane, due_at) values (:incident, :name, :lane, :dueAt)', {
        incident,
        name: timer.name,
        lane,
        dueAt: timer.at,
      })
    }
  }

  /**
   * Turns what is due into events, the longest due first. A decision about something else may set a timer again whose
   * event still waits: that does not make a second event.
   * @param most as many as are fired in this transaction
   * @returns the lane of each timer that was fired
   */
  fire(now: number, most: number): readonly number[] {
    const due = this.#sql.rows(
      `select timer.incident, timer.name, timer.lane, timer.due_at, repository.body as repository
       from timer join repository on repository.id = timer.lane
       where timer.due_at <= :now order by timer.due_at, timer.incident, timer.name limit :most`,
      { now, most },
    )
    for (const row of due) {
      const [incident, timer, dueAt] = [textIn(row, 'incident'), textIn(row, 'name'), numberIn(row, 'due_at')]
      const repository = jsonIn<Repository>(row, 'repository')
      const source = JSON.stringify([incident, timer, dueAt])
      this.#events.add({ type: 'TimerFired', repository, at: now, incident, timer, dueAt }, source)
      this.#sql.change('delete from timer where incident = :incident and name = :timer', { incident, timer })
    }
    return due.map((row) => numberIn(row, 'lane'))
  }

  count(): number {
    const row = this.#sql.row('select count(*) as count from timer')
    return row ? numberIn(row, 'count') : 0
  }

  /** Epoch milliseconds of the next one, in the past when it waits to be fired. */
  next(): number | undefined {
    const row = this.#sql.row('select due_at from timer order by due_at limit 1')
    return row && numberIn(row, 'due_at')
  }
}
