import { DateTime } from 'luxon'
import { momentOf } from '../../lib/local-time.ts'
import type { Beginning } from '../../policy/schema/simulation.ts'

/**
 * The next moment that is meant: of a weekday the one that comes, because people on duty change from week to week.
 * @param now epoch milliseconds, and what is meant where nothing is said
 */
export function nextMoment(beginning: Beginning | undefined, timezone: string, now: number): number {
  if (!beginning) return now
  if (beginning.type === 'local') return momentOf(beginning.at, timezone)
  const today = DateTime.fromMillis(now, { zone: timezone }).startOf('day')
  const days = (beginning.weekday - today.weekday + 7) % 7
  const at = (later: number): number =>
    momentOf(today.plus({ days: later }).toFormat('yyyy-MM-dd') + clockTime(beginning.minutes), timezone)
  return at(days) >= now ? at(days) : at(days + 7)
}

const clockTime = (minutes: number): string =>
  `T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
