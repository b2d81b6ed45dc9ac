import { describe, expect, it } from 'vitest'
import { comment, emergency, nothing, repository, repositoryOf } from '../../engine/support/samples.ts'
import type { Driver } from '../support/driver.ts'

export function describeOutbox(driver: () => Driver): void {
  describe('the outbox', () => {
    describe('gives effects out', () => describeOrder(driver))
    describe('counts the tries of an effect', () => describeTries(driver))
    describe('learns how an effect ended', () => describeSettling(driver))
    describe('takes back what is no longer wanted', () => describeCancelling(driver))
    it('counts what was asked for under keys that begin alike, also when it is done', async () => {
      await driver().put(comment('a/1'), comment('a/2'), comment('a'), comment('b/1'))
      await driver().perform()
      await driver().reopen()
      expect(await driver().store.effectsAskedFor('a/')).toEqual({ asked: 2, waiting: 1 })
      expect(await driver().store.effectsAskedFor('a')).toEqual({ asked: 3, waiting: 2 })
      expect(await driver().store.effectsAskedFor('a/1')).toEqual({ asked: 1, waiting: 0 })
      expect(await driver().store.effectsAskedFor('a/3')).toEqual({ asked: 0, waiting: 0 })
    })
  })
}

function describeOrder(driver: () => Driver): void {
  it('urgent ones first, then in the order in which they were asked for', async () => {
    await driver().put(comment('a'), comment('b', { urgent: true }), comment('c'))
    await driver().put(comment('d', { urgent: true }))
    expect(await driver().performAll()).toEqual(['b', 'd', 'a', 'c'])
  })

  it('reactions last, for what they seal may be asked for anew behind them', async () => {
    const react = comment('react', { effect: { type: 'React', commentId: 5, content: '+1', seals: 'card' } })
    await driver().put(react, comment('a'))
    await driver().put(comment('b'))
    expect(await driver().performAll()).toEqual(['a', 'b', 'react'])
  })

  it('after the events of their repository', async () => {
    await driver().put(comment('a', { urgent: true }))
    await driver().accept(emergency(1))
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    expect((await driver().claimEffect()).put.key).toBe('a')
  })

  it('with everything that was stored, and the repository as it is known now', async () => {
    const put = comment('a', { urgent: true, keep: 'latest', incident: '1#1', delivery: 'guid-1' })
    await driver().put(put)
    const renamed = { ...repository, name: 'renamed' }
    await driver().store.rememberRepository(renamed)
    await driver().reopen()
    const { lane } = { lane: repository.id }
    expect(await driver().claimEffect()).toMatchObject({ lane, put, repository: renamed, triesBefore: 0, failures: 0 })
  })

  it('one at a time for a repository', async () => {
    const elsewhere = repositoryOf(2)
    await driver().accept(emergency(1), emergency(2, { repository: elsewhere }))
    const [here, there] = [await driver().claimEvent(), await driver().claimEvent()]
    await driver().store.commit(here, { ...nothing, effects: [comment('a'), comment('b')] }, repository)
    await driver().store.commit(there, { ...nothing, effects: [comment('c')] }, elsewhere)
    const claimed = await Promise.all([driver().claim(), driver().claim(), driver().claim()])
    const keys = claimed.flatMap((work) => (work?.type === 'effect' ? work.put.key : []))
    expect(keys.sort()).toEqual(['a', 'c'])
  })

  it('past one that was put off', async () => {
    await driver().put(comment('a'), comment('b'))
    await driver().store.retryEffect(await driver().claimEffect(), driver().now + 1000, 'GitHub did not answer')
    expect((await driver().perform()).put.key).toBe('b')
    expect(await driver().claim()).toBeUndefined()
    driver().now += 1000
    expect(await driver().claimEffect()).toMatchObject({ put: { key: 'a' }, failures: 1, triesBefore: 1 })
  })

  it('past an event that was put off', async () => {
    await driver().put(comment('a'))
    await driver().accept(emergency(1))
    await driver().store.retryEvent(await driver().claimEvent(), driver().now + 1000, 'GitHub did not answer')
    expect((await driver().claimEffect()).put.key).toBe('a')
  })
}

