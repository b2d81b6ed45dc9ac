import { wrongType } from '../http/body.ts'
import type { Call } from '../http/route.ts'
import { isObject } from '../json.ts'

/** @returns label names sent as `["a"]` or `[{"name": "a"}]`; undefined when the key is absent. @throws 422 */
export function labelNamesIn(call: Call): string[] | undefined {
  const { labels } = call.body
  if (labels === undefined || labels === null) return undefined
  if (!Array.isArray(labels)) throw wrongType('labels', labels, 'an array')
  return labels.map((label) => {
    const name: unknown = isObject(label) ? label.name : label
    if (typeof name === 'string') return name
    throw wrongType('labels', label, 'a string')
  })
}
