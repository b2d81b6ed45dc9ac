import { failure, type Result, success } from '../lib/result.ts'
import type { DocumentNode, MapEntry, MapNode } from './document.ts'
import { parseDocument } from './parse-document.ts'
import { type KeyPath, type Problem, problem, type Span } from './problem.ts'

/** One file of those that make up a configuration, read but not yet checked: its keys may make sense only with its base. */
export interface Layer {
  readonly file: string
  readonly root: MapNode
  readonly warnings: readonly Problem[]
  /** Where the repository's own file names this one; that is where a maintainer can do something about its problems. */
  readonly namedAt?: Span | undefined
}

/**
 * Reads one configuration file.
 * @param from.file the name that positions carry, such as `.github/incident.yml`
 * @returns what is wrong with the YAML; what is wrong with its keys is found by `resolvePolicy`
 */
export function parseLayer(text: string, from: { readonly file: string }): Result<Layer, Problem[]> {
  const parsed = parseDocument(text, from.file)
  if (!parsed.ok) return failure(parsed.error)
  const warnings: Problem[] = []
  const root = withoutEmptyKeys(parsed.value, [], warnings)
  return success({ file: from.file, root, warnings })
}

/** A key whose value was commented out says nothing: it is as if it were not there, and the maintainer is told. */
function withoutEmptyKeys(map: MapNode, path: KeyPath, warnings: Problem[]): MapNode {
  const entries = new Map<string, MapEntry>()
  for (const [key, entry] of map.entries) {
    const keyPath = [...path, key]
    const value = entry.value
    if (value.type === 'scalar' && value.value === null) warnings.push(emptyKey(entry.key, keyPath))
    else entries.set(key, { ...entry, value: cleaned(value, keyPath, warnings) })
  }
  return { ...map, entries }
}

function cleaned(node: DocumentNode, path: KeyPath, warnings: Problem[]): DocumentNode {
  if (node.type === 'map') return withoutEmptyKeys(node, path, warnings)
  if (node.type === 'scalar') return node
  return { ...node, items: node.items.map((item, index) => cleaned(item, [...path, index], warnings)) }
}

function emptyKey(at: Span, path: KeyPath): Problem {
  const remedy = 'It has no effect: give it a value or remove it.'
  return problem({ at, path, found: 'empty', expected: 'a value', remedy, severity: 'warning' })
}
