import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../src/lib/duration.ts'

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['2d', 172_800_000],
    ['1w', 604_800_000],
    ['1h30m', 5_400_000],
    ['90m', 5_400_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '4', 'h', '4 h', '-4h', '4H', '1.5h', '30m1h', '1h1h', '0s', '4h ', '4hours', '99999999w'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )
})

describe('formatDuration', () => {
  it('writes what parseDuration reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 315_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
  })

  it('uses the largest units', () => {
    expect(formatDuration(5_400_000)).toBe('1h30m')
    expect(formatDuration(14 * 86_400_000)).toBe('2w')
    expect(formatDuration(999)).toBe('0s')
  })
})
