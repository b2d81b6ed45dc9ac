import { beforeAll, describe, expect, it } from 'vitest'
import { isAtRest } from './outcome.ts'
import { playUnderFire, playUndisturbed } from './under-fire.ts'

type Undisturbed = Awaited<ReturnType<typeof playUndisturbed>>

/** `npm run bench -- kills` does this a thousand times. */
describe('a server that is killed at random moments while incidents go on', { timeout: 120_000 }, () => {
  let undisturbed: Undisturbed
  beforeAll(async () => {
    undisturbed = await playUndisturbed()
  }, 60_000)

  it('plays stories to their end when it is not', () => {
    for (const [name, { rulesets, rulesetsMade, comments }] of undisturbed)
      expect([name, rulesets, rulesetsMade.length, comments.length > 3]).toEqual([name, [], 1, true])
  })

  it('loses nothing, does nothing twice and leaves nothing behind', async () => {
    const report = await playUnderFire({ kills: 20, seed: 4, workers: 6, undisturbed, isAtRest })
    expect(Object.values(report.kills).reduce((sum, kills) => sum + kills, 0)).toBe(20)
    expect(report.incidents).toBeGreaterThanOrEqual(6)
    expect(report.differences).toEqual([])
  })
})
