import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { playedHere } from '../harness/forecasts.ts'
import { randomConfiguration } from './random-configuration.ts'

const written = (text: string) => ({ text, shared: {} })

it('of any two configurations comes to its end, says the same each time, and nothing that cannot be', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(randomConfiguration, randomConfiguration, async (before, after) => {
      const loaded = await loadPolicy(after, async () => undefined)
      expect(loaded.ok ? [] : loaded.error.map(({ message }) => message)).toEqual([])
      const forecast = await playedHere().of(written(before), written(after))
      if (forecast?.type !== 'played') throw new Error(JSON.stringify(forecast))
      const again = await playedHere().of(written(before), written(after))
      expect(JSON.stringify(again)).toBe(JSON.stringify(forecast))
      for (const outlook of forecast.cases.flatMap((one) => [one.before, one.after]))
        for (const { after: at } of [
          ...(outlook?.calls ?? []),
          ...(outlook?.freezes ?? []),
          ...(outlook?.missed ?? []),
        ])
          expect([at >= 0, at <= forecast.watched]).toEqual([true, true])
    }),
    { numRuns: 5, endOnFailure: true },
  )
})

it('of a configuration and itself shows no difference', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomConfiguration, async (text) => {
      const forecast = await playedHere().of(written(text), written(text))
      if (forecast?.type !== 'played') throw new Error(JSON.stringify(forecast))
      for (const { before, after } of forecast.cases) expect(after).toEqual(before)
    }),
    { numRuns: 4, endOnFailure: true },
  )
})
