import { didYouMean } from '../lib/did-you-mean.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { Weekday } from './policy.ts'

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const longNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/**
 * Reads days of the week: names (`Mon`, `Monday`), ranges (`Mon-Fri`; `Sat-Mon` runs over the weekend), lists of both.
 * @returns the days in the week's order, each once; or a sentence that says which part is not understood.
 */
export function parseDays(text: string): Result<readonly Weekday[], string> {
  const chosen = new Set<Weekday>()
  for (const part of text.slice(0, 200).split(',')) {
    const [from = '', to = from, ...rest] = part.split('-').map((name) => name.trim())
    const first = dayNamed(from)
    const last = dayNamed(to)
    if (first === undefined || last === undefined || rest.length > 0)
      return failure(explain(first === undefined ? from : to))
    for (let day = first; ; day = after(day)) {
      chosen.add(day)
      if (day === last) break
    }
  }
  return success(weekdays.filter((day) => chosen.has(day)))
}

function dayNamed(written: string): Weekday | undefined {
  const wanted = written.toLowerCase()
  return weekdays.find((day) => {
    const name = names[day - 1]?.toLowerCase()
    return wanted === name || wanted === longNames[day - 1]?.toLowerCase()
  })
}

function after(day: Weekday): Weekday {
  return weekdays[day % 7] ?? 1
}

function explain(written: string): string {
  const nearest = didYouMean(written, [...names, ...longNames])
  return nearest === undefined ? `The days are ${names.join(', ')}.` : `Did you mean \`${nearest}\`?`
}
