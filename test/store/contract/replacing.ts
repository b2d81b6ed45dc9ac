import { describe, expect, it } from 'vitest'
import type { EffectWork } from '../../../src/engine/ports.ts'
import type { PutEffect } from '../../../src/incident/effect.ts'
import { comment, nothing, repository } from '../../engine/support/samples.ts'
import type { Driver } from '../support/driver.ts'

/** A check that says this; what is said differs, the key does not. */
const check = (name: string, keep: PutEffect['keep'] = 'latest', key = 'check'): PutEffect =>
  comment(key, {
    keep,
    effect: {
      type: 'PublishCheck',
      name,
      sha: 'a'.repeat(40),
      externalId: 'x',
      conclusion: 'success',
      message: { type: 'NoIncident', open: [] },
    },
  })

const card = comment('card', { keep: 'latest', effect: { type: 'SyncCard', incident: '1#1', thread: 1 } })
const labels = comment('labels', { keep: 'latest', effect: { type: 'SyncLabels', thread: 1, labels: [] } })

export function describeReplacing(driver: () => Driver): void {
  describe('a key that is put again', () => {
    describe('once', () => describeOnce(driver))
    describe('as the latest, after it was settled', () => describeAfterSettling(driver))
    describe('as the latest, while it waits', () => describeWhileWaiting(driver))
    describe('as the latest, while it is performed', () => describeWhilePerformed(driver))
  })
}

function describeOnce(driver: () => Driver): void {
  it('is left alone, whatever became of it', async () => {
    await driver().put(check('first', 'once'))
    await driver().put(check('second', 'once'))
    expect(await driver().perform()).toMatchObject({ put: { effect: { name: 'first' } } })
    await driver().put(check('third', 'once'))
    expect(await driver().claim()).toBeUndefined()
  })
}

function describeAfterSettling(driver: () => Driver): void {
  it('is left alone when the same is asked for because of another delivery, and goes back to it when it differs', async () => {
    await driver().put({ ...check('first'), delivery: 'guid-1' })
    await driver().perform()
    await driver().put({ ...check('first'), delivery: 'guid-2' })
    expect(await driver().claim()).toBeUndefined()
    await driver().put({ ...check('second'), delivery: 'guid-3' })
    expect((await driver().claimEffect()).put).toEqual({ ...check('second'), delivery: 'guid-3' })
  })

  it('is done again with the new body, its former result at hand', async () => {
    await driver().put(check('first'), comment('other'))
    const { revision } = await driver().perform({ type: 'CheckPublished', checkRunId: 7 })
    await driver().put(check('second'))
    const [other, again] = [await driver().perform(), await driver().claimEffect()]
    expect(other.put.key, 'it goes to the end').toBe('other')
    expect(again).toMatchObject({
      put: { effect: { name: 'second' } },
      triesBefore: 0,
      failures: 0,
      previous: { type: 'CheckPublished', checkRunId: 7 },
    })
    expect(again.revision).toBeGreaterThan(revision)
  })

  it('is not done again for a body that equals the one that was done', async () => {
    await driver().put(check('same'))
    await driver().perform()
    await driver().put(check('same'))
    expect(await driver().claim()).toBeUndefined()
  })

  it.each([card, labels])(
    'is always done again when its body does not tell what will be written: $key',
    async (put) => {
      await driver().put(put)
      await driver().perform()
      await driver().put(put)
      expect(await driver().performAll()).toEqual([put.key])
    },
  )

  it('is tried again when it was given up, even with the same body', async () => {
    await driver().put(check('same'))
    await driver().store.settle(await driver().claimEffect(), { succeeded: false, reason: 'no' }, 1)
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    await driver().put(check('same'))
    expect(await driver().claimEffect()).toMatchObject({ triesBefore: 0, failures: 0, previous: undefined })
  })
}

function describeWhileWaiting(driver: () => Driver): void {
  it('has the new body and keeps its place', async () => {
    await driver().put(check('first'), comment('other'))
    await driver().put(check('second'))
    expect(await driver().perform()).toMatchObject({ put: { effect: { name: 'second' } }, triesBefore: 0 })
    expect(await driver().performAll()).toEqual(['other'])
  })

  it('remembers that an earlier body was tried and may have left traces', async () => {
    await driver().put(check('first'))
    await driver().claimEffect()
    await driver().reopen()
    await driver().put(check('second'))
    expect(await driver().claimEffect()).toMatchObject({ put: { effect: { name: 'second' } }, triesBefore: 1 })
  })

  it('is still looked for first where a lost database may have done it, until it was done', async () => {
    const sought = (name: string): PutEffect => ({ ...check(name), effect: { ...check(name).effect, again: true } })
    await driver().put(sought('first'))
    await driver().put(check('second'))
    await driver().decide({ cancelled: ['check'] })
    await driver().put(check('second'))
    expect((await driver().perform()).put).toEqual(sought('second'))
    await driver().put(check('third'))
    expect((await driver().claimEffect()).put).toEqual(check('third'))
  })

  it('is tried at once with a new body, not when the old one would have been', async () => {
    await driver().put(check('first'))
    await driver().store.retryEffect(await driver().claimEffect(), driver().now + 1000, 'no')
    await driver().put(check('first'))
    expect(await driver().claim(), 'the same body waits for its turn').toBeUndefined()
    await driver().put(check('second'))
    expect(await driver().claimEffect()).toMatchObject({ triesBefore: 1, failures: 0 })
  })

  it('may become urgent', async () => {
    await driver().put(comment('other'), check('first'))
    await driver().put({ ...check('second'), urgent: true })
    expect(await driver().performAll()).toEqual(['check', 'other'])
  })

  it('waits again although it was taken back', async () => {
    await driver().put(check('first'))
    await driver().decide({ cancelled: ['check'] })
    await driver().put(check('first'))
    expect(await driver().performAll()).toEqual(['check'])
  })
}

function describeWhilePerformed(driver: () => Driver): void {
  /** The one who performs is taken for dead and is not: the lane goes to others, who do not know of him. */
  async function claimAndLose(): Promise<EffectWork> {
    const work = await driver().claimEffect()
    await driver().reopen()
    return work
  }

  it('goes on waiting with the new body, and the outcome of the old one is told', async () => {
    await driver().put(check('first'))
    const work = await claimAndLose()
    await driver().put(check('second'))
    const outcome = { succeeded: true, result: { type: 'CheckPublished', checkRunId: 7 } } as const
    await driver().store.settle(work, outcome, 1)
    const told = await driver().claimEvent()
    expect(told.event).toMatchObject({ put: { effect: { name: 'first' } }, outcome })
    await driver().store.commit(told, nothing, repository)
    expect(await driver().claimEffect()).toMatchObject({
      put: { effect: { name: 'second' } },
      triesBefore: 1,
      previous: outcome.result,
    })
  })

  it('is not put off because the old body failed', async () => {
    await driver().put(check('first'))
    const work = await claimAndLose()
    await driver().put(check('second'))
    await driver().store.retryEffect(work, driver().now + 1000, 'no')
    expect(await driver().claimEffect()).toMatchObject({ put: { effect: { name: 'second' } }, failures: 0 })
  })

  it('is performed once more when it is a card, which may have been worded before', async () => {
    await driver().put(card)
    const work = await claimAndLose()
    await driver().put(card)
    await driver().store.settle(work, { succeeded: true, result: { type: 'Done' } }, 1)
    expect(await driver().performAll()).toEqual(['card'])
  })
}
