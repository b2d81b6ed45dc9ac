import type { DocumentNode, MapEntry, MapNode } from './document.ts'

/** A scale of severities, or a set of checklists, mixed from two files would be nobody's. */
export const replacedAsWhole: ReadonlySet<string> = new Set(['severities', 'checklists'])

/** What names a part of another key makes no sense without it: a new scale takes its old default away. */
const fallsWith: Readonly<Record<string, string>> = { severities: 'default-severity' }

/** What is true for one file alone. */
const notInherited: ReadonlySet<string> = new Set(['extends'])

/** Maps merge key by key, everything else of `upper` replaces what `base` says. Nodes keep the position in their own file. */
export function mergeRoots(base: MapNode, upper: MapNode): MapNode {
  const entries = new Map([...base.entries].filter(([key]) => !notInherited.has(key)))
  for (const [key, entry] of upper.entries) {
    const dependent = fallsWith[key]
    if (dependent !== undefined && !upper.entries.has(dependent)) entries.delete(dependent)
    const below = entries.get(key)
    entries.set(key, below === undefined || replacedAsWhole.has(key) ? entry : mergeEntry(below, entry))
  }
  return { ...upper, entries }
}

function mergeEntry(base: MapEntry, upper: MapEntry): MapEntry {
  return { key: upper.key, value: mergeNodes(base.value, upper.value) }
}

function mergeNodes(base: DocumentNode, upper: DocumentNode): DocumentNode {
  if (base.type !== 'map' || upper.type !== 'map') return upper
  const entries = new Map(base.entries)
  for (const [key, entry] of upper.entries) {
    const below = entries.get(key)
    entries.set(key, below === undefined ? entry : mergeEntry(below, entry))
  }
  return { ...upper, entries }
}
