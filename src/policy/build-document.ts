import { type AliasEvent, EVENT_ID, type Event, getScalarValue, type ScalarEvent } from 'js-yaml'
import { failure, type Result, success } from '../lib/result.ts'
import type { DocumentNode, MapEntry } from './document.ts'
import { type KeyPath, oneLine, type Problem, problem, type Span } from './problem.ts'
import { readScalar, tagProblem } from './read-scalar.ts'
import type { SourceText } from './source-text.ts'

const mostAliases = 50

/** What the file says after every alias is written out: fifty aliases can still be a bomb when they nest. */
const mostNodes = 10_000

interface Builder {
  readonly source: SourceText
  readonly events: readonly Event[]
  readonly problems: Problem[]
  /** Undefined while the anchored node is still being read. */
  readonly anchors: Map<string, Sized | undefined>
  position: number
  aliases: number
  lastOffset: number
}

/** A node, and how many nodes it stands for when aliases are written out. */
interface Sized {
  readonly node: DocumentNode
  readonly size: number
}

/**
 * Builds the tree of a single document from the parser's events.
 * @returns undefined as the value for an empty document
 */
export function buildDocument(
  events: readonly Event[],
  source: SourceText,
): Result<DocumentNode | undefined, Problem[]> {
  const builder: Builder = {
    source,
    events,
    problems: [],
    anchors: new Map(),
    position: 0,
    aliases: 0,
    lastOffset: 0,
  }
  const first = events[0]
  if (first?.type !== EVENT_ID.DOCUMENT) return success(undefined)
  if (first.directives.some((directive) => directive.kind === 'tag')) {
    const at = source.span(0, 1)
    builder.problems.push(problem({ at, path: [], found: 'a %TAG directive', expected: 'plain YAML without tags' }))
  }
  builder.position = 1
  const root = events[1]?.type === EVENT_ID.POP ? undefined : readNode(builder, [])
  if (root !== undefined && root.size > mostNodes) return failure([tooManyNodes(builder, root)])
  if (builder.problems.length > 0) return failure(builder.problems)
  return success(root !== undefined && isEmptyScalar(root.node) ? undefined : root?.node)
}

function readNode(builder: Builder, path: KeyPath): Sized {
  const event = builder.events[builder.position++]
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return nothing(builder)
  if (event.type === EVENT_ID.ALIAS) return readAlias(builder, event, path)
  const anchor = event.anchorStart < 0 ? undefined : builder.source.text.slice(event.anchorStart, event.anchorEnd)
  if (anchor !== undefined) builder.anchors.set(anchor, undefined)
  const wrongTag = tagProblem(event, builder.source, path)
  if (wrongTag !== undefined) builder.problems.push(wrongTag)
  const sized = readContent(builder, event, path)
  if (anchor !== undefined) builder.anchors.set(anchor, sized)
  return sized
}

type ContentEvent = Exclude<Event, AliasEvent | { type: typeof EVENT_ID.POP } | { type: typeof EVENT_ID.DOCUMENT }>

function readContent(builder: Builder, event: ContentEvent, path: KeyPath): Sized {
  if (event.type === EVENT_ID.SCALAR) return readText(builder, event)
  builder.lastOffset = event.start
  return event.type === EVENT_ID.SEQUENCE ? readList(builder, event.start, path) : readMap(builder, event.start, path)
}

function readText(builder: Builder, event: ScalarEvent): Sized {
  const node = readScalar(event, builder.source, builder.lastOffset)
  builder.lastOffset = Math.max(builder.lastOffset, event.valueEnd)
  return { node, size: 1 }
}

function readList(builder: Builder, start: number, path: KeyPath): Sized {
  const items: DocumentNode[] = []
  let size = 1
  while (!atEnd(builder)) {
    const item = readNode(builder, [...path, items.length])
    items.push(item.node)
    size += item.size
  }
  builder.position++
  return { node: { type: 'list', items, at: firstLine(builder, start) }, size }
}

