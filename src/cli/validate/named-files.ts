import { readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type DocumentNode, keysAt, nodeAt, type ScalarNode } from '../../policy/document.ts'
import { parseLayer } from '../../policy/layer.ts'
import { type KeyPath, oneLine, type Problem, problem, writeKeyPath } from '../../policy/problem.ts'
import { readScenario } from '../../policy/scenario.ts'
import { wrongPath } from '../../policy/schema/pattern.ts'
import { renderTemplate } from '../../render/liquid.ts'
import { matchingFiles } from './matching-files.ts'

interface Tree {
  /** The name that positions carry. */
  readonly file: string
  readonly text: string
  /** The top of the working tree. */
  readonly root: string
}

/** A text of the configuration that stands for a file, or for a template. */
interface Named {
  readonly path: KeyPath
  readonly node: ScalarNode
  readonly value: string
}

/** `*` stands for every key of a map, or every item of a list. */
const templates = ['updates.template', 'updates.messages.*.template', 'post-mortem.template', 'confidential.advisory']
const texts = ['post-mortem.title', 'kinds.*.drafts.*.text']
const plainFiles = ['checklists.*.file', 'kinds.*.runbook']
const scenarios = ['drills.*.scenarios.*']

/** Ample for a template or a list. */
const mostBytes = 1_000_000

/**
 * Looks at the files that a configuration names, in the working tree. The file takes effect without them, so what is wrong
 * is a warning.
 */
export async function checkNamedFiles({ file, text, root }: Tree): Promise<Problem[]> {
  const layer = parseLayer(text, { file })
  if (!layer.ok) return []
  const at = (patterns: readonly string[]): Named[] =>
    patterns.flatMap((pattern) => find(layer.value.root, pattern.split('.'), []))
  const found = await Promise.all([
    ...at(templates).map((named) => checkTemplate(named, root)),
    ...at(texts).map(async (named) => checkLiquid(named, named.value)),
    ...at(plainFiles).map(async (named) => {
      const read = await readNamed(named, root)
      return typeof read === 'string' ? [] : [read]
    }),
    ...at(scenarios).map((named) => checkScenarios(named, root)),
  ])
  return found.flat()
}

function find(root: DocumentNode, pattern: readonly string[], path: KeyPath): Named[] {
  const [first, ...rest] = pattern
  const node = nodeAt(root, path)
  if (node === undefined) return []
  if (first === undefined) {
    return node.type === 'scalar' && typeof node.value === 'string' ? [{ path, node, value: node.value }] : []
  }
  if (first !== '*') return find(root, rest, [...path, first])
  const keys = node.type === 'list' ? [...node.items.keys()] : keysAt(root, path)
  return keys.flatMap((key) => find(root, rest, [...path, key]))
}

async function checkTemplate(named: Named, root: string): Promise<Problem[]> {
  if (/[\r\n]/.test(named.value)) return checkLiquid(named, named.value)
  const read = await readNamed(named, root)
  return typeof read === 'string' ? checkLiquid(named, read) : [read]
}

/** Without an incident every variable is empty, so only what is wrong with the template itself is found. */
function checkLiquid(named: Named, template: string): Problem[] {
  const rendered = renderTemplate(template, {})
  if (rendered.ok) return []
  const place = rendered.line === undefined ? '' : ` in its line ${rendered.line}`
  const found = `a template with an error${place}: ${oneLine(rendered.reason)}`
  return [warning(named, found, 'Liquid that can be rendered', 'Until it can, the built-in text is used.')]
}

async function checkScenarios(named: Named, root: string): Promise<Problem[]> {
  if (wrongPath(named.value) !== undefined) return []
  const files = await matchingFiles(root, named.value)
  if (files.length === 0) {
    const found = `\`${oneLine(named.value)}\`, which no file matches`
    return [warning(named, found, 'scenario files in this repository', 'A drill without a scenario cannot be held.')]
  }
  const problems = files.map(async (path) => noScenario(named, path, await readFile(join(root, path), 'utf8')))
  return (await Promise.all(problems)).flat()
}

function noScenario({ node, path: key }: Named, path: string, text: string): Problem[] {
  const scenario = readScenario(text, path)
  if (scenario.ok) return []
  const sentence = `\`${writeKeyPath(key)}\` stands for a file that is no scenario: ${scenario.error}`
  const expected = 'scenario files'
  return [problem({ at: node.at, path: key, found: `\`${oneLine(path)}\``, expected, sentence, severity: 'warning' })]
}

/** The text of the file that is named, or what is wrong with naming it. */
async function readNamed(named: Named, root: string): Promise<string | Problem> {
  const shown = `\`${oneLine(named.value)}\``
  // The check of the configuration has refused it already.
  if (wrongPath(named.value) !== undefined) return ''
  const refuse = (found: string): Problem => warning(named, `${shown}, ${found}`, 'a file of this repository')
  const place = await realpath(join(root, named.value)).catch(() => undefined)
  if (place === undefined) return refuse('which does not exist here')
  if (relative(await realpath(root), place).split(sep)[0] === '..') return refuse('which leads out of the repository')
  const { size, ...found } = await stat(place).then((one) => ({ size: one.size, isFile: one.isFile() }))
  if (!found.isFile) return refuse('which is no file')
  return size > mostBytes ? refuse('which is larger than 1 MB') : await readFile(place, 'utf8')
}

function warning({ node, path }: Named, found: string, expected: string, remedy?: string): Problem {
  return problem({ at: node.at, path, found, expected, remedy, severity: 'warning' })
}
