import type { EventWork, Work } from '../../engine/ports.ts'
import { leaseSeconds, type Ticket } from './lane-queue.ts'

/** A lane that this process works for. */
export interface Held extends Ticket {
  /** When it was taken, by `Ticking`. */
  readonly since: number
  /** Until when nobody else can have it, by `Ticking`. */
  until: number
  /** It is being given back: from now on somebody else may have it at any moment. */
  isLeaving: boolean
  /** Its next events, in order, as they were read. Nobody else takes one out, and what comes later stands behind them. */
  ready: readonly EventWork[]
  /** The effect that comes next if there is no event, and until when that is believed, by `Ticking`. */
  effect: { readonly key: string; readonly until: number } | undefined
  /** How often this process has begun to store something there. */
  changes: number
}

/**
 * Milliseconds that have passed. The real time, whatever time the store is told: a lease is about whether a process is
 * alive. Two clocks, because the one that never goes back may stand still while a machine sleeps.
 */
export class Ticking {
  readonly #wall = Date.now()
  readonly #steady = performance.now()
  #latest = 0

  now(): number {
    this.#latest = Math.max(this.#latest, Date.now() - this.#wall, performance.now() - this.#steady)
    return this.#latest
  }
}

/** What is left of a lease for a call that is under way when it ends. */
const margin = 1500

/** The lanes that this process has taken, and what it is doing in them. */
export class HeldLanes {
  readonly #ticking = new Ticking()
  readonly #held = new Map<number, Held>()
  /** Lane → what is being worked on, and for which lease. It outlives a lease that was lost: nobody can be interrupted. */
  readonly #busy = new Map<number, { readonly work: string; readonly lease: Held | undefined }>()

  now(): number {
    return this.#ticking.now()
  }

  get size(): number {
    return this.#held.size
  }

  all(): readonly Held[] {
    return [...this.#held.values()].filter(({ isLeaving }) => !isLeaving)
  }

  /** @param askedAt when the question was sent that the tickets answer: the server counts from later than that */
  take(tickets: readonly Ticket[], askedAt: number): void {
    for (const ticket of tickets)
      this.#held.set(ticket.lane, {
        ...ticket,
        ...{ since: askedAt, until: endOf(askedAt), isLeaving: false },
        ...{ ready: [], effect: undefined, changes: 0 },
      })
  }

  prolong(held: Held, askedAt: number): void {
    held.until = endOf(askedAt)
  }

  drop(held: Held): void {
    held.until = 0
    if (this.#held.get(held.lane) === held) this.#held.delete(held.lane)
  }

  /** Lanes in which something may be begun, those first whose turn was longest ago. */
  idle(): readonly Held[] {
    return this.all().filter(({ lane }) => !this.#busy.has(lane))
  }

  /** Whether it is still the one that is held, and not given back or lost meanwhile. */
  isCurrent(held: Held): boolean {
    return this.#held.get(held.lane) === held
  }

  /** Something was stored in lanes: an event comes before the effect that was to be next. */
  noteChange(lanes: readonly number[]): void {
    for (const lane of lanes) {
      const held = this.#held.get(lane)
      if (!held) continue
      held.effect = undefined
      held.changes += 1
    }
  }

  isHeld(lane: number): boolean {
    const held = this.#held.get(lane)
    return held !== undefined && this.isGood(held)
  }

  isGood(held: Held): boolean {
    return !held.isLeaving && this.now() < held.until
  }

  begin(lane: number, work: string): void {
    this.#busy.set(lane, { work, lease: this.#held.get(lane) })
  }

  /** Whether what is being done for this work may still change anything outside. */
  mayAct(work: Work): boolean {
    const busy = this.#busy.get(work.lane)
    return busy?.work === nameOf(work) && busy.lease !== undefined && this.isGood(busy.lease)
  }

  /** Ends what is done in a lane, and puts the lane behind the others. @returns the lane, when it is still ours */
  end(lane: number, work: string): Held | undefined {
    if (this.#busy.get(lane)?.work !== work) return undefined
    this.#busy.delete(lane)
    const held = this.#held.get(lane)
    if (held) {
      this.#held.delete(lane)
      this.#held.set(lane, held)
    }
    return held
  }
}

const endOf = (askedAt: number): number => askedAt + leaseSeconds * 1000 - margin

export const nameOf = (work: Work): string =>
  work.type === 'event' ? `event ${work.id}` : `effect ${work.put.key} ${work.revision}`