function readMap(builder: Builder, start: number, path: KeyPath): Sized {
  const entries = new Map<string, MapEntry>()
  let size = 1
  while (!atEnd(builder)) {
    const key = readKey(builder, path)
    const value = readNode(builder, key === undefined ? path : [...path, key.name])
    size += value.size + 1
    if (key !== undefined && acceptKey(builder, entries, key, path)) {
      entries.set(key.name, { key: key.at, value: value.node })
    }
  }
  builder.position++
  return { node: { type: 'map', entries, at: firstLine(builder, start) }, size }
}

interface Key {
  readonly name: string
  readonly at: Span
}

function readKey(builder: Builder, path: KeyPath): Key | undefined {
  const event = builder.events[builder.position]
  if (event?.type === EVENT_ID.SCALAR) {
    builder.position++
    const name = getScalarValue(builder.source.text, event)
    const at = readScalar(event, builder.source, builder.lastOffset).at
    builder.lastOffset = Math.max(builder.lastOffset, event.valueEnd)
    return { name, at }
  }
  const key = readNode(builder, path)
  builder.problems.push(
    problem({
      at: key.node.at,
      path,
      found: 'a key that is a list, a map or an alias',
      expected: 'a key that is plain text',
      remedy: 'Put text that contains `{{ … }}` or starts with `[`, `{` or `*` between quotes.',
    }),
  )
  return undefined
}

function acceptKey(builder: Builder, entries: ReadonlyMap<string, MapEntry>, key: Key, path: KeyPath): boolean {
  const at = key.at
  const keyPath = [...path, key.name]
  if (entries.has(key.name)) {
    const first = entries.get(key.name)?.key.line ?? 0
    const sentence = `\`${oneLine(key.name)}\` stands here a second time; the first is on line ${first}.`
    const remedy = 'Join the two, or remove one.'
    builder.problems.push(
      problem({ at, path: keyPath, found: 'a duplicate key', expected: 'each key once', remedy, sentence }),
    )
    return false
  }
  // Such a name would reach into the prototype of whatever object it is looked up in.
  if (Object.hasOwn(Object.prototype, key.name)) {
    builder.problems.push(
      problem({ at, path: keyPath, found: 'a reserved word of JavaScript', expected: 'another name' }),
    )
    return false
  }
  return true
}

function readAlias(builder: Builder, event: AliasEvent, path: KeyPath): Sized {
  const name = builder.source.text.slice(event.anchorStart, event.anchorEnd)
  const at = builder.source.span(event.anchorStart - 1, event.anchorEnd)
  builder.lastOffset = event.anchorEnd
  builder.aliases++
  const target = builder.anchors.get(name)
  if (target !== undefined && builder.aliases <= mostAliases && target.size <= mostNodes) return target
  const remedy = `Text that starts with \`*\`, such as \`*${oneLine(name)}\`, needs quotes; an alias needs an anchor \`&\` before it.`
  if (target === undefined) {
    builder.problems.push(problem({ at, path, found: 'an alias without an anchor', expected: 'a value', remedy }))
  } else if (builder.aliases === mostAliases + 1 || target.size > mostNodes) {
    const expected = `at most ${mostAliases} aliases that stand for at most ${mostNodes} values`
    builder.problems.push(problem({ at, path, found: 'too many aliases', expected }))
  }
  return nothing(builder)
}

function nothing(builder: Builder): Sized {
  const at = builder.source.span(builder.lastOffset, builder.lastOffset)
  return { node: { type: 'scalar', value: null, at }, size: 1 }
}

function tooManyNodes(builder: Builder, root: Sized): Problem {
  const found = `${root.size} values after its aliases are written out`
  return problem({ at: builder.source.span(0, 1), path: [], found, expected: `at most ${mostNodes} values` })
}

/** Lists and maps are pointed at by their first line alone: an annotation over half the file helps nobody. */
function firstLine(builder: Builder, start: number): Span {
  const lineEnd = builder.source.text.slice(start).search(/[\r\n]/)
  const end = lineEnd < 0 ? builder.source.text.length : start + lineEnd
  return builder.source.span(start, Math.min(end, Math.max(start + 1, builder.lastOffset)))
}

function atEnd(builder: Builder): boolean {
  const event = builder.events[builder.position]
  return event === undefined || event.type === EVENT_ID.POP
}

function isEmptyScalar(node: DocumentNode): boolean {
  return node.type === 'scalar' && node.value === null
}
