import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const program = new URL('gh-program.ts', import.meta.url).pathname

/** Somebody at a real shell, in a folder of their own, with a `gh` that speaks to the stand-in. */
export class Gh {
  readonly #environment: NodeJS.ProcessEnv
  readonly folder = mkdtempSync(join(tmpdir(), 'by-hand-'))

  constructor(apiUrl: string, token: string) {
    const bin = mkdtempSync(join(tmpdir(), 'by-hand-bin-'))
    writeFileSync(join(bin, 'gh'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
    chmodSync(join(bin, 'gh'), 0o755)
    this.#environment = {
      ...{ PATH: `${bin}:${process.env.PATH}`, STAND_IN: apiUrl, GH_TOKEN: token },
      // A program for each request: without this, most of a test's time is reading the program.
      NODE_COMPILE_CACHE: join(tmpdir(), 'by-hand-compiled'),
    }
    onTestFinished(() => {
      for (const folder of [bin, this.folder]) rmSync(folder, { recursive: true, force: true })
    })
  }

  /** Runs a block of commands; returns what they print. Rejects with what they complain of where one of them fails. */
  async run(block: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.folder, env: this.#environment }
      execFile('sh', ['-eu', '-c', block], options, (error, printed, complaints) =>
        error ? reject(new Error(`${complaints}\n${printed}`)) : resolve(printed.trimEnd()),
      )
    })
  }
}

/** The blocks of commands below a heading of a page. */
export function blocksBelow(page: string, heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block.trimEnd())
}
