import { numberIn, type Row } from '../row.ts'
import type { Session } from './database.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is to be done in a lane at a moment. */
export interface Outlook {
  /** The head of the inbox, with the columns that `eventWorkIn` reads; undefined: it is empty. */
  readonly head: Row | undefined
  /** When the head may be tried; everything behind it waits for it. */
  readonly headAt: number | undefined
  /** Key of the next effect that is due. */
  readonly effect: string | undefined
  /** When the first effect is due. */
  readonly effectAt: number | undefined
  /** There is work of a kind that this program does not know. */
  readonly isStrange: boolean
}

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

  async lockOne(session: Session, id: number): Promise<void> {
    await session.row('select 1 from firebreak.lane where id = $1 for update', [id])
  },

  /** @param rest until when, in epoch milliseconds, and whether the lane is left to a newer program */
  async park(
    session: Session,
    lane: number,
    { dueAt, isLeft }: { dueAt: number | undefined; isLeft: boolean },
  ): Promise<void> {
    await session.change('update firebreak.lane set wake_at = $2, is_left = $3 where id = $1', [
      lane,
      dueAt ?? null,
      isLeft,
    ])
  },

  /** Asked all the time, so it locks nothing. */
  async isAnyRested(session: Session, now: number): Promise<boolean> {
    return (await session.row('select 1 from firebreak.lane where wake_at <= $1 limit 1', [now])) !== undefined
  },

  /** Takes the lanes out of their rest whose put-off work became due. */
  async wake(session: Session, now: number): Promise<readonly number[]> {
    const rows = await session.rows(
      `update firebreak.lane set wake_at = null where id in
         (select id from firebreak.lane where wake_at <= $1 order by id for update skip locked) returning id`,
      [now],
    )
    return rows.map((row) => numberIn(row, 'id'))
  },

  async outlook(session: Session, lane: number, now: number, known: Vocabulary): Promise<Outlook> {
    const row = await session.row(outlookQuery, [lane, now, known.effects])
    const head = row?.id == null ? undefined : row
    return {
      head,
      headAt: head && numberIn(head, 'head_at'),
      effect: typeof row?.effect === 'string' ? row.effect : undefined,
      effectAt: typeof row?.effect_at === 'number' ? row.effect_at : undefined,
      isStrange: row?.is_strange === true || (head !== undefined && !known.events.includes(String(head.type))),
    }
  },
}

const outlookQuery = `
  select head.*,
    (select key from firebreak.effect
     where lane = $1 and status = 'waiting' and not_before <= $2 and type = any($3) order by urgent desc, seq limit 1) as effect,
    (select min(not_before) from firebreak.effect where lane = $1 and status = 'waiting' and type = any($3)) as effect_at,
    exists (select from firebreak.effect where lane = $1 and status = 'waiting' and type <> all($3)) as is_strange
  from (select 1) as one left join lateral
    (select id, type, body as event, failures as event_failures, not_before as head_at from firebreak.event
     where lane = $1 and buried = 0 order by id limit 1) as head on true`
