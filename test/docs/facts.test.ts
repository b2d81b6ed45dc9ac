import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { freezePrefix } from '../../src/github/freeze/ruleset.ts'
import { anyFreezePrefix } from '../../src/incident/freeze-rules.ts'
import { freezeCheckName } from '../../src/incident/incident.ts'
import { migrate } from '../../src/store/embedded/migrate.ts'
import { healthHandler } from '../../src/web/health.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { nodesOf, readPage, tableBelow } from './pages.ts'

const procedure = readPage('docs/procedure.md')
const operations = readPage('docs/operations.md')
const architecture = readPage('docs/architecture.md')

describe('what docs/procedure.md has administrators type', () => {
  const commands = nodesOf(procedure.tree, 'code')
    .filter(({ lang }) => lang === 'sh')
    .map(({ value }) => value)
    .join('\n')

  it('finds the rulesets that freezes really make', () => {
    expect(commands).toContain(`startswith("${anyFreezePrefix}")`)
    expect(commands).toContain(`startswith(\\"${freezePrefix('#12').replace('12', '$N')}\\")`)
  })

  it('takes out the check that freezes really ask for', () => {
    expect(commands).toContain(`contexts[]=${freezeCheckName(12).replace('12', '$N')}"`)
  })

  it('sets every variable before it is used, and freezes by hand under a name that is not ours', () => {
    const used = new Set([...commands.matchAll(/\$([A-Z]+)/g)].map(([, name]) => name))
    expect([...used].filter((name) => !new RegExp(`^${name}=`, 'm').test(commands))).toEqual([])
    const body = /<<'JSON'\n([\s\S]*?)\nJSON/.exec(commands)?.[1] ?? ''
    expect(JSON.parse(body)).toMatchObject({ target: 'branch', enforcement: 'active' })
    expect(body).not.toContain(anyFreezePrefix)
  })
})

describe('docs/architecture.md', () => {
  const places = ['', 'src', 'src/store', 'src/github', 'src/incident', 'src/engine', 'test']
  // The reader's own file, and one that there is not.
  const elsewhere = ['.github/incident.yml', 'index.ts']

  it('names files and folders that exist', () => {
    const paths = nodesOf(architecture.tree, 'inlineCode')
      .map(({ value }) => value)
      .filter((value) => /^[\w./-]+(?:\.(?:ts|js|cjs|json|yml)|\/)$/.test(value) && !elsewhere.includes(value))
    const named = [...paths, ...(diagram().match(/\b[\w-]+(?:\/[\w-]+)+(?:\.ts)?/g) ?? [])]
    expect(named.length).toBeGreaterThan(40)
    const missing = named.filter((path) => !places.some((place) => existsSync(join(projectRoot, place, path))))
    expect(missing).toEqual([])
  })

  it('has a row for each folder of the sources', () => {
    const rows = tableBelow(architecture, 'Where things are').map(([name]) => name)
    const folders = readdirSync(join(projectRoot, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory())
    expect(folders.map(({ name }) => `src/${name}/`).filter((name) => !rows.includes(name))).toEqual([])
  })

  const diagram = (): string => nodesOf(architecture.tree, 'code').find(({ lang }) => lang === 'mermaid')?.value ?? ''
})

describe('docs/operations.md', () => {
  const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('emulator'))
    .map((name) => readFileSync(join(projectRoot, 'src', name), 'utf8'))
    .join('\n')

  it('explains log lines that are really written', () => {
    const lines = tableBelow(operations, 'Logs').map(([line = '']) =>
      line.replace(/^…|\((?:warning|information)\)$/g, '').trim(),
    )
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.filter((line) => !sources.includes(line))).toEqual([])
  })

  it('names the addresses that answer', async () => {
    const answer = healthHandler(async () => ({ store: 'ok' }))
    const server = createServer((request, response) => {
      void answer(request, response).then((isAnswered) => isAnswered || response.writeHead(404).end())
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const rows = tableBelow(operations, 'Health').map(([row = '']) => row.split(' '))
    expect(rows).toHaveLength(2)
    for (const [method = '', path] of rows)
      expect.soft((await fetch(`http://127.0.0.1:${port}${path}`, { method })).status, path).toBe(200)
    server.close()
  })

  it('asks the database for what it has', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, 'a test')
    const commands = nodesOf(operations.tree, 'code')
      .map(({ value }) => value)
      .join('\n')
    const queries = [...commands.matchAll(/^sqlite3 data\/firebreak\.sqlite "(.+)"$/gm)].map(([, query = '']) => query)
    expect(queries.length).toBeGreaterThan(1)
    for (const query of queries) expect(() => database.prepare(query), query).not.toThrow()
    database.close()
  })
})
