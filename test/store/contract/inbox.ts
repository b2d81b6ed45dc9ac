import { describe, expect, it } from 'vitest'
import { emergency, issueChanged, nothing, repository, repositoryOf } from '../../engine/support/samples.ts'
import type { Driver } from '../support/driver.ts'

const elsewhere = repositoryOf(2)

export function describeInbox(driver: () => Driver): void {
  describe('the inbox', () => {
    describe('takes deliveries in', () => describeAccepting(driver))
    describe('gives events out', () => describeOrder(driver))
    describe('takes events back', () => describePuttingOff(driver))
  })
}

function describeAccepting(driver: () => Driver): void {
  it('and still has the event when the process was replaced', async () => {
    const event = emergency(1)
    expect(await driver().accept(event)).toBe(true)
    await driver().reopen()
    expect(await driver().claimEvent()).toMatchObject({ lane: repository.id, event, failures: 0 })
  })

  it('once per GUID, whether it comes again at once or much later', async () => {
    const both = [driver().acceptAs('a', emergency(1)), driver().acceptAs('a', emergency(2))]
    expect(await Promise.all(both)).toEqual([true, false])
    await driver().reopen()
    expect(await driver().acceptAs('a', emergency(3))).toBe(false)
    const work = await driver().claimEvent()
    expect(work.event).toEqual(emergency(1))
    await driver().store.commit(work, nothing, repository)
    expect(await driver().acceptAs('a', emergency(4))).toBe(false)
    expect(await driver().claim()).toBeUndefined()
  })

  it('and knows by its GUID what it took', async () => {
    expect(await driver().store.wasAccepted('a')).toBe(false)
    await driver().acceptAs('a', emergency(1))
    await driver().reopen()
    expect(await driver().store.wasAccepted('a')).toBe(true)
    expect(await driver().store.wasAccepted('b')).toBe(false)
  })

  it('many at a time, in order', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1)
    const accepted = await Promise.all(numbers.map((number) => driver().accept(emergency(number))))
    expect(accepted.every(Boolean)).toBe(true)
    for (const number of numbers) {
      const work = await driver().claimEvent()
      expect(work.event).toEqual(emergency(number))
      await driver().store.commit(work, nothing, repository)
    }
  })

  it('with events of several repositories', async () => {
    await driver().accept(emergency(1), emergency(2, { repository: elsewhere }))
    expect((await driver().claimEvent()).lane).toBe(repository.id)
    expect((await driver().claimEvent()).lane).toBe(elsewhere.id)
  })

  it('whatever text they carry', async () => {
    const issue = { ...emergency(1).issue, title: `'; drop table event; -- \u0000 \ud800 🔥 __proto__` }
    const event = emergency(1, { issue })
    await driver().accept(event)
    expect((await driver().claimEvent()).event).toEqual(event)
  })

  it('and events that no delivery brought', async () => {
    await driver().store.enqueue(emergency(1))
    await driver().reopen()
    expect((await driver().claimEvent()).event).toEqual(emergency(1))
  })
}

function describeOrder(driver: () => Driver): void {
  it('one at a time for a repository, in the order in which they came', async () => {
    await driver().accept(emergency(1))
    await driver().accept(emergency(2))
    const first = await driver().claimEvent()
    expect(await driver().claim()).toBeUndefined()
    await driver().store.commit(first, nothing, repository)
    expect((await driver().claimEvent()).event).toEqual(emergency(2))
  })

  it('for every repository at the same time', async () => {
    await driver().accept(emergency(1))
    await driver().accept(emergency(2))
    await driver().accept(emergency(3, { repository: elsewhere }))
    expect((await driver().claimEvent()).event).toEqual(emergency(1))
    expect((await driver().claimEvent()).event).toEqual(emergency(3, { repository: elsewhere }))
    expect(await driver().claim()).toBeUndefined()
  })

  it('never to two who ask at the same time', async () => {
    await driver().accept(emergency(1))
    const claimed = await Promise.all([driver().claim(), driver().claim()])
    expect(claimed.filter((work) => work !== undefined)).toHaveLength(1)
  })

  it('again when the process died before it could decide', async () => {
    await driver().accept(emergency(1))
    await driver().claimEvent()
    await driver().reopen()
    expect((await driver().claimEvent()).event).toEqual(emergency(1))
  })

  it('to every repository in turn', async () => {
    for (const number of [1, 2]) await driver().accept(emergency(number))
    await driver().accept(emergency(3, { repository: elsewhere }))
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    expect((await driver().claimEvent()).lane).toBe(elsewhere.id)
  })
}

function describePuttingOff(driver: () => Driver): void {
  it('for a later try, and those behind it wait as well', async () => {
    const { now } = driver()
    await driver().accept(emergency(1))
    await driver().accept(emergency(2))
    await driver().accept(emergency(3, { repository: elsewhere }))
    await driver().store.retryEvent(await driver().claimEvent(), now + 1000, 'GitHub did not answer')
    expect((await driver().claimEvent()).lane).toBe(elsewhere.id)
    expect(await driver().claim()).toBeUndefined()
    expect(await driver().store.nextDue(now)).toBe(now + 1000)
    driver().now += 1000
    expect(await driver().claimEvent()).toMatchObject({ event: emergency(1), failures: 1 })
  })

  it('and remembers over a restart until when', async () => {
    await driver().accept(emergency(1))
    await driver().store.retryEvent(await driver().claimEvent(), driver().now + 1000, 'GitHub did not answer')
    await driver().reopen()
    expect(await driver().claim()).toBeUndefined()
    driver().now += 1000
    expect((await driver().claimEvent()).failures).toBe(1)
  })

  it('for good when it cannot be handled, and the next one follows', async () => {
    await driver().accept(emergency(1))
    await driver().accept(emergency(2))
    await driver().store.buryEvent(await driver().claimEvent(), 'It makes no sense')
    const next = await driver().claimEvent()
    expect(next.event).toEqual(emergency(2))
    await driver().store.commit(next, nothing, repository)
    await driver().reopen()
    expect(await driver().claim()).toBeUndefined()
  })

  it('without giving up a lane that somebody else has taken since', async () => {
    await driver().accept(issueChanged(1))
    await driver().accept(issueChanged(2))
    const first = await driver().claimEvent()
    await driver().store.commit(first, nothing, repository)
    await driver().claimEvent()
    await driver().store.retryEvent(first, driver().now, 'too late')
    expect(await driver().claim()).toBeUndefined()
  })
}
