import { describe, expect, it } from 'vitest'
import { comment, commentAdded, moment, nothing, repository } from '../../engine/support/samples.ts'
import { Replicas } from './replicas.ts'

const odd = 'a\u0000b \ud83d alone'

describe('text that PostgreSQL cannot hold as it is', () => {
  it('arrives in an event as somebody wrote it', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    await driver.accept(commentAdded(1, odd))
    const work = await driver.claimEvent()
    expect(work.event).toEqual(commentAdded(1, odd))
    await driver.store.retryEvent(work, moment, odd)
    expect((await driver.claimEvent()).failures).toBe(1)
  })

  it('may be part of the name of an effect or a timer, or of a key of the memory', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    const key = `drill-problem/${odd}`
    const timers = [{ incident: '1#1', timers: [{ name: odd, at: moment + 1 }] }]
    await driver.decide({ effects: [comment(key, { keep: 'latest' })], timers })
    const again = { type: 'React', commentId: 5, content: '+1' } as const
    await driver.decide({ effects: [comment(key, { keep: 'latest', effect: again })] })
    const work = await driver.claimEffect()
    expect(work).toMatchObject({ revision: 2, put: { effect: again } })
    await driver.store.memorise(key, odd)
    expect(await driver.store.recall(key)).toBe(odd)
    await driver.store.settle(work, { succeeded: false, reason: odd }, moment)
    await driver.store.commit(await driver.claimEvent(), { ...nothing, cancelled: [key] }, repository)
    expect(await driver.claim()).toBeUndefined()
    expect(await driver.store.fireTimers(moment + 1)).toBe(1)
  })
})
