import { failure, type Result } from '../lib/result.ts'
import { checkShape } from './check-shape.ts'
import { shownWhereNamed } from './elsewhere.ts'
import { defaultPath, extendsOf, type FileReference, type Reference, writeReference } from './extends.ts'
import { type Layer, parseLayer } from './layer.ts'
import { presetText } from './presets/presets.ts'
import { type Problem, problem, type Span, sortProblems } from './problem.ts'
import { type ResolvedPolicy, resolvePolicy } from './resolve-policy.ts'

/** The text of a shared file on its repository's default branch; undefined when it does not exist or may not be read. */
export type FetchShared = (reference: FileReference) => Promise<string | undefined>

export interface RootFile {
  /** The name that positions carry. */
  readonly file?: string
  /** `OWNER/REPO` of the file, so that one that extends itself is noticed at once. */
  readonly repository?: string
}

const deepestChain = 8
const mostLayers = 32

/**
 * Reads a configuration and everything it extends, and resolves it.
 * @param fetch throws when GitHub cannot be asked; that is passed on, since a file that could not be read is not missing
 * @returns the policy, or every problem with its position
 */
export async function loadPolicy(
  text: string,
  fetch: FetchShared,
  root: RootFile = {},
): Promise<Result<ResolvedPolicy, Problem[]>> {
  const { file = defaultPath, repository } = root
  const loading: Loading = { fetch, layers: [], texts: new Map(), file }
  const problems = await loadFile(loading, { text, file, chain: [repository?.toLowerCase() ?? ''], namedAt: undefined })
  return problems.length > 0 ? failure([...problems, ...ownProblems(loading)]) : resolvePolicy(loading.layers)
}

/** Without its base a file cannot be judged as a whole, but its own slips need not wait for the next attempt. */
function ownProblems({ layers, file }: Loading): Problem[] {
  const own = layers.find((layer) => layer.file === file)
  if (own === undefined) return []
  const slips = checkShape(own.root).problems.filter((one) => one.found !== 'missing')
  return sortProblems([...slips, ...own.warnings], [file])
}

interface Loading {
  readonly fetch: FetchShared
  /** The base first. */
  readonly layers: Layer[]
  readonly texts: Map<string, string | undefined>
  /** The repository's own file. */
  readonly file: string
}

interface Current {
  readonly text: string
  readonly file: string
  /** The files that lead here, this one last, in lower case as GitHub compares names. */
  readonly chain: readonly string[]
  readonly namedAt: Span | undefined
}

async function loadFile(loading: Loading, current: Current): Promise<Problem[]> {
  const layer = parseLayer(current.text, { file: current.file })
  if (!layer.ok) return layer.error.map((one) => shownAt(current, one))
  const references = extendsOf(layer.value)
  const problems = references.ok ? [] : references.error.map((one) => shownAt(current, one))
  for (const reference of references.ok ? references.value : []) {
    problems.push(...(await follow(loading, current, reference)))
  }
  loading.layers.push({ ...layer.value, namedAt: current.namedAt })
  return problems
}

async function follow(loading: Loading, current: Current, reference: Reference): Promise<Problem[]> {
  const name = writeReference(reference)
  const namedAt = current.namedAt ?? reference.at
  const refuse = (found: string, expected: string, remedy?: string): Problem[] => [
    problem({ at: namedAt, path: ['extends'], found, expected, remedy }),
  ]
  if (current.chain.includes(name.toLowerCase())) {
    const cycle = [...current.chain.slice(1), name].join(' → ')
    return refuse(`a cycle (${cycle})`, 'files that do not extend one another', 'Remove one of these references.')
  }
  if (current.chain.length > deepestChain) return refuse('nested too deep', `a chain of at most ${deepestChain} files`)
  if (loading.layers.length >= mostLayers) return refuse('too many files', `at most ${mostLayers} files in all`)
  const text = await textOf(loading, reference, name)
  if (text === undefined) {
    const remedy = 'Check the name, and that the app is installed on that repository.'
    return refuse(notFound(reference), 'a file that exists', remedy)
  }
  return loadFile(loading, { text, file: name, chain: [...current.chain, name.toLowerCase()], namedAt })
}

/** What the problem of a reference says that leads to no file. */
export const notFound = (reference: Reference): string => `\`${writeReference(reference)}\`, which cannot be found`

async function textOf(loading: Loading, reference: Reference, name: string): Promise<string | undefined> {
  if (reference.type === 'preset') return presetText(reference.name)
  const known = name.toLowerCase()
  if (!loading.texts.has(known)) loading.texts.set(known, await loading.fetch(reference))
  return loading.texts.get(known)
}

function shownAt(current: Current, one: Problem): Problem {
  return current.namedAt === undefined ? one : shownWhereNamed(one, current.namedAt)
}
