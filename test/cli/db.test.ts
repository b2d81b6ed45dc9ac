import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firebreak-db-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function db(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const [out, err, progress]: [string[], string[], string[]] = [[], [], []]
  const terminal = {
    print: (line: string) => void out.push(line),
    printError: (line: string) => void err.push(line),
    rewrite: (line: string) => void progress.push(line),
    isTerminal: true,
  }
  const code = await runCommand(['db', ...args], terminal, environment)
  return { code, out: out.join('\n'), err: err.join('\n'), progress }
}

describe('firebreak db', () => {
  it.each([
    [['copy'], {}, 'it is not said from where: --from DATA_DIR, or the variable DATA_DIR.'],
    [['copy', '--from', 'data'], {}, 'it is not said to where: --to DATABASE_URL, or the variable'],
    [['backup'], {}, 'it is not said from where'],
    [['backup'], { DATA_DIR: 'data' }, 'it is not said to where: --to FILE.'],
    [['restored'], {}, 'it is not said which data: --data DATA_DIR, or the variable DATABASE_URL or DATA_DIR.'],
  ])('%j with %j says what is missing, and does nothing', async (args, environment, sentence) => {
    const { code, out, err } = await db(args, environment)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(err).toContain(`\`firebreak help db ${args[0]}\``)
  })

  it('says where there is no database, as something that did not go as it should', async () => {
    const { code, err } = await db(['backup', '--from', folder, '--to', join(folder, 'copy.sqlite')])
    expect(code).toBe(1)
    expect(err).toContain(`There is no database in ${folder}`)
  })

  it('writes a back-up, says so meanwhile, and refuses to write it over another', async () => {
    const store = await openEmbeddedStore({ directory: join(folder, 'data'), now: () => 0 })
    const to = join(folder, 'copy.sqlite')
    const written = await db(['backup', '--to', to], { DATA_DIR: join(folder, 'data') })
    expect(written).toMatchObject({ code: 0, err: '', progress: [`Writing ${to} …`, ''] })
    expect(statSync(to).size).toBeGreaterThan(0)
    const again = await db(['backup', '--to', to], { DATA_DIR: join(folder, 'data') })
    expect(again).toMatchObject({ code: 1, out: '', progress: [`Writing ${to} …`, ''] })
    expect(again.err).toContain('is there already')
    await store.close()
  })
})
