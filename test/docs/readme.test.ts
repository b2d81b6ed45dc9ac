import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { allPages, nodesOf, readPage } from './pages.ts'

const readme = readPage('README.md')
const lines = readme.text.trimEnd().split('\n')

/** What stands between backticks in a list item that begins with these words. */
function namedAfter(words: string): string[] {
  const item = nodesOf(readme.tree, 'listItem').find(({ position }) =>
    readme.text.slice(position?.start.offset).startsWith(`- **${words}`),
  )
  if (!item) throw new Error(`The README has no list item "${words}".`)
  return nodesOf(item, 'inlineCode').map(({ value }) => value)
}

describe('README.md', () => {
  it('is read in one go', () => {
    expect(lines.length).toBeLessThanOrEqual(150)
  })

  it('says what it does before anything else, and shows both commands on the first screen', () => {
    expect(lines[0]).toBe('# Firebreak')
    const firstScreen = lines.slice(0, 40).join('\n')
    expect(firstScreen).toContain('npm ci && npm run demo')
    expect(firstScreen).toContain('npm ci && npm test')
  })

  it('shows a configuration that takes effect as printed', async () => {
    const [shown, ...others] = nodesOf(readme.tree, 'code').filter(({ lang }) => lang === 'yaml')
    expect(others).toEqual([])
    const loaded = await loadPolicy(shown?.value ?? '', async () => undefined)
    expect(loaded.ok ? [...loaded.value.warnings, ...loaded.value.notRunningYet] : loaded.error).toEqual([])
  })

  it('has one place for what the demo prints', () => {
    expect(readme.text.match(/<!-- demo excerpt -->[\s\S]*?<!-- \/demo excerpt -->/g)).toHaveLength(1)
  })
})

describe('the limits that the README tells', () => {
  const reference = readFileSync(join(projectRoot, 'docs/configuration.md'), 'utf8')
  const rows = reference.split('\n').filter((line) => /^\| `/.test(line))
  const keyOf = (row: string): string => /^\| `([^`]+)`/.exec(row)?.[1] ?? ''
  const pending = rows.filter((row) => row.includes('not carried out by this version')).map(keyOf)
  const told = namedAfter('Configured, checked, and not carried out yet').filter((name) => name !== 'firebreak/config')
  const isBelow = (key: string, name: string): boolean => key === name || /^(?:\.|\[\])/.test(key.slice(name.length))

  it('are all keys that are not carried out', () => {
    expect(pending.length).toBeGreaterThan(0)
    expect(pending.filter((key) => !told.some((name) => key.startsWith(name) && isBelow(key, name)))).toEqual([])
  })

  it('are no keys that are carried out', () => {
    const leaves = rows.map(keyOf).filter((key) => !rows.some((row) => keyOf(row).startsWith(`${key}.`)))
    const running = leaves.filter((key) => !pending.includes(key))
    const wrong = told.filter((name) => running.some((key) => key.startsWith(name) && isBelow(key, name)))
    expect(wrong).toEqual([])
    expect(told.filter((name) => !rows.some((row) => keyOf(row).startsWith(name)))).toEqual([])
  })
})

describe('npm scripts', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')))

  it.each(allPages())('that $path names exist', ({ text }) => {
    const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)].map(
      (match) => match[1] ?? match[2],
    )
    expect(named.filter((name) => scripts[String(name)] === undefined)).toEqual([])
  })
})
