import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyOf } from './read.ts'

describe('keys that are not carried out yet', () => {
  it('are named, at their place', async () => {
    const text = readFileSync(new URL('fixtures/complete.yml', import.meta.url), 'utf8')
    const { notRunningYet } = await policyOf(text)
    expect(new Set(notRunningYet.map((one) => one.severity))).toEqual(new Set(['notice']))
    expect(notRunningYet.map((one) => one.keyPath)).toEqual(['freeze.windows'])
    expect(notRunningYet[0]).toMatchObject({ file: '.github/incident.yml', column: 3 })
    expect(notRunningYet[0]?.message).toBe(
      '`freeze.windows` is valid and has no effect yet: this version does not freeze by the calendar.',
    )
  })

  it('are silent where they ask for nothing', async () => {
    expect((await policyOf('freeze: { windows: [] }')).notRunningYet).toEqual([])
  })
})
