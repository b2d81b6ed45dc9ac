import { numberIn, numberOrNone, type Row } from '../row.ts'
import type { Session } from './database.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is to be done in a lane at a moment. */
export interface Outlook {
  /** The first events of the inbox, in order, with the columns that `eventWorkIn` reads; none: it is empty. */
  readonly heads: readonly Row[]
  /** Key of the next effect that is due. */
  readonly effect: string | undefined
  /** When the first effect is due. */
  readonly effectAt: number | undefined
  /** There is work of a kind that this program does not know. */
  readonly isStrange: boolean
}

/** How a lane is left in which nothing is to be done now. */
export interface Rest {
  readonly lane: number
  /** Until when, in epoch milliseconds; undefined: until something is stored. */
  readonly dueAt: number | undefined
  /** It is left to a newer program. */
  readonly isLeft: boolean
}

/** As many lanes as are woken at a time: deliveries of their repositories wait meanwhile. */
const mostWoken = 1000

/** Rows that stand for lanes: what is locked before anything of a repository's work is changed, and counted. */
export const lanes = {
  /**
   * Locks lanes until the end of the transaction, those that are new too, always in the same order.
   * @returns those that were left to a newer program, which may be looked at again now
   */
  async lock(session: Session, ids: readonly number[]): Promise<readonly number[]> {
    const sorted = [...new Set(ids)].sort((a, b) => a - b)
    const rows = await session.rows(
      `insert into firebreak.lane (id) select * from unnest($1::bigint[]) order by 1
       on conflict (id) do update set version = lane.version + 1 returning id, is_left`,
      [sorted],
    )
    return rows.filter((row) => row.is_left === true).map((row) => numberIn(row, 'id'))
  },

  async noLongerLeft(session: Session, ids: readonly number[]): Promise<void> {
    await session.change('update firebreak.lane set is_left = false where id = any($1)', [ids])
  },

  /** Locks those of the lanes that nobody else has locked at this moment. */
  async lockFree(session: Session, ids: readonly number[]): Promise<readonly number[]> {
    const rows = await session.rows(
      'select id from firebreak.lane where id = any($1) order by id for update skip locked',
      [ids],
    )
    return rows.map((row) => numberIn(row, 'id'))
  },

  /** Locks lanes that exist, in the order of every other transaction. */
  async lockKnown(session: Session, ids: readonly number[]): Promise<void> {
    await session.rows('select id from firebreak.lane where id = any($1) order by id for update', [ids])
  },

  async park(session: Session, rests: readonly Rest[]): Promise<void> {
    if (rests.length === 0) return
    await session.change(
      `update firebreak.lane set wake_at = given.wake_at, is_left = given.is_left
       from unnest($1::bigint[], $2::bigint[], $3::boolean[]) as given (id, wake_at, is_left) where lane.id = given.id`,
      [rests.map(({ lane }) => lane), rests.map(({ dueAt }) => dueAt ?? null), rests.map(({ isLeft }) => isLeft)],
    )
  },

  /** Asked all the time, so it locks nothing, and is put so that nothing but the index can answer it. */
  async isAnyRested(session: Session, now: number): Promise<boolean> {
    const first = await session.row(
      'select wake_at from firebreak.lane where wake_at is not null order by wake_at limit 1',
    )
    return first !== undefined && numberIn(first, 'wake_at') <= now
  },

  /** Takes lanes out of their rest whose put-off work became due, those first that have waited longest. */
  async wake(session: Session, now: number): Promise<readonly number[]> {
    const rows = await session.rows(
      `with due as materialized (
         select id from firebreak.lane where wake_at <= $1 order by wake_at limit ${mostWoken} for update skip locked)
       update firebreak.lane set wake_at = null from due where lane.id = due.id returning lane.id`,
      [now],
    )
    return rows.map((row) => numberIn(row, 'id'))
  },

  /** What is to be done in each of the lanes, in one question. */
  async outlooks(
    session: Session,
    ids: readonly number[],
    now: number,
    known: Vocabulary,
  ): Promise<ReadonlyMap<number, Outlook>> {
    const rows = await session.rows(outlookQuery, [ids, now, known.effects])
    const ofEach = Map.groupBy(rows, (row) => numberIn(row, 'lane'))
    return new Map([...ofEach].map(([lane, ofLane]) => [lane, outlookIn(ofLane, known)]))
  },
}

/** @param rows of one lane: one for each head, or a single one without */
function outlookIn(rows: readonly Row[], known: Vocabulary): Outlook {
  const [first] = rows
  const heads = rows.filter((row) => row.id != null)
  const [head] = heads
  return {
    heads,
    effect: typeof first?.effect === 'string' ? first.effect : undefined,
    effectAt: numberOrNone(first, 'effect_at'),
    isStrange: first?.is_strange === true || (head !== undefined && !known.events.includes(String(head.type))),
  }
}

/** As many events of a lane as are read at once: while the lane is ours, nobody else takes them out. */
const mostHeads = 16

/** Reactions come last: they say that the rest is done, and what they seal may be asked for anew behind them. */
const outlookQuery = `
  with one as materialized (
    select lane,
      coalesce(
        (select key from firebreak.effect where effect.lane = given.lane and status = 'waiting' and not_before <= $2
           and type = any($3) and type <> 'React' order by urgent desc, seq limit 1),
        (select key from firebreak.effect where effect.lane = given.lane and status = 'waiting' and not_before <= $2
           and type = any($3) order by urgent desc, seq limit 1)) as effect,
      (select min(not_before) from firebreak.effect
       where effect.lane = given.lane and status = 'waiting' and type = any($3)) as effect_at,
      exists (select from firebreak.effect
       where effect.lane = given.lane and status = 'waiting' and type <> all($3)) as is_strange
    from unnest($1::bigint[]) as given (lane))
  select one.*, head.* from one left join lateral
    (select id, type, body as event, failures as event_failures, not_before as head_at from firebreak.event
     where event.lane = one.lane and buried = 0 order by id limit ${mostHeads}) as head on true
  order by one.lane, head.id`
