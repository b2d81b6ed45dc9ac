import { DateTime } from 'luxon'
import type { Weekday, WorkingHours } from './policy.ts'

const dayInMilliseconds = 86_400_000

/**
 * How far ahead working time is looked for. Hours that hold next to no time (a minute a week) would otherwise take
 * the search past the end of the calendar; an emergency that waits longer than this has no use for the exact answer.
 */
const horizonInDays = 5 * 366

interface Shift {
  readonly begins: number
  readonly ends: number
}

/**
 * The moment at which `duration` of working time has passed since `start`. Shifts are read from the wall clock of the
 * hours' time zone: a clock change makes one longer or shorter, `to` at or before `from` makes it last into the next
 * day, and `days` are those on which a shift begins. A wall time that summer time skips is the same time after the
 * jump, one that occurs twice is the first one (as in `momentOf`).
 *
 * Hours without any day count as no hours at all: somebody told too early is better than nobody told. For the same
 * reason the answer is never later than five years after `start`, unless `duration` alone is longer than that.
 * @param start epoch milliseconds
 * @param duration milliseconds, zero or more
 * @param hours undefined: every moment is working time
 * @returns epoch milliseconds, never before `start + duration`
 */
export function addWorkingTime(start: number, duration: number, hours: WorkingHours | undefined): number {
  if (hours === undefined || hours.days.length === 0 || !(duration > 0)) return start + duration
  const found = momentAfter(start, duration, shiftsFrom(start, hours, horizonInDays))
  return found ?? start + Math.max(duration, horizonInDays * dayInMilliseconds)
}

/**
 * `addWorkingTime` of many moments within some days, for about the price of one: shifts are read from the calendar once.
 * @param starts epoch milliseconds, the first one first
 * @param days how far ahead of the first one it is looked
 * @returns for each start epoch milliseconds; undefined where it takes longer than that
 */
export function addWorkingTimeToEach(
  starts: readonly number[],
  duration: number,
  hours: WorkingHours,
  days: number,
): readonly (number | undefined)[] {
  const [first] = starts
  if (first === undefined || hours.days.length === 0 || !(duration > 0)) return starts.map((start) => start + duration)
  const shifts = [...shiftsFrom(first, hours, days)]
  return starts.map((start) => momentAfter(start, duration, shifts))
}

/** @param shifts in their order; those that are over by `start` count for nothing */
function momentAfter(start: number, duration: number, shifts: Iterable<Shift>): number | undefined {
  let rest = duration
  let worked = start
  for (const shift of shifts) {
    // A clock change can push a shift into the one before it: time that was counted is not counted again.
    const begins = Math.max(shift.begins, worked)
    const length = Math.max(0, shift.ends - begins)
    if (length >= rest) return begins + rest
    rest -= length
    worked = Math.max(worked, shift.ends)
  }
  return undefined
}

/** The shifts in order, beginning with those of the day before `start`: one of them may still be going on. */
function* shiftsFrom(start: number, hours: WorkingHours, days: number): Generator<Shift> {
  const local = DateTime.fromMillis(start, { zone: hours.timezone })
  const today = Date.UTC(local.year, local.month - 1, local.day)
  for (let offset = -1; offset < days; offset += 1) {
    const day = new Date(today + offset * dayInMilliseconds)
    if (hours.days.includes(weekdayOf(day))) yield shiftOn(day, hours)
  }
}

function shiftOn(day: Date, { from, to, timezone }: WorkingHours): Shift {
  const ends = to > from ? day : new Date(day.getTime() + dayInMilliseconds)
  return { begins: momentAt(day, from, timezone), ends: momentAt(ends, to, timezone) }
}

/** @param day midnight UTC of the calendar day that is meant, in whatever zone */
function momentAt(day: Date, minutes: number, zone: string): number {
  const wall = new Date(day.getTime() + minutes * 60_000)
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1]
  const [hour, minute] = [wall.getUTCHours(), wall.getUTCMinutes()]
  return DateTime.fromObject({ year, month, day: wall.getUTCDate(), hour, minute }, { zone }).toMillis()
}

const isoWeekdays: readonly Weekday[] = [7, 1, 2, 3, 4, 5, 6]
const weekdayOf = (day: Date): Weekday => isoWeekdays[day.getUTCDay()] ?? 7
