import type { TimerFired } from '../event.ts'

/** Clocks and queues are never exact; below this nobody calls a timer late. */
const tolerance = 90_000

/** How late a timer fired, in milliseconds; 0 when it was on time. */
export const lateness = (event: TimerFired): number => {
  const late = event.at - event.dueAt
  return late > tolerance ? late : 0
}