function describeTries(driver: () => Driver): void {
  it('before it begins, so that a try nobody saw the end of is counted', async () => {
    await driver().put(comment('a'))
    expect((await driver().claimEffect()).triesBefore).toBe(0)
    await driver().reopen()
    expect((await driver().claimEffect()).triesBefore).toBe(1)
    await driver().reopen()
    expect(await driver().claimEffect()).toMatchObject({ triesBefore: 2, failures: 0 })
  })

  it('and the failures that were seen', async () => {
    await driver().put(comment('a'))
    await driver().store.retryEffect(await driver().claimEffect(), driver().now, 'no')
    await driver().store.retryEffect(await driver().claimEffect(), driver().now, 'no')
    await driver().reopen()
    expect(await driver().claimEffect()).toMatchObject({ triesBefore: 2, failures: 2 })
  })
}

function describeSettling(driver: () => Driver): void {
  it.each([
    { succeeded: true, result: { type: 'Commented', commentId: 5, url: 'https://github.com/x' } } as const,
    { succeeded: false, reason: 'The repository is archived.' } as const,
  ])('and tells with an event: $succeeded', async (outcome) => {
    const put = comment('a', { incident: '1#1' })
    await driver().put(put)
    const { now, store } = driver()
    await store.settle(await driver().claimEffect(), outcome, now + 5)
    await driver().reopen()
    const work = await driver().claimEvent()
    expect(work.event).toEqual({ type: 'EffectSettled', repository, at: now + 5, put, outcome })
    await driver().store.commit(work, nothing, repository)
    expect(await driver().claim(), 'it is not performed again').toBeUndefined()
  })

  it('once, however often it is told', async () => {
    await driver().put(comment('a'))
    const work = await driver().claimEffect()
    await driver().store.settle(work, { succeeded: true, result: { type: 'Done' } }, 1)
    await driver().store.settle(work, { succeeded: true, result: { type: 'Done' } }, 2)
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    expect(await driver().claim()).toBeUndefined()
  })
}

function describeCancelling(driver: () => Driver): void {
  it('as long as it waits', async () => {
    await driver().put(comment('a'), comment('b'))
    await driver().decide({ cancelled: ['a', 'never heard of'] })
    expect(await driver().performAll()).toEqual(['b'])
  })

  it('and lets alone what was done before', async () => {
    const put = comment('a', { keep: 'latest' })
    await driver().put(put)
    await driver().perform()
    await driver().decide({ cancelled: ['a'] })
    await driver().put(put)
    expect(await driver().claim(), 'it is known as done').toBeUndefined()
  })

  it('but hears what became of one that was being performed', async () => {
    await driver().put(comment('a'))
    const elsewhere = repositoryOf(2)
    const work = await driver().claimEffect()
    await driver().decide({ cancelled: ['a'] }, elsewhere)
    await driver().store.settle(work, { succeeded: true, result: { type: 'Done' } }, 1)
    expect((await driver().claimEvent()).event).toMatchObject({ type: 'EffectSettled' })
  })

  it('and does not try one again that failed after it was taken back', async () => {
    await driver().put(comment('a'))
    const work = await driver().claimEffect()
    await driver().decide({ cancelled: ['a'] }, repositoryOf(2))
    await driver().store.retryEffect(work, driver().now, 'no')
    expect(await driver().claim()).toBeUndefined()
  })

  it('and knows what is asked for in the same breath', async () => {
    await driver().put(comment('a', { keep: 'latest' }))
    await driver().decide({ cancelled: ['a'], effects: [comment('a', { keep: 'latest' })] })
    expect(await driver().performAll()).toEqual(['a'])
  })
}
