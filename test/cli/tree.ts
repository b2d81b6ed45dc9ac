import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'

/** A repository's working tree with these files, gone after the test. @returns its top */
export function workingTree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'firebreak-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, '.git'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

interface Surroundings {
  readonly isTerminal?: boolean
  readonly input?: AsyncIterable<Uint8Array>
}

/** Runs a command. @returns its exit code, and what it wrote on each stream */
export async function run(args: readonly string[], surroundings: Surroundings = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCommand(args, {
    print: (line) => void out.push(line),
    printError: (line) => void err.push(line),
    isTerminal: false,
    ...surroundings,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
