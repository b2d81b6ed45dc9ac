import { isObject, isTextList, type Json } from '../json.ts'
import { invalidRequest } from './api-error.ts'

/** Readers for request bodies: each returns the value, or throws GitHub's 422 for a wrong or missing one. */

/** @returns a string that must be there. */
export function requiredText(body: Json, key: string): string {
  const value = optionalText(body, key)
  if (value === undefined || value === null) throw invalidRequest(`Invalid request.\n\n"${key}" wasn't supplied.`)
  return value
}

/** @returns a string, null, or undefined when the key is absent. */
export function optionalText(body: Json, key: string): string | null | undefined {
  const value = body[key]
  if (value === undefined || value === null || typeof value === 'string') return value
  throw wrongType(key, value, 'a string')
}

/** @returns true or false; `fallback` when absent or null. */
export function flag(body: Json, key: string, fallback: boolean): boolean {
  const value = body[key]
  if (value === undefined || value === null) return fallback
  if (typeof value === 'boolean') return value
  throw wrongType(key, value, 'a boolean')
}

/** @returns an integer, or undefined when absent or null. */
export function optionalInteger(body: Json, key: string): number | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw wrongType(key, value, 'an integer')
}

/** @returns a list of strings, or undefined when absent. */
export function optionalTextList(body: Json, key: string): string[] | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (isTextList(value)) return value
  throw wrongType(key, value, 'an array of strings')
}

/** @returns a nested object, null, or undefined when absent. */
export function optionalObject(body: Json, key: string): Json | null | undefined {
  const value = body[key]
  if (value === undefined || value === null) return value
  if (isObject(value)) return value
  throw wrongType(key, value, 'an object')
}

/** @returns one of the allowed words, or undefined when absent or null. */
export function optionalChoice<T extends string>(body: Json, key: string, allowed: readonly T[]): T | undefined {
  const value = optionalText(body, key)
  if (value === undefined || value === null) return undefined
  const chosen = allowed.find((one) => one === value)
  if (chosen === undefined) throw wrongChoice(value, allowed)
  return chosen
}

/** 422 for a word that is not in an enumeration. */
export function wrongChoice(value: string, allowed: readonly string[]): Error {
  return invalidRequest(
    `Invalid request.\n\n${value} is not a member of [${allowed.map((one) => `"${one}"`).join(', ')}].`,
  )
}

/** 422 for a value of the wrong type. */
export function wrongType(key: string, value: unknown, expected: string): Error {
  return invalidRequest(`Invalid request.\n\nFor '${key}', ${JSON.stringify(value)} is not ${expected}.`)
}
