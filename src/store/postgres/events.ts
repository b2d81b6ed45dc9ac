import type { Delivery, EventWork, Workload } from '../../engine/ports.ts'
import { threadOf } from '../../engine/thread.ts'
import type { Event } from '../../incident/event.ts'
import { jsonIn, numberIn, numberOrNone, type Row } from '../row.ts'
import { countIn, type Session } from './database.ts'
import { kindOf } from './vocabulary.ts'

/** An event on its way into the inbox. */
export interface Incoming {
  readonly event: Event
  /** What may wait only once: as long as an event of the same source waits, this one is dropped. */
  readonly source?: string
}

/** A delivery with its events; without one, the events came in another way. */
export interface Received {
  readonly delivery: Delivery | undefined
  readonly events: readonly Event[]
}

/** The join makes the numbers of events wait for the locks of their lanes. */
const receiving = `
  with fresh as (
    insert into firebreak.delivery (guid, name, received_at)
    select * from unnest($1::text[], $2::text[], $3::bigint[]) on conflict do nothing returning guid),
  incoming as materialized (
    select * from unnest($4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
      with ordinality as given (guid, lane, thread, type, happened_at, body, place)
    where guid is null or guid in (select guid from fresh)),
  locked as (
    insert into firebreak.lane (id) select distinct lane from incoming order by 1
    on conflict (id) do update set version = lane.version + 1 returning id, is_left),
  added as (
    insert into firebreak.event (lane, thread, type, happened_at, body)
    select lane, thread, type, happened_at, body from incoming join locked on id = lane order by place)
  select array(select guid from fresh) as fresh, array(select id::text from locked where is_left) as left_ones`

/** Lane, thread, kind, moment and body. */
const columnsOf = (events: readonly Event[]): readonly unknown[][] => [
  events.map(({ repository }) => repository.id),
  events.map((event) => threadOf(event) ?? null),
  events.map(kindOf),
  events.map(({ at }) => at),
  events.map((event) => JSON.stringify(event)),
]

const listIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** The inbox. Whoever adds to it has locked the lane, so that the order of numbers is the order in which events are seen. */
export const events = {
  /**
   * Stores deliveries with their events, those alone that were not known before, and locks the lanes of the events. All of
   * it in one statement: what limits how many deliveries can be taken in are the ways to the server and back.
   * @returns the GUIDs that were not known, and lanes that were left to a newer program
   */
  async receive(
    session: Session,
    parcels: readonly Received[],
  ): Promise<{ fresh: ReadonlySet<string>; left: number[] }> {
    const deliveries = parcels.flatMap(({ delivery }) => delivery ?? [])
    const incoming = parcels.flatMap(({ delivery, events }) => events.map((event) => ({ guid: delivery?.guid, event })))
    const row = await session.row(receiving, [
      ...[deliveries.map(({ guid }) => guid), deliveries.map(({ name }) => name)],
      ...[deliveries.map(({ receivedAt }) => receivedAt), incoming.map(({ guid }) => guid ?? null)],
      ...columnsOf(incoming.map(({ event }) => event)),
    ])
    const { fresh, left } = { fresh: listIn(row?.fresh), left: listIn(row?.left_ones) }
    return { fresh: new Set(fresh), left: left.map(Number) }
  },

  async wasAccepted(session: Session, guid: string): Promise<boolean> {
    return (await session.row('select 1 from firebreak.delivery where guid = $1', [guid])) !== undefined
  },

  async add(session: Session, incoming: readonly Incoming[]): Promise<void> {
    if (incoming.length === 0) return
    await session.change(
      `insert into firebreak.event (lane, thread, type, happened_at, source, body)
       select lane, thread, type, happened_at, source, body
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[])
         with ordinality as given (lane, thread, type, happened_at, body, source, place)
       order by place on conflict do nothing`,
      [...columnsOf(incoming.map(({ event }) => event)), incoming.map(({ source }) => source ?? null)],
    )
  },

  /** False when it was removed before. */
  async remove(session: Session, id: number): Promise<boolean> {
    return (await session.change('delete from firebreak.event where id = $1 and buried = 0', [id])) > 0
  },

  async retry(session: Session, id: number, notBefore: number, error: string): Promise<void> {
    await session.change(
      'update firebreak.event set failures = failures + 1, not_before = $2, last_error = $3 where id = $1',
      [id, notBefore, error],
    )
  },

  /** It gives its source up: what comes of the same source later is another matter. */
  async bury(session: Session, id: number, error: string): Promise<void> {
    await session.change(
      `update firebreak.event set failures = failures + 1, buried = 1, source = null, last_error = $2
       where id = $1 and buried = 0`,
      [id, error],
    )
  },

  async workload(session: Session): Promise<Pick<Workload, 'events' | 'oldestEvent' | 'buried'>> {
    const row = await session.row(
      `select count(*) filter (where buried = 0) as events, count(*) filter (where buried = 1) as buried,
         (select happened_at from firebreak.event where buried = 0 order by id limit 1) as oldest
       from firebreak.event`,
    )
    return { events: countIn(row, 'events'), buried: countIn(row, 'buried'), oldestEvent: numberOrNone(row, 'oldest') }
  },

  /** Issues and pull requests that the inbox holds events about. */
  async waitingThreads(session: Session, lane: number): Promise<ReadonlySet<number>> {
    const rows = await session.rows(
      'select distinct thread from firebreak.event where lane = $1 and buried = 0 and thread is not null',
      [lane],
    )
    return new Set(rows.map((row) => numberIn(row, 'thread')))
  },
}

/** @param row the head of a lane, with the columns `id`, `event`, `event_failures` */
export const eventWorkIn = (row: Row, lane: number): EventWork => ({
  type: 'event',
  id: numberIn(row, 'id'),
  lane,
  event: jsonIn(row, 'event'),
  failures: numberIn(row, 'event_failures'),
})
