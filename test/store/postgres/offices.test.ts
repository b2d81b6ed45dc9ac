import { expect, it } from 'vitest'
import { moment } from '../../engine/support/samples.ts'
import { Replicas } from './replicas.ts'

const minute = 60_000
const year = 365 * 86_400_000

it('an office that was taken by a clock which is far ahead is not lost until then', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const [wrong, right] = [await replicas.start(), await replicas.start()]
  await wrong.store.takeOffice('round', moment + year + 10 * minute, moment + year)
  expect(await right.store.takeOffice('round', moment + 10 * minute, moment)).toBe(true)
})

it('an office stays with whom it is although clocks are some seconds apart, and whoever has lost it cannot give it up', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const [ahead, behind] = [await replicas.start(), await replicas.start()]
  await ahead.store.takeOffice('round', moment + 10 * minute, moment)
  expect(await behind.store.takeOffice('round', moment + 10 * minute - 5000, moment - 5000)).toBe(false)
  expect(await behind.store.takeOffice('round', moment - 1, moment)).toBe(false)
  expect(await behind.store.takeOffice('round', moment + 11 * minute, moment + minute)).toBe(false)
})
