import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { Harness } from '../harness/firebreak.ts'
import { sceneOf } from '../scenario/stage.ts'
import { playIncident, wholeConfig } from '../scenario/whole-incident.ts'
import { nodesOf, readPage } from './pages.ts'

const blocks = nodesOf(readPage('docs/explain.md').tree, 'code').filter(({ lang }) => lang === 'console')

/** The words of a command line; quotation marks keep spaces together. */
const argumentsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? '')

/** What differs between two runs that are the same to a reader: deliveries, comments, commits. */
const alike = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, 'GUID')
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{7}\b/gu, 'COMMIT')
    .replace(/comment \d+|react\/\d+/gu, 'COMMENT')

describe('the page about explanations', () => {
  let world: Harness
  beforeAll(async () => {
    world = await Harness.start({ config: wholeConfig })
    await playIncident(sceneOf(world))
  }, 60_000)
  afterAll(async () => await world.close())

  it('shows three answers', () => {
    expect(blocks).toHaveLength(3)
  })

  it.each(blocks.map(({ value }) => value))('shows what is printed: %s', async (shown) => {
    const [command = '', ...output] = shown.split('\n')
    const printed: string[] = []
    const print = (line: string): void => void printed.push(line)
    const [, , ...args] = argumentsOf(command)
    const code = await runCommand(args, { print, printError: print, isTerminal: false }, world.environment)
    expect(code).toBe(0)
    expect(alike(output.join('\n'))).toBe(alike(printed.join('\n')))
  })
})
