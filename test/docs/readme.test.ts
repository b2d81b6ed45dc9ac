import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { allPages, nodesOf, readPage } from './pages.ts'

const readme = readPage('README.md')
const lines = readme.text.trimEnd().split('\n')

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
    expect(loaded.ok ? loaded.value.warnings : loaded.error).toEqual([])
  })

  it('has one place for what the demo prints', () => {
    expect(readme.text.match(/<!-- demo excerpt -->[\s\S]*?<!-- \/demo excerpt -->/g)).toHaveLength(1)
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
