import type { Delivery, EventWork, Workload } from '../../engine/ports.ts'
import { threadOf } from '../../engine/thread.ts'
import type { Event } from '../../incident/event.ts'
import { jsonIn, numberIn } from '../row.ts'
import type { Statements } from './statements.ts'

/** The inbox: events wait here, in order within their lane, until a decision is stored. All calls run in a transaction. */
export class Events {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  /** False when the delivery's GUID was seen before; then nothing is stored. */
  accept(delivery: Delivery, events: readonly Event[]): boolean {
    const isNew = this.#sql.quickly(
      'insert or ignore into delivery (guid, name, received_at) values (?, ?, ?)',
      ...[delivery.guid, delivery.name, delivery.receivedAt],
    )
    if (isNew === 0) return false
    for (const event of events) this.add(event)
    return true
  }

  wasAccepted(guid: string): boolean {
    return this.#sql.row('select 1 from delivery where guid = :guid', { guid }) !== undefined
  }

  /** @param source what may wait only once: as long as an event of the same source waits, this one is dropped */
  add(event: Event, source: string | null = null): void {
    this.#sql.quickly(
      'insert into event (lane, thread, source, body) values (?, ?, ?, ?) on conflict do nothing',
      ...[event.repository.id, threadOf(event) ?? null, source, JSON.stringify(event)],
    )
  }

  /** The lane's next event, due or not: those behind it have to wait for it. */
  head(lane: number): { work: EventWork; notBefore: number } | undefined {
    const row = this.#sql.row(
      'select id, body, failures, not_before from event where lane = :lane and buried = 0 order by id limit 1',
      { lane },
    )
    if (!row) return undefined
    const work: EventWork = {
      type: 'event',
      id: numberIn(row, 'id'),
      lane,
      event: jsonIn(row, 'body'),
      failures: numberIn(row, 'failures'),
    }
    return { work, notBefore: numberIn(row, 'not_before') }
  }

  /** False when it was removed before. */
  remove(id: number): boolean {
    return this.#sql.change('delete from event where id = :id and buried = 0', { id }) > 0
  }

  workload(): Pick<Workload, 'events' | 'oldestEvent' | 'buried'> {
    const row = this.#sql.row(
      `select count(*) filter (where buried = 0) as events, count(*) filter (where buried = 1) as buried,
         (select json_extract(body, '$.at') from event where buried = 0 order by id limit 1) as oldest
       from event`,
    )
    if (!row) return { events: 0, oldestEvent: undefined, buried: 0 }
    const oldestEvent = typeof row.oldest === 'number' ? row.oldest : undefined
    return { events: numberIn(row, 'events'), oldestEvent, buried: numberIn(row, 'buried') }
  }

  retry(id: number, notBefore: number, error: string): void {
    this.#sql.change(
      'update event set failures = failures + 1, not_before = :notBefore, last_error = :error where id = :id',
      { id, notBefore, error },
    )
  }

  /** False when it was removed or buried before. */
  bury(id: number, error: string): boolean {
    const changed = this.#sql.change(
      `update event set failures = failures + 1, buried = 1, source = null, last_error = :error
       where id = :id and buried = 0`,
      { id, error },
    )
    return changed > 0
  }
}
