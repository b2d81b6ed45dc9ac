import { notFound } from '../http/api-error.ts'
import type { Call } from '../http/route.ts'

/** @throws 404 when the path parameter is no positive integer. @returns the number. */
export function numberParam(call: Call, name: string): number {
  const value = Number(call.params[name])
  if (!Number.isInteger(value) || value < 1) throw notFound()
  return value
}
