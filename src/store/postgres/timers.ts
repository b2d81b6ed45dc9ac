import type { Decision } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Timer } from '../../incident/timer.ts'
import { jsonIn, numberIn, numberOrNone, type Row, textIn } from '../row.ts'
import { countIn, type Session } from './database.ts'
import type { Incoming } from './events.ts'
import { lanes } from './lanes.ts'

/** As many timers as are fired in one transaction. */
const largestVolley = 5000

type LaneTimers = Decision['timers'][number] & { readonly lane: number }

/** What incidents and repositories wait for. */
export const timers = {
  /** From now on each of them has these timers and no others. */
  async replace(session: Session, decided: readonly LaneTimers[]): Promise<void> {
    if (decided.length === 0) return
    await session.change('delete from firebreak.timer where incident = any($1)', [
      decided.map(({ incident }) => incident),
    ])
    const rows = decided.flatMap(({ lane, incident, timers }) =>
      timers.map((timer: Timer) => ({ lane, incident, timer })),
    )
    if (rows.length === 0) return
    await session.change(
      `insert into firebreak.timer (incident, name, lane, due_at)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])`,
      [
        rows.map(({ incident }) => incident),
        rows.map(({ timer }) => timer.name),
        rows.map(({ lane }) => lane),
        rows.map(({ timer }) => timer.at),
      ],
    )
  },

  /**
   * Takes what is due out, in the order in which it was. The lanes come first, as in every other transaction; one that
   * somebody has locked at this moment is left for the next round, which comes soon.
   * @returns the events that come of it
   */
  async takeDue(session: Session, now: number): Promise<readonly Incoming[]> {
    const due = await session.rows(
      `select distinct lane from
         (select lane from firebreak.timer where due_at <= $1 order by due_at limit ${largestVolley}) as volley`,
      [now],
    )
    if (due.length === 0) return []
    const locked = await lanes.lockFree(
      session,
      due.map((row) => numberIn(row, 'lane')),
    )
    const rows = await session.rows(
      `with taken as (
         delete from firebreak.timer where due_at <= $1 and lane = any($2) returning incident, name, lane, due_at)
       select incident, name, due_at, body as repository from taken join firebreak.repository on id = lane
       order by due_at, incident, name`,
      [now, locked],
    )
    return rows.map((row) => firedIn(row, now))
  },

  /** The earliest of timers, of lanes that rest, and of what is put off for later. */
  async next(session: Session, now: number): Promise<number | undefined> {
    const row = await session.row(
      `select least(
         (select min(due_at) from firebreak.timer),
         (select min(wake_at) from firebreak.lane where wake_at is not null),
         (select min(not_before) from firebreak.event where buried = 0 and not_before > 0 and not_before > $1),
         (select min(not_before) from firebreak.effect where status = 'waiting' and not_before > 0 and not_before > $1)
       ) as moment`,
      [now],
    )
    return numberOrNone(row, 'moment')
  },

  /** Asked all the time, so it locks nothing, and is put so that nothing but the index can answer it. */
  async isAnyDue(session: Session, now: number): Promise<boolean> {
    const first = await session.row('select due_at from firebreak.timer order by due_at limit 1')
    return first !== undefined && numberIn(first, 'due_at') <= now
  },

  async workload(session: Session): Promise<{ timers: number; nextTimer: number | undefined }> {
    const row = await session.row('select count(*) as timers, min(due_at) as next from firebreak.timer')
    return { timers: countIn(row, 'timers'), nextTimer: numberOrNone(row, 'next') }
  },
}

/**
 * A decision about something else may set a timer again whose event still waits: that does not make a second event, by its
 * source.
 */
function firedIn(row: Row, now: number): Incoming {
  const [incident, timer, dueAt] = [textIn(row, 'incident'), textIn(row, 'name'), numberIn(row, 'due_at')]
  const repository = jsonIn<Repository>(row, 'repository')
  return {
    event: { type: 'TimerFired', repository, at: now, incident, timer, dueAt },
    source: JSON.stringify([incident, timer, dueAt]),
  }
}
