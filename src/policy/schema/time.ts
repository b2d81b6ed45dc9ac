import { durationForm, formatDuration, parseDuration } from '../../lib/duration.ts'
import { isLocalTime, isTimeZone, localTimeForm, nearestTimeZone } from '../../lib/local-time.ts'
import { failure, success } from '../../lib/result.ts'
import { parseDays } from '../days.ts'
import { text } from './value.ts'

const durationWords = 'a duration such as `30s`, `15m`, `4h`, `2d`, `1w` or `1h30m`'

/**
 * A duration, in milliseconds when read.
 * @param least in the file's own notation; shorter ones are refused
 * @param most in the file's own notation
 */
export function duration(least = '1s', most = '52w') {
  const shortest = parseDuration(least) ?? 0
  const longest = parseDuration(most) ?? 0
  const isInside = (written: string): boolean => {
    const milliseconds = parseDuration(written) ?? 0
    return milliseconds >= shortest && milliseconds <= longest
  }
  const form = { pattern: durationForm.source, least: 2, examples: ['15m', '4h', '2d', '1w', '1h30m'].filter(isInside) }
  return text({ expects: durationWords, short: 'duration', form }, (written) => {
    const milliseconds = parseDuration(written)
    if (milliseconds === undefined) return failure({ remedy: suggestDuration(written) })
    return isInside(written)
      ? success(milliseconds)
      : failure({ expected: `a duration from \`${least}\` to \`${most}\`` })
  })
}

const unitNames: Readonly<Record<string, string>> = { s: 's', sec: 's', second: 's', m: 'm', min: 'm', minute: 'm' }
const longUnitNames: Readonly<Record<string, string>> = {
  h: 'h',
  hr: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
  w: 'w',
  week: 'w',
}

/** `15 minutes` and `15min` are what people write first. */
function suggestDuration(written: string): string | undefined {
  const match = /^\s*(\d{1,9})\s*([a-z]+?)s?\s*$/i.exec(written)
  const name = match?.[2]?.toLowerCase() ?? ''
  const unit = unitNames[name] ?? longUnitNames[name]
  const milliseconds = unit === undefined ? undefined : parseDuration(`${match?.[1]}${unit}`)
  return milliseconds === undefined ? undefined : `Write \`${formatDuration(milliseconds)}\`.`
}

export function timezone() {
  const form = { pattern: '^[A-Za-z]', examples: ['UTC', 'Europe/London'] }
  return text({ expects: 'a time zone such as `Europe/London` or `UTC`', short: 'time zone', form }, (written) => {
    if (isTimeZone(written)) return success(written)
    const nearest = nearestTimeZone(written)
    return failure({ remedy: nearest === undefined ? undefined : `Did you mean \`${nearest}\`?` })
  })
}

/** A wall-clock time; the time zone stands beside it. */
export function localTime() {
  const expects = 'a date and time without an offset, such as `2025-01-13T09:00`'
  const form = { pattern: localTimeForm.source, examples: ['2025-01-13T09:00'] }
  return text({ expects, short: 'date and time', form }, (written) => {
    if (isLocalTime(written)) return success(written)
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(written)
    const withTime = `${written}T00:00`
    if (isLocalTime(withTime)) return failure({ remedy: `Add the time: \`${withTime}\`.` })
    return failure({ remedy: hasOffset ? 'Remove the offset; the time zone is given by `timezone`.' : undefined })
  })
}

const timeOfDayForm = /^(\d{1,2}):(\d{2})$/

/** A time of day, in minutes since midnight when read; `24:00` is the end of the day. */
export function timeOfDay() {
  const form = { pattern: timeOfDayForm.source, examples: ['09:00'] }
  return text({ expects: 'a time of day such as `"09:00"`', short: 'time of day', form }, (written) => {
    const match = timeOfDayForm.exec(written)
    const hours = Number(match?.[1] ?? 99)
    const minutes = Number(match?.[2] ?? 99)
    const total = hours * 60 + minutes
    return minutes < 60 && total <= 24 * 60 ? success(total) : failure({})
  })
}

/** Days of the week as one text: `Mon-Fri`, `Sat, Sun`. */
export function days() {
  const form = { least: 3, examples: ['Mon-Fri', 'Sat, Sun'] }
  return text({ expects: 'days such as `Mon-Fri` or `Mon, Wed, Fri`', short: 'days', form }, (written) => {
    const read = parseDays(written)
    return read.ok ? read : failure({ remedy: read.error })
  })
}
