import { TryLater } from '../../engine/ports.ts'

/**
 * SQLite's codes for trouble that is the machine's, and not of what was asked for (https://www.sqlite.org/rescode.html): busy,
 * locked, out of memory, read-only, input or output failed, full, cannot be opened.
 */
const codesOfTrouble: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14])

/** Milliseconds: nobody knows when there will be room again. */
const rest = 1000

/** What failed as whoever asked for it is told: while the disk is full, no work is given up because of it. */
export const told = (error: unknown): unknown =>
  isTrouble(error) ? new TryLater('The database has trouble', rest, { cause: error }) : error

/** The lowest byte of an extended code is the code. */
const isTrouble = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  codesOfTrouble.has(error.errcode % 256)
