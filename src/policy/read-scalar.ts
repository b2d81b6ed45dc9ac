import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml'
import type { ScalarNode } from './document.ts'
import { type KeyPath, oneLine, type Problem, problem, type Span } from './problem.ts'
import type { SourceText } from './source-text.ts'

/** The YAML 1.2 core schema, in the order in which it is tried. So `on`, `yes` and `09:00` are text. */
const coreTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]

/** `!!str` makes text of anything; the other core tags could only repeat what is written anyway. */
const textTags = ['!!str', '!']

/**
 * The value of a scalar by the YAML 1.2 core schema.
 * @param otherwise the offset to point at when nothing is written (`key:`)
 */
export function readScalar(event: ScalarEvent, source: SourceText, otherwise: number): ScalarNode {
  const text = getScalarValue(source.text, event)
  const tag = source.text.slice(event.tagStart, event.tagEnd)
  const isPlain = event.style === SCALAR_STYLE.PLAIN && !(event.tagStart >= 0 && textTags.includes(tag))
  return { type: 'scalar', value: isPlain ? resolvePlain(text) : text, at: spanOf(event, source, otherwise) }
}

/** What is wrong with an explicit tag: everything but `!!str` is refused, no tag of a file may construct anything. */
export function tagProblem(event: Event, source: SourceText, path: KeyPath): Problem | undefined {
  if (!('tagStart' in event) || event.tagStart < 0) return undefined
  const tag = source.text.slice(event.tagStart, event.tagEnd)
  if (event.type === EVENT_ID.SCALAR && textTags.includes(tag)) return undefined
  const at = source.span(event.tagStart, event.tagEnd)
  const remedy = 'Remove it, or put text that starts with `!` between quotes.'
  return problem({ at, path, found: `the tag \`${oneLine(tag)}\``, expected: 'a value without a tag', remedy })
}

function resolvePlain(text: string): ScalarNode['value'] {
  for (const tag of coreTags) {
    const value = tag.resolve(text, false, tag.tagName)
    if (value !== NOT_RESOLVED) return value
  }
  return text
}

function spanOf(event: ScalarEvent, source: SourceText, otherwise: number): Span {
  if (event.valueStart < 0) return source.span(otherwise - 1, otherwise)
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
  const quote = isQuoted ? 1 : 0
  return source.span(event.valueStart - quote, event.valueEnd + quote)
}
