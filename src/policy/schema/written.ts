import { z } from 'zod'
import { formatDuration } from '../../lib/duration.ts'
import { wordingOf } from './walk.ts'

/**
 * A key's default as somebody would write it in the file: defaults are kept as they are read.
 * @returns undefined for a key that has none
 */
export function writtenDefault(schema: z.core.$ZodType): unknown {
  if (!(schema instanceof z.ZodDefault)) return undefined
  const value: unknown = schema.def.defaultValue
  const type = wordingOf(schema).short
  if (typeof value === 'number' && type.startsWith('duration')) return formatDuration(value)
  if (typeof value === 'number' && type === 'time of day') return timeOfDay(value)
  return type === 'days' ? 'Mon-Fri' : value
}

const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A default that says nothing: below an empty map the keys have defaults of their own. */
export function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}
