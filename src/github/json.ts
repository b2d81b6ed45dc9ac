/**
 * Reading what came from outside without trusting its shape: everything may be missing, null or of another type.
 */

export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** A property of anything; undefined when there is none. */
export const field = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined)

/** A property further down, step by step. */
export const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce(field, value)

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A whole number that an id, a count or a moment can be. */
export const integer = (value: unknown): number | undefined => (Number.isSafeInteger(value) ? Number(value) : undefined)

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Cuts a text without leaving half of a character behind. */
export function capped(value: string, length: number): string {
  if (value.length <= length) return value
  const cut = value.slice(0, length)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}
