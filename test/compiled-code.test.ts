import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from './architecture/planted-tree.ts'
import { temporaryDirectory } from './store/support/directory.ts'

let home: ReturnType<typeof temporaryDirectory>
beforeEach(() => {
  home = temporaryDirectory()
})
afterEach(() => home[Symbol.dispose]())

/** A process that keeps its compiled code there, if it may, and loads something. */
function started(directory: string, env: Readonly<Record<string, string>> = {}): boolean {
  const script = `
    const { keepCompiledCode, writeCompiledCode } = await import(${JSON.stringify(join(projectRoot, 'src/compiled-code.js'))})
    const isUsed = keepCompiledCode(${JSON.stringify(directory)})
    await import(${JSON.stringify(join(projectRoot, 'src/lib/duration.ts'))})
    writeCompiledCode()
    console.log(isUsed)`
  const { PATH = '' } = process.env
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { env: { PATH, ...env } })
  expect(run.stderr.toString()).toBe('')
  return run.stdout.toString().trim() === 'true'
}

const filesIn = (directory: string): number => readdirSync(directory, { recursive: true }).length

describe('compiled code', () => {
  it('is kept in a directory that only we may write to', () => {
    const directory = join(home.path, 'not', 'there', 'yet')
    expect(started(directory)).toBe(true)
    expect(filesIn(directory)).toBeGreaterThan(1)
    expect(started(directory)).toBe(true)
  })

  it.each([0o777, 0o775, 0o1777])('is neither read from nor written to one that others may write to (%o)', (mode) => {
    const directory = join(home.path, 'open')
    mkdirSync(directory)
    chmodSync(directory, mode)
    expect(started(directory)).toBe(false)
    expect(filesIn(directory)).toBe(0)
  })

  it('does not follow a link that somebody put in the place of the directory', () => {
    const target = join(home.path, 'target')
    mkdirSync(target)
    symlinkSync(target, join(home.path, 'link'))
    expect(started(join(home.path, 'link'))).toBe(false)
    expect(filesIn(target)).toBe(0)
  })

  it('is done without where no directory can be had', () => {
    writeFileSync(join(home.path, 'a-file'), '')
    expect(started(join(home.path, 'a-file', 'cache'))).toBe(false)
  })

  it('goes where the operator says', () => {
    const [own, theirs] = [join(home.path, 'own'), join(home.path, 'theirs')]
    expect(started(own, { NODE_COMPILE_CACHE: theirs })).toBe(false)
    expect(filesIn(theirs)).toBeGreaterThan(1)
    expect(filesIn(own)).toBe(0)
  })
})
