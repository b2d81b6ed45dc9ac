import { z } from 'zod'
import { didYouMean } from '../lib/did-you-mean.ts'
import { type DocumentNode, keySpanAt, type MapNode, nodeAt, spanAt, toValue, withoutEntries } from './document.ts'
import { type KeyPath, oneLine, oneOf, type Problem, problem, writeKeyPath } from './problem.ts'
import { type Configuration, configuration } from './schema/configuration.ts'
import { schemaAt, unwrap, wordingOf } from './schema/walk.ts'

export interface Shape {
  /** Undefined when too much is wrong to go on. */
  readonly configuration: Configuration | undefined
  /** The tree that `configuration` was read from: entries with a problem are left out. */
  readonly root: MapNode
  readonly problems: readonly Problem[]
  /** Key paths of the entries that are left out. */
  readonly leftOut: ReadonlySet<string>
}

/** What is found where a secret may stand: whoever shows the line itself must not show that place. */
export const notRepeated = 'something else (not repeated here)'

const mostRounds = 8

/**
 * Checks keys and types, and reads the values. What is wrong is left out and the rest is read again, so that the checks
 * that follow can find their own problems: a maintainer should see all of them at once.
 */
export function checkShape(root: MapNode): Shape {
  const problems: Problem[] = []
  const leftOut = new Set<string>()
  let rest = root
  for (let round = 0; round < mostRounds; round++) {
    const parsed = configuration.safeParse(toValue(rest))
    if (parsed.success) return { configuration: parsed.data, root: rest, problems, leftOut }
    const issues = parsed.error.issues.flatMap((issue) => flatten(issue, []))
    for (const issue of issues) {
      // What was left out because it is wrong is not missing.
      if (!isMissing(issue, rest) || !leftOut.has(writeKeyPath(issue.path)))
        problems.push(...explain(issue, { root: rest, language: configuration }))
      for (const path of entriesToLeaveOut(issue, rest)) leftOut.add(writeKeyPath(path))
    }
    const current = rest
    rest = withoutEntries(
      rest,
      issues.flatMap((issue) => entriesToLeaveOut(issue, current)),
    )
  }
  return { configuration: undefined, root: rest, problems, leftOut }
}

/** Everything wrong with the shape of another file of ours, in the words that a configuration's mistakes get. */
export function explainAll(error: z.ZodError, root: DocumentNode, language: z.ZodObject): Problem[] {
  return error.issues.flatMap((issue) => flatten(issue, [])).flatMap((issue) => explain(issue, { root, language }))
}

/** What was written, in which language. */
interface Written {
  readonly root: DocumentNode
  readonly language: z.ZodObject
}

interface Issue {
  readonly issue: z.core.$ZodIssue
  readonly path: KeyPath
}

/** Of a union, the issues of the one option that the value was meant for; none when that is not clear. */
function flatten(issue: z.core.$ZodIssue, base: KeyPath): Issue[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
  if (issue.code !== 'invalid_union') return [{ issue, path }]
  const wrongType = (inner: z.core.$ZodIssue): boolean =>
    inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'invalid_value')
  const meant = issue.errors.find((option) => option.length > 0 && !option.some(wrongType))
  return meant === undefined ? [{ issue, path }] : meant.flatMap((inner) => flatten(inner, path))
}

function explain({ issue, path }: Issue, written: Written): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, written))
  if (issue.code === 'invalid_key') return [wrongName(path, written.root)]
  if (isMissing({ issue, path }, written.root)) return [missing(path, written)]
  return [wrongValue(issue, path, written)]
}

