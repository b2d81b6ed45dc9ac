import type { EffectWork, EventWork, Work } from '../../engine/ports.ts'
import { numberIn } from '../row.ts'
import type { Effects } from './effects.ts'
import type { Events } from './events.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Lanes } from './lanes.ts'
import type { Statements } from './statements.ts'

interface QueueParts {
  readonly sql: Statements
  readonly lanes: Lanes
  readonly events: Events
  readonly effects: Effects
  readonly commits: GroupCommit
}

type Found = { readonly event: EventWork } | { readonly effect: string } | { readonly dueAt: number | undefined }

/** Finds the next piece of work and leases its lane. */
export class WorkQueue {
  readonly #parts: QueueParts

  constructor(parts: QueueParts) {
    this.#parts = parts
  }

  /** Finds the lanes in which something was waiting when the process ended. */
  load(): void {
    const { sql, lanes } = this.#parts
    const rows = sql.rows(
      `select lane from event where buried = 0 union select lane from effect where status = 'waiting' order by lane`,
    )
    for (const row of rows) lanes.touch(numberIn(row, 'lane'))
  }

  async claim(now: number): Promise<Work | undefined> {
    const { lanes } = this.#parts
    for (const lane of lanes.due(now)) {
      const found = this.#find(lane, now)
      if ('event' in found) {
        lanes.lease(lane, leaseOf(found.event))
        return found.event
      }
      if ('effect' in found) {
        const work = await this.#begin(lane, found.effect)
        if (work) return work
      } else lanes.park(lane, found.dueAt)
    }
    return undefined
  }

  release(work: Work): void {
    this.#parts.lanes.release(work.lane, leaseOf(work))
  }

  /** The earliest moment for which an event or an effect was put off; also one that came since `claim` was called. */
  nextDue(now: number): number | undefined {
    const row = this.#parts.sql.row(
      `select min(moment) as moment from (
         select min(not_before) as moment from event where buried = 0 and not_before > 0 and not_before > :now
         union all
         select min(not_before) from effect where status = 'waiting' and not_before > 0 and not_before > :now)`,
      { now },
    )
    const overdue = this.#parts.lanes.overdue(now)
    return overdue ?? (row?.moment == null ? undefined : numberIn(row, 'moment'))
  }

  #find(lane: number, now: number): Found {
    const head = this.#parts.events.head(lane)
    if (head && head.notBefore <= now) return { event: head.work }
    const effect = this.#parts.effects.next(lane, now)
    if (effect !== undefined) return { effect }
    const moments = [head?.notBefore, this.#parts.effects.nextMoment(lane)].filter((moment) => moment !== undefined)
    return { dueAt: moments.length === 0 ? undefined : Math.min(...moments) }
  }

  /** The lane is taken before the try is counted on disk, so that nobody else begins meanwhile. */
  async #begin(lane: number, key: string): Promise<EffectWork | undefined> {
    const { lanes, commits, effects } = this.#parts
    const lease = `begin ${key}`
    lanes.lease(lane, lease)
    try {
      const work = await commits.run(() => effects.begin(key))
      if (work) lanes.lease(lane, leaseOf(work))
      else lanes.release(lane, lease)
      return work
    } catch (error) {
      lanes.release(lane, lease)
      throw error
    }
  }
}

const leaseOf = (work: Work): string =>
  work.type === 'event' ? `event ${work.id}` : `effect ${work.put.key} ${work.revision}`
