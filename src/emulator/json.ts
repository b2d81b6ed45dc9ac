/** A JSON object as it goes over the wire. */
export type Json = Record<string, unknown>

/** @returns true for `{…}`, false for null, arrays and scalars. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns true for an array of strings. */
export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
