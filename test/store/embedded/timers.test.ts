import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { emergency, moment, repository } from '../../engine/support/samples.ts'
import { temporaryDirectory } from '../support/directory.ts'
import { Driver } from '../support/driver.ts'

let driver: Driver
beforeEach(async () => {
  const home = temporaryDirectory()
  driver = await Driver.start({
    open: (now) => openEmbeddedStore({ directory: home.path, now }),
    destroy: async () => home[Symbol.dispose](),
  })
})
afterEach(() => driver.stop())

it('a delivery is stored while thousands of timers fire, and does not wait for the last of them', async () => {
  const incident = `${repository.id}#1`
  const timers = Array.from({ length: 2000 }, (_, index) => ({ name: `${index}`, at: moment + 1 }))
  await driver.decide({ timers: [{ incident, timers }] })
  const firing = driver.store.fireTimers(moment + 1)
  await driver.accept(emergency(2))
  const { timers: left } = await driver.store.workload()
  expect(left).toBeGreaterThan(1000)
  expect(await firing).toBe(2000)
})
