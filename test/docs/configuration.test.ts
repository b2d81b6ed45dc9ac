import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { renderReference } from '../../src/policy/reference.ts'

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

describe('the configurations in docs/', () => {
  it('are there', () => {
    expect(configurationBlocks().length).toBeGreaterThan(0)
  })

  it.each(configurationBlocks())('takes effect as printed in $file', async ({ text }) => {
    const loaded = await loadPolicy(text, async () => undefined)
    expect(loaded.ok ? loaded.value.warnings : loaded.error).toEqual([])
  })
})
