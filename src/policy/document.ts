import type { Span } from './problem.ts'

/**
 * A YAML document as a tree in which every node knows where it was written. Merging puts nodes of several files into one
 * tree; each keeps the position in the file it came from.
 */
export type DocumentNode = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly type: 'scalar'
  readonly value: string | number | boolean | null
  readonly at: Span
}

export interface ListNode {
  readonly type: 'list'
  readonly items: readonly DocumentNode[]
  readonly at: Span
}

export interface MapNode {
  readonly type: 'map'
  readonly entries: ReadonlyMap<string, MapEntry>
  readonly at: Span
}

export interface MapEntry {
  readonly key: Span
  readonly value: DocumentNode
}

/** The node as a plain value; maps have no prototype, so that no key of a file can reach one. */
export function toValue(node: DocumentNode): unknown {
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(toValue)
  const value: Record<string, unknown> = Object.create(null)
  for (const [key, entry] of node.entries) value[key] = toValue(entry.value)
  return value
}

/** The node at a path, or undefined where the file says nothing. */
export function nodeAt(root: DocumentNode, path: readonly PropertyKey[]): DocumentNode | undefined {
  let node: DocumentNode | undefined = root
  for (const part of path) node = node === undefined ? undefined : childOf(node, part)
  return node
}

/** Where to point for a path: the value there, else the key of the nearest ancestor that is written. */
export function spanAt(root: DocumentNode, path: readonly PropertyKey[]): Span {
  const node = nodeAt(root, path)
  if (node !== undefined) return node.at
  for (let length = path.length - 1; length > 0; length--) {
    const ancestor = keySpanAt(root, path.slice(0, length))
    if (ancestor !== undefined) return ancestor
  }
  return root.at
}

/** Where the key that a path ends with is written; for a list's item, the item. */
export function keySpanAt(root: DocumentNode, path: readonly PropertyKey[]): Span | undefined {
  const parent = nodeAt(root, path.slice(0, -1))
  const last = path.at(-1)
  if (parent === undefined || last === undefined) return undefined
  if (parent.type === 'map') return parent.entries.get(String(last))?.key
  return childOf(parent, last)?.at
}

/** The keys of the map at a path, in the order written; none where there is no map. */
export function keysAt(root: DocumentNode, path: readonly PropertyKey[]): string[] {
  const node = nodeAt(root, path)
  return node?.type === 'map' ? [...node.entries.keys()] : []
}

/** The same tree without the entries at these paths. All at once: a hostile file can have thousands of them. */
export function withoutEntries(root: MapNode, paths: readonly (readonly PropertyKey[])[]): MapNode {
  const top: Removal = { whole: false, below: new Map() }
  for (const path of paths) {
    let place = top
    for (const part of path) {
      const next = place.below.get(String(part)) ?? { whole: false, below: new Map() }
      place.below.set(String(part), next)
      place = next
    }
    place.whole = place !== top
  }
  return removeFromMap(root, top)
}

interface Removal {
  whole: boolean
  readonly below: Map<string, Removal>
}

function removeFromMap(node: MapNode, removal: Removal): MapNode {
  const entries = new Map<string, MapEntry>()
  for (const [key, entry] of node.entries) {
    const below = removal.below.get(key)
    if (below?.whole !== true) {
      entries.set(key, below === undefined ? entry : { ...entry, value: removeFrom(entry.value, below) })
    }
  }
  return { ...node, entries }
}

function removeFrom(node: DocumentNode, removal: Removal): DocumentNode {
  if (node.type === 'map') return removeFromMap(node, removal)
  if (node.type === 'scalar') return node
  const items = node.items.map((item, index) => {
    const below = removal.below.get(String(index))
    return below === undefined ? item : removeFrom(item, below)
  })
  return { ...node, items }
}

function childOf(node: DocumentNode, part: PropertyKey): DocumentNode | undefined {
  if (node.type === 'map') return node.entries.get(String(part))?.value
  return node.type === 'list' && typeof part === 'number' ? node.items[part] : undefined
}
