import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { acts, expectationKeys, simulation } from '../../src/policy/schema/simulation.ts'
import { nodesOf, readPage, tableBelow } from './pages.ts'

const page = readPage('docs/rehearsal.md')
const blocks = nodesOf(page.tree, 'code')

/** The page's files, as a reader would put them somewhere. */
function files(): { readonly folder: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-rehearsal-'))
  for (const { value } of blocks.filter(({ lang }) => lang === 'yaml' || lang === 'yml')) {
    const path = join(folder, /^# (\S+)/u.exec(value)?.[1] ?? '')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, value)
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The words of a command line; quotation marks keep spaces together. */
const argumentsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? '')

const commands = blocks.filter(({ lang }) => lang === 'console').map(({ value }) => value.replace(/^\$ /u, ''))

describe('the page about rehearsing', () => {
  it.each(commands)('%s', async (command) => {
    using tree = files()
    const printed: string[] = []
    const print = (line: string): void => void printed.push(line)
    const [, ...args] = argumentsOf(command).map((word) => (word.endsWith('.yml') ? join(tree.folder, word) : word))
    const config = join(tree.folder, '.github/incident.yml')
    const code = await runCommand([...args, '--config', config], { print, printError: print, isTerminal: false })
    expect(printed.join('\n')).not.toContain('✗')
    expect(code).toBe(0)
    expect(printed.join('\n')).toMatch(/T\+15m {2}Sun 03:15[\s\S]*pager \(pagerduty\): escalation/u)
  })

  it('shows two of them', () => {
    expect(commands.map((command) => argumentsOf(command)[1])).toEqual(['simulate', 'simulate'])
  })

  it.each([
    ['A scenario', Object.keys(simulation.shape)],
    ['What can happen', Object.keys(acts)],
    ['What can be expected', expectationKeys],
  ])('lists every key: %s', (title, keys) => {
    const named = tableBelow(page, title).flatMap(([cell = '']) => cell.split(', '))
    expect(named.sort()).toEqual([...keys].sort())
  })
})
