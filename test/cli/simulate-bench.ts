import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'

/** A folder of its own for each test, and `firebreak simulate` with what it printed. */
export function simulateBench() {
  const bench = { folder: '', file, simulate }
  beforeEach(() => {
    bench.folder = mkdtempSync(join(tmpdir(), 'firebreak-simulate-'))
  })
  afterEach(() => rmSync(bench.folder, { recursive: true, force: true }))
  return bench

  /** Puts a file there. @returns its path */
  function file(name: string, text: string): string {
    const path = join(bench.folder, name)
    writeFileSync(path, text)
    return path
  }

  async function simulate(...args: string[]) {
    const [printed, errors]: [string[], string[]] = [[], []]
    const terminal = {
      print: (line: string) => void printed.push(line),
      printError: (line: string) => void errors.push(line.replaceAll(`${bench.folder}/`, '')),
      isTerminal: false,
    }
    const code = await runCommand(['simulate', ...args], terminal)
    return { code, text: printed.join('\n'), errors: errors.join('\n') }
  }
}
