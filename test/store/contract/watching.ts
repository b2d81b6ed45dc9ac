import { describe, expect, it } from 'vitest'
import { comment, emergency, moment, nothing, repository, repositoryOf } from '../../engine/support/samples.ts'
import { type Driver, recordedIn } from '../support/driver.ts'

export function describeWatching(driver: () => Driver): void {
  describe('to be watched', () => {
    it('an empty store has nothing to do', async () => {
      expect(await driver().store.workload()).toEqual({
        ...{ events: 0, oldestEvent: undefined, buried: 0 },
        ...{ effects: 0, urgentEffects: 0, oldestEffect: undefined },
        ...{ timers: 0, nextTimer: undefined },
      })
    })

    it('counts what waits, and tells since when', async () => {
      await driver().put(comment('a'), comment('b', { urgent: true }), comment('c'))
      driver().now += 1000
      await driver().put(comment('d'))
      await driver().perform()
      await driver().decide({ timers: [{ incident: '1#1', timers: [{ name: 'escalation', at: moment + 5000 }] }] })
      await driver().accept({ ...emergency(1), at: moment + 7 }, { ...emergency(2), at: moment + 8 })
      await driver().reopen()
      expect(await driver().store.workload()).toEqual({
        ...{ events: 2, oldestEvent: moment + 7, buried: 0 },
        ...{ effects: 3, urgentEffects: 0, oldestEffect: moment },
        ...{ timers: 1, nextTimer: moment + 5000 },
      })
    })

    it('counts what was put aside apart from what waits', async () => {
      await driver().accept(emergency(1), emergency(2))
      await driver().store.buryEvent(await driver().claimEvent(), 'nobody knows why')
      expect(await driver().store.workload()).toMatchObject({ events: 1, buried: 1 })
    })

    it('says in which repositories something is at hand', async () => {
      const other = repositoryOf(2)
      expect(await driver().store.repositoriesAtHand()).toEqual([])
      await driver().decide(nothing)
      await driver().decide(recordedIn(other, 1), other)
      expect(await driver().store.repositoriesAtHand()).toEqual([other])
      await driver().decide(recordedIn(repository, 1))
      expect(await driver().store.repositoriesAtHand()).toEqual([repository, other])
    })

    it('gives an office to whoever asks again', async () => {
      const { store } = driver()
      expect(await store.takeOffice('sweep', moment + 1000, moment)).toBe(true)
      expect(await store.takeOffice('sweep', moment + 2000, moment)).toBe(true)
    })
  })
}
