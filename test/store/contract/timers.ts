import { describe, expect, it } from 'vitest'
import type { Timer } from '../../../src/incident/timer.ts'
import { comment, emergency, nothing, repository } from '../../engine/support/samples.ts'
import { type Driver, present, recorded } from '../support/driver.ts'

const incident = `${repository.id}#1`

export function describeTimers(driver: () => Driver): void {
  describe('timers', () => describeFiring(driver))
  describe('the next moment at which there is something to do', () => describeNextDue(driver))
}

/** A decision about incident 1 after which it waits for these. */
async function set(driver: Driver, ...timers: readonly Timer[]): Promise<void> {
  const known = await driver.store.incidentAt(repository.id, 1)
  await driver.decide({ ...recorded(known ?? 1, { type: 'Acknowledged' }), timers: [{ incident, timers }] })
}

function describeFiring(driver: () => Driver): void {
  it('become events when they are due, and not before', async () => {
    const { now, store } = driver()
    await set(driver(), { name: 'escalation', at: now + 500 })
    expect(await store.fireTimers(now + 499)).toBe(0)
    expect(await store.fireTimers(now + 700)).toBe(1)
    expect((await driver().claimEvent()).event).toEqual({
      type: 'TimerFired',
      repository,
      at: now + 700,
      incident,
      timer: 'escalation',
      dueAt: now + 500,
    })
    expect(await store.fireTimers(now + 9000)).toBe(0)
  })

  it('fire in the order in which they were due', async () => {
    const { now } = driver()
    await set(driver(), { name: 'later', at: now + 2 }, { name: 'sooner', at: now + 1 })
    expect(await driver().store.fireTimers(now + 2)).toBe(2)
    expect((await driver().claimEvent()).event).toMatchObject({ timer: 'sooner' })
  })

  it('fire all at once, however many are due, and each of them once', async () => {
    const { now, store } = driver()
    const timers = Array.from({ length: 450 }, (_, index) => ({ name: `${index}`.padStart(3, '0'), at: now + 1 }))
    await set(driver(), ...timers, { name: 'later', at: now + 2 })
    expect(await store.fireTimers(now + 1)).toBe(450)
    expect(await store.fireTimers(now + 1)).toBe(0)
    expect(await store.workload()).toMatchObject({ events: 450, timers: 1, nextTimer: now + 2 })
    expect((await driver().claimEvent()).event).toMatchObject({ timer: '000' })
  })

  it('may be the repository’s own', async () => {
    const { now, store } = driver()
    const calendar = `${repository.id}/calendar`
    const decision = { ...nothing, timers: [{ incident: calendar, timers: [{ name: 'drill/a', at: now + 500 }] }] }
    await driver().decide(decision)
    expect(await store.fireTimers(now + 500)).toBe(1)
    expect((await driver().claimEvent()).event).toMatchObject({ incident: calendar, timer: 'drill/a' })
  })

  it('outlive the process', async () => {
    await set(driver(), { name: 'escalation', at: driver().now + 500 })
    await driver().reopen()
    expect(await driver().store.nextDue(driver().now)).toBe(driver().now + 500)
    expect(await driver().store.fireTimers(driver().now + 500)).toBe(1)
    await driver().reopen()
    expect(await driver().store.fireTimers(driver().now + 500)).toBe(0)
    expect((await driver().claimEvent()).event).toMatchObject({ type: 'TimerFired' })
  })

  it('are those of the last decision alone', async () => {
    const { now, store } = driver()
    await set(driver(), { name: 'escalation', at: now + 500 }, { name: 'freeze-asked', at: now + 600 })
    await set(driver(), { name: 'freeze-asked', at: now + 800 })
    expect(await store.nextDue(now)).toBe(now + 800)
    await driver().decide(recorded(present(await store.incidentAt(repository.id, 1)), { type: 'Acknowledged' }))
    expect(await store.nextDue(now), 'a decision that says nothing of timers leaves them').toBe(now + 800)
    await set(driver())
    expect(await store.nextDue(now)).toBeUndefined()
  })

  it('fire once although a decision about something else set them again meanwhile', async () => {
    const { now, store } = driver()
    const timer = { name: 'escalation', at: now + 500 }
    await set(driver(), timer)
    await driver().accept(emergency(2))
    expect(await store.fireTimers(now + 500)).toBe(1)
    const known = present(await store.incidentAt(repository.id, 1))
    const decision = { ...recorded(known, { type: 'Acknowledged' }), timers: [{ incident, timers: [timer] }] }
    await store.commit(await driver().claimEvent(), decision, repository)
    await store.fireTimers(now + 500)
    const work = await driver().claimEvent()
    expect(work.event).toMatchObject({ type: 'TimerFired' })
    await store.commit(work, nothing, repository)
    expect(await driver().claim()).toBeUndefined()
  })
}

function describeNextDue(driver: () => Driver): void {
  it('is unknown as long as nothing waits', async () => {
    expect(await driver().store.nextDue(driver().now)).toBeUndefined()
  })

  it('is not that of what can be done at once', async () => {
    await driver().accept(emergency(1))
    expect(await driver().store.nextDue(driver().now)).toBeUndefined()
  })

  it('is the earliest of timers, put-off events and put-off effects', async () => {
    const { now, store } = driver()
    await driver().decide({ ...recorded(1), effects: [comment('a')], timers: [{ incident, timers: [] }] })
    await store.retryEffect(await driver().claimEffect(), now + 300, 'later')
    expect(await store.nextDue(now)).toBe(now + 300)
    await driver().accept(emergency(2))
    await store.retryEvent(await driver().claimEvent(), now + 200, 'later')
    expect(await store.nextDue(now)).toBe(now + 200)
    driver().now += 200
    await store.commit(await driver().claimEvent(), nothing, repository)
    await set(driver(), { name: 'escalation', at: now + 250 })
    expect(await store.nextDue(driver().now)).toBe(now + 250)
    await driver().reopen()
    expect(await driver().store.nextDue(driver().now)).toBe(now + 250)
  })
}
