import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Code, RootContent } from 'mdast'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../architecture/planted-tree.ts'
import { nodesOf, readPage } from './pages.ts'

const page = readPage('docs/getting-started.md')

/** A command of the page, and what it prints as far as the page shows it. */
interface Shown {
  readonly command: string
  readonly printed: readonly string[]
}

type Piece = { readonly path: string; readonly text: string } | Shown

/** Files and commands, in the order of the page. A file belongs where the line before it says. */
const pieces: readonly Piece[] = page.tree.children.flatMap((node, index, all): Piece[] => {
  if (node.type !== 'code') return []
  if (node.lang === 'console') return commandsIn(node)
  const path = pathBefore(all[index - 1])
  return path === undefined ? [] : [{ path, text: `${node.value}\n` }]
})

function pathBefore(node: RootContent | undefined): string | undefined {
  return node?.type === 'paragraph' && node.children.length === 2 ? nodesOf(node, 'inlineCode')[0]?.value : undefined
}

function commandsIn({ value }: Code): Shown[] {
  return value
    .split(/^\$ /mu)
    .slice(1)
    .map((part) => {
      const [command = '', ...printed] = part.trimEnd().split('\n')
      return { command, printed }
    })
}

describe('docs/getting-started.md', () => {
  let place = ''
  let folder = ''
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'firebreak-started-'))
    mkdirSync(join(place, 'bin'))
    mkdirSync(join(place, 'shop'))
    // What `npm link` makes.
    const word = join(place, 'bin/firebreak')
    writeFileSync(word, `#!/bin/sh\nexec "${process.execPath}" "${projectRoot}/src/cli/firebreak.js" "$@"\n`)
    chmodSync(word, 0o755)
    folder = place
    run('git init --quiet shop')
  })
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  /** Runs a line as a new user does, in the folder in which the line before left them. */
  function run(command: string) {
    const PATH = [join(place, 'bin'), process.env.PATH].join(delimiter)
    const script = `${command}\ncode=$?\npwd >&3\nexit $code\n`
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const
    const { status, output } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      env: { PATH },
      stdio: [...stdio],
      encoding: 'utf8',
    })
    folder = output[3]?.trim() ?? folder
    return { status, text: `${output[1] ?? ''}${output[2] ?? ''}` }
  }

  it.each(pieces)('%o', (piece) => {
    if ('path' in piece) {
      mkdirSync(dirname(join(folder, piece.path)), { recursive: true })
      writeFileSync(join(folder, piece.path), piece.text)
      return
    }
    const { status, text } = run(piece.command)
    let at = 0
    for (const line of piece.printed) {
      const next = text.indexOf(line.trim().replace(/ ?…$/u, ''), at)
      expect(next, `“${line}” in its place in\n${text}`).toBeGreaterThanOrEqual(0)
      at = next + 1
    }
    expect(status, text).toBe(piece.printed.some((line) => /✗|error:/u.test(line)) ? 1 : 0)
  })

  it('shows a handful of commands', () => {
    const commands = pieces.flatMap((piece) => ('command' in piece ? [piece.command] : []))
    expect(commands.filter((command) => command.includes('firebreak ')).length).toBeGreaterThan(5)
  })
})
