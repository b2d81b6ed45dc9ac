import { describe, expect, it } from 'vitest'
import { comment, emergency, moment, nothing, repositoryOf } from '../../engine/support/samples.ts'
import { Replicas } from './replicas.ts'

const [here, there] = [repositoryOf(1), repositoryOf(2)]

describe('lanes that are looked at together', () => {
  it('have an event come before an effect that was seen to be next', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    for (const where of [here, there]) await driver.accept(emergency(1, { repository: where }))
    for (const work of [await driver.claimEvent(), await driver.claimEvent()])
      await driver.store.commit(work, { ...nothing, effects: [comment(`effect-${work.lane}`)] }, work.event.repository)
    const first = await driver.claimEffect()
    const other = first.lane === here.id ? there : here
    await driver.accept(emergency(7, { repository: other }))
    expect((await driver.claimEvent()).lane).toBe(other.id)
  })

  it('keep the order of their events when one is put off', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    for (const number of [1, 2, 3]) await driver.accept(emergency(number, { repository: here }))
    const first = await driver.claimEvent()
    await driver.store.retryEvent(first, moment + 1000, 'not now')
    expect(await driver.claim()).toBeUndefined()
    driver.now = moment + 1000
    for (const number of [1, 2, 3]) {
      const work = await driver.claimEvent()
      expect(work.event).toEqual(emergency(number, { repository: here }))
      await driver.store.commit(work, nothing, here)
    }
  })

  it('go to another replica with all that is left in them', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    for (const number of [1, 2]) await one.accept(emergency(number, { repository: here }))
    await one.store.commit(await one.claimEvent(), nothing, here)
    await one.store.close()
    expect((await other.claimEvent()).event).toEqual(emergency(2, { repository: here }))
  })
})
