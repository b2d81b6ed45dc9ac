import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '../..')

/** What the checks read besides the sources: a planted tree is judged by the project's own settings. */
const settings = ['biome.json', 'tsconfig.json', 'package.json', 'test/architecture/no-clock.grit']

export interface PlantedTree extends Disposable {
  readonly root: string
}

/** Writes `files` (path → text) into a new folder beside a copy of the project's settings; disposing deletes it. */
export function plant(files: Readonly<Record<string, string>>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'planted-'))
  for (const setting of settings) cpSync(join(projectRoot, setting), join(root, setting))
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
