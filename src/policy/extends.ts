import { didYouMean } from '../lib/did-you-mean.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { describe } from './check-shape.ts'
import type { DocumentNode } from './document.ts'
import type { Layer } from './layer.ts'
import { presetNames } from './presets/presets.ts'
import { type KeyPath, oneLine, type Problem, problem, type Span } from './problem.ts'
import { isLogin, isRepositoryName } from './schema/name.ts'
import { wrongPath } from './schema/pattern.ts'

/** What an entry of `extends` names. */
export type Reference = PresetReference | FileReference

export interface PresetReference {
  readonly type: 'preset'
  readonly name: string
  readonly at: Span
}

export interface FileReference {
  readonly type: 'file'
  readonly owner: string
  readonly repository: string
  /** From the top of that repository, on its default branch. */
  readonly path: string
  readonly at: Span
}

export const defaultPath = '.github/incident.yml'

const mostReferences = 10
const forms = '`firebreak:NAME`, `OWNER/REPO` or `OWNER/REPO:PATH`'

/** What a file extends, in the order in which it is laid over one another. */
export function extendsOf(layer: Layer): Result<readonly Reference[], Problem[]> {
  const node = layer.root.entries.get('extends')?.value
  if (node === undefined) return success([])
  const isList = node.type === 'list'
  const items = isList ? node.items : [node]
  if (items.length > mostReferences) {
    const expected = `at most ${mostReferences} sources`
    return failure([problem({ at: node.at, path: ['extends'], found: `${items.length} sources`, expected })])
  }
  const results = items.map((item, index) => readReference(item, isList ? ['extends', index] : ['extends']))
  const problems = results.flatMap((result) => (result.ok ? [] : [result.error]))
  if (problems.length > 0) return failure(problems)
  return success(results.flatMap((result) => (result.ok ? [result.value] : [])))
}

/** The reference as it is written in a file; also the name that positions in that file carry. */
export function writeReference(reference: Reference): string {
  if (reference.type === 'preset') return `firebreak:${reference.name}`
  const repository = `${reference.owner}/${reference.repository}`
  return reference.path === defaultPath ? repository : `${repository}:${reference.path}`
}

function readReference(node: DocumentNode, path: KeyPath): Result<Reference, Problem> {
  const refuse = (remedy?: string): Result<Reference, Problem> =>
    failure(problem({ at: node.at, path, found: describe(node), expected: forms, remedy }))
  if (node.type !== 'scalar' || typeof node.value !== 'string') return refuse()
  const [source = '', ...rest] = node.value.split(':')
  const after = rest.length === 0 ? undefined : rest.join(':')
  if (!source.includes('/')) return readPreset(node.value, source, after, { at: node.at, refuse })
  const [owner = '', repository = '', ...more] = source.split('/')
  if (more.length > 0 || !isLogin(owner) || !isRepositoryName(repository)) return refuse()
  const wrong = after === undefined ? undefined : wrongPath(after)
  if (wrong !== undefined) return refuse(wrong)
  if (after !== undefined && !/\.ya?ml$/.test(after))
    return refuse('The path of a shared file ends in `.yml` or `.yaml`.')
  return success({ type: 'file', owner, repository, path: after ?? defaultPath, at: node.at })
}

interface Place {
  readonly at: Span
  readonly refuse: (remedy?: string) => Result<Reference, Problem>
}

function readPreset(
  written: string,
  scheme: string,
  name: string | undefined,
  place: Place,
): Result<Reference, Problem> {
  if (scheme === 'firebreak' && name !== undefined && presetNames.includes(name)) {
    return success({ type: 'preset', name, at: place.at })
  }
  const nearest = didYouMean(name ?? written, presetNames)
  const possible = `The presets are ${presetNames.map((preset) => `\`firebreak:${preset}\``).join(', ')}.`
  if (nearest !== undefined) return place.refuse(`Did you mean \`firebreak:${nearest}\`?`)
  return place.refuse(scheme === 'firebreak' ? `There is no preset \`${oneLine(name ?? '')}\`. ${possible}` : undefined)
}