function unknownKey(key: string, path: KeyPath, { root, language }: Written): Problem {
  const keyPath = [...path, key]
  const parent = schemaAt(language, path)
  const options = parent === undefined ? [] : optionsOf(parent)
  const nearest = didYouMean(key, options)
  const elsewhere = nearest === undefined ? Object.keys(language.shape).find((name) => name === key) : undefined
  const place = path.length === 0 ? 'at the top of the file' : `in \`${path.join('.')}\``
  const moved = elsewhere === undefined ? '' : ' It belongs at the top of the file: check the indentation.'
  return problem({
    at: keySpanAt(root, keyPath) ?? root.at,
    path: keyPath,
    found: `the unknown key \`${oneLine(key)}\``,
    expected: oneOf(options),
    remedy: nearest === undefined ? `Possible are ${oneOf(options)}.${moved}` : `Did you mean \`${nearest}\`?`,
    sentence: `Unknown key \`${oneLine(key)}\` ${place}.`,
  })
}

function optionsOf(schema: z.core.$ZodType): string[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape).sort()
  return inner instanceof z.ZodUnion ? inner.options.flatMap(optionsOf) : []
}

function wrongName(path: KeyPath, root: DocumentNode): Problem {
  const at = keySpanAt(root, path) ?? root.at
  const name = oneLine(String(path.at(-1)))
  const expected = 'a name of at most 50 letters, digits, `-`, `_` and `.` that starts with a letter'
  return problem({ at, path, found: `the name \`${name}\``, expected })
}

function missing(path: KeyPath, { root, language }: Written): Problem {
  const expected = wordingOf(schemaAt(language, path)).expects
  return problem({ at: spanAt(root, path), path, found: 'missing', expected })
}

function wrongValue(issue: z.core.$ZodIssue, path: KeyPath, { root, language }: Written): Problem {
  const wording = wordingOf(schemaAt(language, path))
  const node = nodeAt(root, path)
  const details = issue.code === 'custom' ? (issue.params ?? {}) : {}
  const expected = typeof details.expected === 'string' ? details.expected : wording.expects
  const remedy = typeof details.remedy === 'string' ? details.remedy : suggest(issue, node)
  return problem({
    at: spanAt(root, path),
    path,
    found: wording.hidden === true ? notRepeated : describe(node, issue.code === 'too_big'),
    expected,
    remedy,
  })
}

function suggest(issue: z.core.$ZodIssue, node: DocumentNode | undefined): string | undefined {
  if (node?.type === 'list' && issue.code === 'invalid_type' && issue.expected === 'string') {
    return 'Put text that starts with `[` between quotes.'
  }
  if (node?.type !== 'scalar' || node.value === null) return undefined
  const written = String(node.value)
  if (issue.code === 'invalid_type' && issue.expected === 'string')
    return `Put it between quotes: \`"${oneLine(written)}"\`.`
  if (issue.code === 'invalid_type' && issue.expected === 'array') return 'Write a list: `[…]`.'
  if (issue.code !== 'invalid_value') return undefined
  const nearest = didYouMean(written, issue.values.map(String))
  return nearest === undefined ? undefined : `Did you mean \`${nearest}\`?`
}

/** What a maintainer sees at that place of the file. */
export function describe(node: DocumentNode | undefined, counted = false): string {
  if (node === undefined) return 'missing'
  if (node.type === 'list' && counted) return `a list of ${node.items.length}`
  if (node.type === 'list') return node.items.length === 0 ? 'an empty list' : 'a list'
  if (node.type === 'map') return 'a map'
  if (node.value === null) return 'empty'
  return typeof node.value === 'string' ? `the text \`${oneLine(node.value)}\`` : `\`${node.value}\``
}

/** The nearest named entries. A key that is missing makes the whole entry around it unusable. */
function entriesToLeaveOut(one: Issue, root: DocumentNode): KeyPath[] {
  const { issue, path } = one
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key])
  const place = isMissing(one, root) ? path.slice(0, -1) : path
  return [place.slice(0, place.findLastIndex((part) => typeof part === 'string') + 1)]
}

function isMissing({ issue, path }: Issue, root: DocumentNode): boolean {
  return issue.code !== 'unrecognized_keys' && path.length > 0 && nodeAt(root, path) === undefined
}
