import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoff, effectPatience, eventPatience, Unforeseen } from '../../src/engine/patience.ts'
import { hours, minutes } from './support/harness.ts'

const total = (waits: readonly number[]): number => waits.reduce((sum, wait) => sum + wait, 0)

it('tries an event eight times within an hour, and an effect fifteen times over a day', () => {
  expect(eventPatience).toHaveLength(7)
  expect(total(eventPatience)).toBeLessThan(hours)
  expect(effectPatience).toHaveLength(14)
  expect(total(effectPatience)).toBeGreaterThan(23 * hours)
  expect(total(effectPatience)).toBeLessThan(25 * hours)
})

it('waits at least as long as asked for, at most an hour, and never not at all', () => {
  const failures = fc.nat()
  const afterMs = fc.oneof(fc.integer(), fc.double())
  fc.assert(
    fc.property(failures, afterMs, (before, asked) => {
      const wait = backoff({ failures: before, afterMs: asked, longest: 15 * minutes })
      expect(wait).toBeGreaterThanOrEqual(1000)
      expect(wait).toBeLessThanOrEqual(hours)
      if (Number.isFinite(asked)) expect(wait).toBeGreaterThanOrEqual(Math.min(asked, hours))
    }),
  )
})

it('counts each piece of work by itself', () => {
  const unforeseen = new Unforeseen()
  expect([unforeseen.add('a'), unforeseen.add('a'), unforeseen.add('b')]).toEqual([0, 1, 0])
  unforeseen.forget('a')
  expect(unforeseen.add('a')).toBe(0)
})

it('waits until a moment that is known, however often the work failed before', () => {
  const known = { afterMs: 3000, isExact: true, longest: 15 * minutes }
  expect([0, 5, 20].map((failures) => backoff({ failures, ...known }))).toEqual([3000, 3000, 3000])
  // A moment that is over already, as clocks would have it, is no reason to try without end.
  expect(backoff({ failures: 5, ...known, afterMs: 0 })).toBe(32_000)
})
