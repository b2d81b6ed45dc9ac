import { describe, expect, it } from 'vitest'
import { missedIn, outlook, readMemory, type SweepMemory, withTheLast, withTry } from '../../src/engine/missed.ts'
import type { DeliveryAttempt } from '../../src/engine/ports.ts'
import { hours, minutes } from './support/harness.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const missed = { guid: 'a', event: 'issues', deliveredAt: now, attempt: '1' }
const attempt = (guid: string, id: string, deliveredAt = now): DeliveryAttempt => {
  return { guid, id, event: 'issues', deliveredAt, succeeded: false }
}

/** The memory after tries at these moments, counted from now. */
const triedAt = (...moments: readonly number[]): SweepMemory =>
  moments.reduce((memory, moment) => withTry(memory, missed, now + moment), readMemory(undefined))

it('the first attempt tells the place, the newest is the one that is made again', () => {
  const log = [attempt('a', '3', now + 1000), attempt('b', '2'), attempt('a', '1')]
  expect(missedIn(log).map(({ guid, attempt: id }) => [guid, id])).toEqual([
    ['a', '3'],
    ['b', '2'],
  ])
})

describe('a delivery', () => {
  it.each([
    ['was never tried', triedAt(), 0],
    ['failed once', triedAt(0), 0],
    ['failed twice, half a day ago', triedAt(0, 0), 12 * hours],
  ])('that %s is due', (_what, memory, later) => {
    expect(outlook([missed], memory, now + later)).toMatchObject({ due: [missed], givenUp: [] })
  })

  it('that failed twice lately has to wait', () => {
    expect(outlook([missed], triedAt(0, 0), now + 12 * hours - 1)).toMatchObject({ due: [], givenUp: [] })
  })

  it('of which the third try may be under way is not given up yet', () => {
    const memory = triedAt(0, 0, 0)
    expect(outlook([missed], memory, now + 5 * minutes - 1)).toMatchObject({ due: [], givenUp: [] })
    expect(outlook([missed], memory, now + 5 * minutes)).toMatchObject({ due: [], givenUp: [missed] })
  })

  it('is given up once, and not tried again while the log has it', () => {
    const { memory } = outlook([missed], triedAt(0, 0, 0), now + hours)
    const nextTime = outlook([missed], outlook([], memory, now + 2 * hours).memory, now + 60 * hours)
    expect(nextTime).toMatchObject({ due: [], givenUp: [] })
  })

  it('is forgotten when it has arrived, and when the log has no more of it', () => {
    expect(outlook([], triedAt(0), now).memory.tried).toEqual({})
    const { memory } = outlook([missed], triedAt(0, 0, 0), now + hours)
    expect(outlook([], memory, now + 73 * hours).memory.tried).toEqual({})
  })
})

it.each([[undefined], [null], ['text'], [{ tried: { a: 1 } }]])('a memory of %j is none', (stored) => {
  expect(readMemory(stored)).toEqual({ tried: {} })
})

it('of a database that is gone, what was delivered in its last minutes is asked for once more', () => {
  const minute = 60_000
  const at = (guid: string, minutes: number, event = 'issues', succeeded = true) =>
    ({ guid, id: guid, event, deliveredAt: minutes * minute, succeeded }) as const
  const attempts = [
    at('late', 60),
    at('push', 60, 'push'),
    at('soon', 56),
    at('early', 54),
    at('failed', 1, 'push', false),
  ]
  expect(missedIn(withTheLast(attempts)).map(({ guid }) => guid)).toEqual(['failed', 'soon', 'late'])
  expect(missedIn(withTheLast([]))).toEqual([])
})
