import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import type { Weekday, WorkingHours } from '../../src/policy/policy.ts'
import { addWorkingTime, addWorkingTimeToEach } from '../../src/policy/working-hours.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const year = 365 * day

const office: WorkingHours = { timezone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 }
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

const at = (text: string, zone = 'Europe/Berlin'): number => DateTime.fromISO(text, { zone }).toMillis()
const shown = (moment: number, zone = 'Europe/Berlin'): string =>
  DateTime.fromMillis(moment, { zone }).toFormat("yyyy-MM-dd'T'HH:mm ZZ")

describe('working time', () => {
  it.each([
    ['within a shift', '2025-01-15T10:00', 2 * hour, '2025-01-15T12:00 +01:00'],
    ['before the shift begins', '2025-01-15T06:00', hour, '2025-01-15T10:00 +01:00'],
    ['over a night', '2025-01-15T17:30', hour, '2025-01-16T09:30 +01:00'],
    ['over a weekend', '2025-01-17T17:30', hour, '2025-01-20T09:30 +01:00'],
    ['declared on a Sunday', '2025-01-19T12:00', 30 * minute, '2025-01-20T09:30 +01:00'],
    ['up to the very end of a shift', '2025-01-15T17:00', hour, '2025-01-15T18:00 +01:00'],
    ['a whole week of shifts', '2025-01-13T09:00', 45 * hour, '2025-01-17T18:00 +01:00'],
    ['over the weekend on which summer time begins', '2025-03-28T17:00', 2 * hour, '2025-03-31T10:00 +02:00'],
    ['over the weekend on which summer time ends', '2025-10-24T17:00', 2 * hour, '2025-10-27T10:00 +01:00'],
  ])('passes %s', (_, start, duration, expected) => {
    expect(shown(addWorkingTime(at(start), duration, office))).toBe(expected)
  })

  it('is plain time without working hours', () => {
    expect(addWorkingTime(1000, 2500, undefined)).toBe(3500)
  })

  it('is plain time when no day is a working day', () => {
    expect(addWorkingTime(1000, 2500, { ...office, days: [] })).toBe(3500)
  })

  describe('in an overnight shift, which belongs to the day it begins on', () => {
    const nights: WorkingHours = { timezone: 'Europe/Berlin', days: [6], from: 22 * 60, to: 6 * 60 }

    it('goes on after midnight of a day that is not listed', () => {
      expect(shown(addWorkingTime(at('2025-01-19T01:00'), 2 * hour, nights))).toBe('2025-01-19T03:00 +01:00')
    })

    it('holds seven hours when summer time begins', () => {
      expect(shown(addWorkingTime(at('2025-03-29T22:00'), 7 * hour, nights))).toBe('2025-03-30T06:00 +02:00')
    })

    it('holds nine hours when summer time ends', () => {
      expect(shown(addWorkingTime(at('2025-10-25T22:00'), 9 * hour, nights))).toBe('2025-10-26T06:00 +01:00')
    })
  })

  it.each([
    ['23', '2025-03-30', 23],
    ['25', '2025-10-26', 25],
  ])('sees a day of %s hours as the clocks do', (_, date, hours) => {
    const wholeDays: WorkingHours = { timezone: 'Europe/Berlin', days: [7], from: 0, to: 24 * 60 }
    const midnight = at(date)
    expect(addWorkingTime(midnight, hours * hour, wholeDays)).toBe(midnight + hours * hour)
    expect(addWorkingTime(midnight, hours * hour + minute, wholeDays)).toBe(at(date) + hours * hour + 6 * day + minute)
  })

  it('takes equal ends for a shift of a whole day', () => {
    const roundTheClock: WorkingHours = { timezone: 'UTC', days: everyDay, from: 540, to: 540 }
    expect(addWorkingTime(at('2025-01-15T03:00', 'UTC'), 40 * hour, roundTheClock)).toBe(at('2025-01-16T19:00', 'UTC'))
  })

  it('gives up looking after five years when there is hardly any working time', () => {
    const aMinuteAWeek: WorkingHours = { timezone: 'Europe/Berlin', days: [1], from: 540, to: 541 }
    const start = at('2025-01-15T10:00')
    const end = addWorkingTime(start, 9 * year, aMinuteAWeek)
    expect(end).toBe(start + 9 * year)
    expect(addWorkingTime(start, year, aMinuteAWeek)).toBe(start + 5 * 366 * day)
  })
})

const anyHours: fc.Arbitrary<WorkingHours> = fc.record({
  timezone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC'),
  days: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1440 }),
})
const anyMoment = fc.integer({ min: at('2024-01-01'), max: at('2026-12-31') })
const anyDuration = fc.integer({ min: 0, max: 40 * hour })

describe('working time, whatever the hours', () => {
  it('of many moments at once is that of each, as far as it is looked', () => {
    fc.assert(
      fc.property(anyMoment, anyDuration, anyHours, fc.integer({ min: 8, max: 40 }), (first, duration, hours, days) => {
        const starts = Array.from({ length: 14 }, (_, place) => first + place * 12 * hour)
        const found = addWorkingTimeToEach(starts, duration, hours, days)
        const soon = first + (days - 2) * 24 * hour
        for (const [place, start] of starts.entries()) {
          const alone = addWorkingTime(start, duration, hours)
          if (alone < soon) expect(found[place]).toBe(alone)
          else expect([undefined, alone]).toContain(found[place])
        }
      }),
    )
  })

  it('never passes faster than time', () => {
    fc.assert(
      fc.property(anyMoment, anyDuration, anyHours, (start, duration, hours) => {
        expect(addWorkingTime(start, duration, hours)).toBeGreaterThanOrEqual(start + duration)
      }),
    )
  })

  it('never runs backwards, neither for a later start nor for a longer duration', () => {
    fc.assert(
      fc.property(anyMoment, anyDuration, anyHours, anyDuration, (start, duration, hours, more) => {
        const end = addWorkingTime(start, duration, hours)
        expect(addWorkingTime(start + more, duration, hours)).toBeGreaterThanOrEqual(end)
        expect(addWorkingTime(start, duration + more, hours)).toBeGreaterThanOrEqual(end)
      }),
    )
  })

  it('can be waited for in two parts', () => {
    const shift = (hours: WorkingHours): number => (hours.to - hours.from + 1440) % 1440
    // Shifts of a few minutes run into the horizon, which is counted from each start anew.
    const roomyHours = anyHours.filter((hours) => shift(hours) >= 60)
    fc.assert(
      fc.property(anyMoment, anyDuration, roomyHours, anyDuration, (start, first, hours, second) => {
        const halfway = addWorkingTime(start, first, hours)
        expect(addWorkingTime(halfway, second, hours)).toBe(addWorkingTime(start, first + second, hours))
      }),
    )
  })
})
