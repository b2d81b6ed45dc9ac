import { threadOf } from '../../engine/thread.ts'
import type { Event } from '../../incident/event.ts'
import { numberIn } from '../row.ts'
import type { Statements } from './statements.ts'

const none: ReadonlySet<number> = new Set()

/** Which issues and pull requests the inbox holds events about, counted along in memory. */
export class WaitingThreads {
  /** Lane → thread → how many events. */
  readonly #counts = new Map<number, Map<number, number>>()

  load(sql: Statements): void {
    const rows = sql.rows(
      `select lane, thread, count(*) as events from event
       where buried = 0 and thread is not null group by lane, thread`,
    )
    for (const row of rows) this.#change(numberIn(row, 'lane'), numberIn(row, 'thread'), numberIn(row, 'events'))
  }

  /** Asked for every delivery, so it makes a set only where something waits. */
  of(lane: number): ReadonlySet<number> {
    const threads = this.#counts.get(lane)
    return threads ? new Set(threads.keys()) : none
  }

  add(events: readonly Event[]): void {
    for (const event of events) this.#count(event, 1)
  }

  remove(events: readonly Event[]): void {
    for (const event of events) this.#count(event, -1)
  }

  #count(event: Event, by: number): void {
    const thread = threadOf(event)
    if (thread !== undefined) this.#change(event.repository.id, thread, by)
  }

  #change(lane: number, thread: number, by: number): void {
    const threads = this.#counts.get(lane) ?? new Map<number, number>()
    const count = (threads.get(thread) ?? 0) + by
    if (count > 0) threads.set(thread, count)
    else threads.delete(thread)
    if (threads.size > 0) this.#counts.set(lane, threads)
    else this.#counts.delete(lane)
  }
}
