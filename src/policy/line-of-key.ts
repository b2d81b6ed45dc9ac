import { keySpanAt } from './document.ts'
import { parseDocument } from './parse-document.ts'
import type { KeyPath } from './problem.ts'

/**
 * The line of a configuration's text, from 1, on which a key is written, or else the nearest key above it.
 * @returns undefined where the text says nothing of it, because it comes from a preset or a default
 */
export function lineOfKey(text: string, key: KeyPath): number | undefined {
  const parsed = parseDocument(text, '')
  if (!parsed.ok) return undefined
  for (let length = key.length; length > 0; length--) {
    const span = keySpanAt(parsed.value, key.slice(0, length))
    if (span) return span.line
  }
  return undefined
}
