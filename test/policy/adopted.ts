import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Policy } from '../../src/policy/policy.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { policyOf } from './read.ts'

/** The lines that the docstring of a preset asks its adopter to write. */
export function ownLines(name: string): string {
  const folder = join(projectRoot, 'src/policy/presets')
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .find((text) => text.includes(` *     extends: firebreak:${name}\n`))
  if (source === undefined) throw new Error(`No docstring shows how to adopt ${name}.`)
  return [...source.matchAll(/^ \* {5}(.*)$/gm)].map(([, line]) => line).join('\n')
}

/** The policy of a repository that adopts a preset as its docstring shows. */
export const adopted = async (name: string): Promise<Policy> => (await policyOf(ownLines(name))).policy
