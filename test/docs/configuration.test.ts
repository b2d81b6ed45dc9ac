import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { renderReference } from '../../src/policy/reference.ts'
import { recordVariables } from '../../src/render/postmortem-variables.ts'
import { declared, incidentAfter } from '../render/samples.ts'

const docs = new URL('../../docs/', import.meta.url)

function configurationBlocks(): { file: string; text: string }[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const markdown = readFileSync(new URL(file, docs), 'utf8')
      return [...markdown.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((block) => ({ file, text: block[1] ?? '' }))
    })
}

describe('docs/configuration.md', () => {
  // `npx vitest run test/docs/configuration.test.ts -u` writes the page anew.
  it('is what the schema says', async () => {
    await expect(renderReference()).toMatchFileSnapshot('../../docs/configuration.md')
  })

  it('describes every key', () => {
    const rows = renderReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter((line) => /\|\s*\|$/.test(line))).toEqual([])
  })
})

describe('the variables of templates', () => {
  it('are those that templates are given', () => {
    const [, section = ''] = renderReference().split('## Templates')
    const rows = section.split('\n').filter((line) => line.startsWith('| `'))
    const told = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name))
    const record = recordVariables(incidentAfter([declared]), 5)
    const given = Object.keys(record).filter((name) => !['config', 'earlier-lines'].includes(name))
    expect(told.toSorted()).toEqual(given.toSorted())
    const incident = rows.find((row) => row.startsWith('| `incident`')) ?? ''
    const missing = Object.keys(record.incident).filter((name) => !incident.includes(`\`${name}\``))
    expect(missing).toEqual(['reported-at', 'durations'])
  })
})

describe('the example of every key', () => {
  it('shows every key of the tables', () => {
    const page = renderReference()
    const [tables = '', example = ''] = page.split('## Every key')
    const keys = [...tables.matchAll(/^\| `([^`]+)`/gm)].map((row) => row[1] ?? '')
    // The commands are all alike, and `scope` and `file` stand beside what is shown in their place.
    const shown = keys.filter((key) => !key.startsWith('commands.') && !key.endsWith('.scope'))
    const names = shown
      .map((key) => key.split('.').at(-1)?.replace('[]', '') ?? '')
      .filter((name) => /^[a-z]/.test(name))
    expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(example))).toEqual([])
  })
})

describe('the configurations in docs/', () => {
  it('are there', () => {
    expect(configurationBlocks().length).toBeGreaterThan(0)
  })

  it.each(configurationBlocks())('takes effect as printed in $file', async ({ text }) => {
    const loaded = await loadPolicy(text, async () => undefined)
    expect(loaded.ok ? loaded.value.warnings : loaded.error).toEqual([])
  })
})
