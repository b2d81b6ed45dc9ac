import { failure, type Result, success } from '../lib/result.ts'
import { buildPolicy } from './build-policy.ts'
import { checkMeaning } from './check/check-meaning.ts'
import { checkShape, type Shape } from './check-shape.ts'
import type { MapNode } from './document.ts'
import { shownWhereNamed } from './elsewhere.ts'
import { type Layer, parseLayer } from './layer.ts'
import { mergeRoots } from './merge.ts'
import type { Policy, PolicyOrigin } from './policy.ts'
import { builtIn } from './presets/built-in.ts'
import { type Problem, sortProblems, withinLimit } from './problem.ts'

export interface ResolvedPolicy {
  readonly policy: Policy
  /** What takes effect, and probably not as it was meant. */
  readonly warnings: readonly Problem[]
}

/**
 * Lays files over one another, the base first, checks the result, and fills in the defaults.
 * @returns the policy, or everything that is wrong, in the order of the repository's own file, then of what it extends
 */
export function resolvePolicy(layers: readonly Layer[]): Result<ResolvedPolicy, Problem[]> {
  const base = builtInLayer()
  const merged = [base, ...layers].reduce<MapNode>((root, layer) => mergeRoots(root, layer.root), emptyRoot(base))
  const shape = checkShape(merged)
  const meaning = meaningProblems(shape, merged)
  const found = [...shape.problems, ...meaning, ...layers.flatMap((layer) => layer.warnings)]
  const problems = arrange(found, layers)
  const errors = problems.filter((one) => one.severity === 'error')
  if (errors.length > 0 || shape.configuration === undefined) return failure(problems)
  return success({
    policy: buildPolicy(shape.configuration),
    warnings: problems,
  })
}

/** How the app behaves where a repository has no configuration, or never had a valid one; `origin` says which. */
export function withoutFile(origin: Exclude<PolicyOrigin, 'file'> = 'no-file'): Policy {
  const resolved = resolvePolicy([])
  if (resolved.ok) return { ...resolved.value.policy, origin }
  throw new Error(`The built-in configuration is broken: ${resolved.error.map((one) => one.message).join(' ')}`)
}

function builtInLayer(): Layer {
  const parsed = parseLayer(builtIn, { file: 'firebreak' })
  if (parsed.ok) return parsed.value
  throw new Error(`The built-in configuration is broken: ${parsed.error.map((one) => one.message).join(' ')}`)
}

function emptyRoot(base: Layer): MapNode {
  return { type: 'map', entries: new Map(), at: base.root.at }
}

/** An entry in which something is wrong already proves nothing: what was left out of it may be all it lacks. */
function meaningProblems(shape: Shape, merged: MapNode): Problem[] {
  const { configuration, root, leftOut } = shape
  if (configuration === undefined) return []
  const lacks = (entry: string): boolean =>
    [...leftOut].some((path) => path === entry || path.startsWith(`${entry}.`) || path.startsWith(`${entry}[`))
  return checkMeaning({ configuration, root, merged }).filter((one) => !lacks(one.keyPath))
}

/**
 * Sorts problems, the repository's own file first, and shows those of other files where it names them. Beside an error,
 * warnings about other files wait: a misspelt key of the repository's own is what most of them come from.
 */
function arrange(problems: readonly Problem[], layers: readonly Layer[]): Problem[] {
  const isBroken = problems.some(({ severity }) => severity === 'error')
  const shown = problems.flatMap((one) => {
    const namedAt = layers.find((layer) => layer.file === one.file)?.namedAt
    if (namedAt === undefined) return [one]
    return isBroken && one.severity === 'warning' ? [] : [shownWhereNamed(one, namedAt)]
  })
  const distinct = new Map(shown.map((one) => [JSON.stringify(one), one]))
  const sorted = sortProblems([...distinct.values()], layers.map((layer) => layer.file).toReversed())
  return withinLimit(sorted)
}
