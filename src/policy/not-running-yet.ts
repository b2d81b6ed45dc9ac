import { type DocumentNode, keySpanAt } from './document.ts'
import { type KeyPath, type Problem, problem, writeKeyPath } from './problem.ts'

interface Pending {
  /** `*` stands for every key or item. */
  readonly path: readonly string[]
  /** What does not happen, as the rest of "This version does not …". */
  readonly without: string
}

/** Keys that are part of the language, checked like all others, and not carried out by this version. */
const pending: readonly Pending[] = [{ path: ['freeze', 'windows'], without: 'freeze by the calendar' }]

/** A notice for each such key that is given a value with an effect, so that nobody relies on it in an emergency. */
export function notRunningYet(root: DocumentNode): Problem[] {
  return pending.flatMap(({ path, without }) => matches(root, path).map((found) => notice(root, found, without)))
}

/** Whether a place of the language, with `*` for chosen names and for items, is not carried out by this version. */
export function isPending(place: readonly string[]): boolean {
  return pending.some(
    ({ path }) => path.length <= place.length && path.every((part, at) => part === '*' || part === place[at]),
  )
}

function notice(root: DocumentNode, path: KeyPath, without: string): Problem {
  return problem({
    at: keySpanAt(root, path) ?? root.at,
    path,
    found: 'valid and not carried out yet',
    expected: 'a later version',
    severity: 'notice',
    sentence: `\`${writeKeyPath(path)}\` is valid and has no effect yet: this version does not ${without}.`,
  })
}

function matches(node: DocumentNode, pattern: readonly string[], path: KeyPath = []): KeyPath[] {
  const [first, ...rest] = pattern
  if (first === undefined) return hasEffect(node) ? [path] : []
  return childrenOf(node).flatMap(([key, child]) =>
    first === '*' || first === key ? matches(child, rest, [...path, key]) : [],
  )
}

function childrenOf(node: DocumentNode): [string | number, DocumentNode][] {
  if (node.type === 'list') return node.items.map((item, index) => [index, item])
  return node.type === 'map' ? [...node.entries].map(([key, entry]) => [key, entry.value]) : []
}

function hasEffect(node: DocumentNode): boolean {
  if (node.type === 'scalar') return node.value !== false && node.value !== 0 && node.value !== null
  return childrenOf(node).length > 0
}
