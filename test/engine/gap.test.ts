import { describe, expect, it } from 'vitest'
import { Gaps, gapKey, gapSince } from '../../src/engine/gap.ts'
import { missedIn } from '../../src/engine/missed.ts'
import type { DeliveryAttempt } from '../../src/engine/ports.ts'
import { hours } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const days = 24 * hours
const start = Date.parse('2026-03-02T09:00:00Z')

describe('a gap', () => {
  it('ends with the first start, and later ones do not move it', async () => {
    const disk = new Disk()
    const store = new MemoryStore(disk)
    expect(await new Gaps({ store, clock: new VirtualClock(start) }).last()).toBeUndefined()
    await store.memorise(gapKey, gapSince(start - 2 * hours))
    const gap = { from: start - 2 * hours, until: start }
    expect(await new Gaps({ store, clock: new VirtualClock(start) }).last()).toEqual(gap)
    expect(await new Gaps({ store, clock: new VirtualClock(start + 1 * days) }).last()).toEqual(gap)
  })

  it('is forgotten when GitHub can send nothing of it any more, and what that led to is over', async () => {
    const store = new MemoryStore(new Disk())
    await store.memorise(gapKey, { from: start - 2 * hours, until: start })
    expect(await new Gaps({ store, clock: new VirtualClock(start + 4 * days - 1) }).last()).toBeDefined()
    expect(await new Gaps({ store, clock: new VirtualClock(start + 4 * days) }).last()).toBeUndefined()
  })

  it('is asked for again when the store could not answer', async () => {
    const store = new MemoryStore(new Disk())
    let fails = true
    const recall = async (key: string): Promise<unknown> => {
      if (fails) throw new Error('not now')
      return await store.recall(key)
    }
    const gaps = new Gaps({ clock: new VirtualClock(start), store: { recall, memorise: async () => undefined } })
    await expect(gaps.last()).rejects.toThrow('not now')
    fails = false
    expect(await gaps.last()).toBeUndefined()
  })
})

describe('deliveries that succeeded', () => {
  const attempt = (guid: string, deliveredAt: number, succeeded = true): DeliveryAttempt => ({
    ...{ guid, id: `${guid}-${deliveredAt}`, event: 'issues', deliveredAt, succeeded },
  })
  const gap = { from: start, until: start + 2 * hours }

  it('count as missed within the gap alone, and not when they succeeded once more after it', () => {
    const attempts = [
      attempt('again', start + 3 * hours),
      attempt('after', start + 2 * hours),
      attempt('again', start + 1 * hours),
      attempt('within', start + 1 * hours),
      attempt('before', start - 1 * hours),
    ]
    expect(missedIn(attempts, gap).map(({ guid }) => guid)).toEqual(['within'])
    expect(missedIn(attempts)).toEqual([])
  })
})
