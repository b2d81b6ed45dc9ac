import { Memo } from './memo.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Waits before each new try after an error nobody foresaw; when they are used up, the work is given up. */
export type Patience = readonly number[]

/**
 * An event holds up its lane: eight tries within an hour, then it is put aside so that the rest of the procedure
 * goes on.
 */
export const eventPatience: Patience = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  10 * minute,
  10 * minute,
  10 * minute,
]

/** An effect holds up nobody: fifteen tries over a day. */
export const effectPatience: Patience = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  2 * hour,
  3 * hour,
  3 * hour,
  3 * hour,
  3 * hour,
  3 * hour,
  3 * hour,
]

export interface Backoff {
  /** How often the work failed before this time. */
  readonly failures: number
  /** What the other side asked for, in milliseconds. */
  readonly afterMs: number
  /** It is known that it takes no longer. */
  readonly isExact?: boolean
  /** The longest wait that is chosen without being asked for. */
  readonly longest: number
}

/** The wait after something passing, in milliseconds: at least what was asked for, doubling from a second. */
export function backoff({ failures, afterMs, isExact = false, longest }: Backoff): number {
  const doubling = Math.min(second * 2 ** Math.min(failures, 30), longest)
  const asked = Number.isFinite(afterMs) ? Math.min(Math.max(afterMs, 0), hour) : 0
  return isExact && asked > 0 ? asked : Math.max(doubling, asked)
}

/**
 * Counts the unforeseen errors of each piece of work. The store's count does not tell them from an outage, after which
 * one error would be one too many. A restart forgets them, which only makes for more patience.
 */
export class Unforeseen {
  readonly #counts = new Memo<string, number>(10_000)

  /** Counts one more, and returns how many there were before. */
  add(key: string): number {
    const before = this.#counts.get(key) ?? 0
    this.#counts.set(key, before + 1)
    return before
  }

  forget(key: string): void {
    this.#counts.delete(key)
  }
}
