import { DateTime, IANAZone } from 'luxon'
import { didYouMean } from './did-you-mean.ts'

/** The form of a wall-clock time; whether there is such a day is another question. */
export const localTimeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/

/** Asked for once: the list takes longer to get than to search. */
const zones = Intl.supportedValuesOf('timeZone')

/** Whether `name` is a region such as `Europe/London` or `UTC`. A bare offset is not: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)
}

/** The existing time zone nearest to what was written, for messages. */
export function nearestTimeZone(name: string): string | undefined {
  const sameStart = (text: string, other: string): boolean => text[0]?.toLowerCase() === other[0]?.toLowerCase()
  // People slip inside a word, not on its first letter; comparing with every zone of the world would take its time.
  const nearest = didYouMean(
    name,
    zones.filter((zone) => sameStart(zone, name) && sameStart(lastPart(zone), lastPart(name))),
  )
  if (nearest !== undefined) return nearest
  const cities = zones.map(lastPart).filter((city) => sameStart(city, lastPart(name)))
  const city = didYouMean(lastPart(name), cities)
  return city === undefined ? undefined : zones.find((zone) => lastPart(zone) === city)
}

function lastPart(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1)
}

/** Whether `text` is a wall-clock time that exists in the calendar, written like `2025-01-13T09:00`. */
export function isLocalTime(text: string): boolean {
  return localTimeForm.test(text) && DateTime.fromISO(text, { zone: 'UTC' }).isValid
}

/**
 * The moment at which clocks in `timezone` show `text`. In the hour that summer time skips, the moment the same time
 * after the jump; in the hour that occurs twice, the first one.
 * @param text checked with `isLocalTime`
 * @param timezone checked with `isTimeZone`
 * @returns epoch milliseconds
 */
export function momentOf(text: string, timezone: string): number {
  // By itself luxon takes whichever of the two is nearer to today's offset: the answer would depend on the clock.
  const candidates = DateTime.fromISO(text, { zone: timezone }).getPossibleOffsets()
  return Math.min(...candidates.map((candidate) => candidate.toMillis()))
}
