import { describe, expect, it } from 'vitest'
import { isLocalTime, isTimeZone, momentOf, nearestTimeZone } from '../../src/lib/local-time.ts'

describe('time zones', () => {
  it.each(['Europe/London', 'UTC', 'America/Argentina/Buenos_Aires'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true)
  })

  it.each(['Europe/Londn', '+02:00', '', 'Mars/Olympus', '__proto__'])('refuses %j', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })

  it('finds the one that was meant', () => {
    expect(nearestTimeZone('Europe/Londn')).toBe('Europe/London')
    expect(nearestTimeZone('Berlin')).toBe('Europe/Berlin')
    expect(nearestTimeZone('Somewhere/Else')).toBeUndefined()
  })
})

describe('local times', () => {
  it.each(['2025-01-13T09:00', '2024-02-29T23:59:59'])('reads %s', (text) => {
    expect(isLocalTime(text)).toBe(true)
  })

  it.each([
    '2025-02-29T09:00',
    '2025-01-13',
    '2025-01-13T09:00Z',
    '2025-01-13T09:00+01:00',
    '2025-01-13T25:00',
    '2025-W03',
  ])('refuses %s', (text) => {
    expect(isLocalTime(text)).toBe(false)
  })

  it('is a moment in a time zone', () => {
    expect(momentOf('2025-07-01T09:00', 'Europe/London')).toBe(Date.UTC(2025, 6, 1, 8))
    expect(momentOf('2025-01-01T09:00', 'Europe/London')).toBe(Date.UTC(2025, 0, 1, 9))
  })

  it('jumps over the hour that summer time skips', () => {
    expect(momentOf('2025-03-30T01:30', 'Europe/London')).toBe(Date.UTC(2025, 2, 30, 1, 30))
  })

  it('takes the first of the hour that occurs twice', () => {
    expect(momentOf('2025-10-26T01:30', 'Europe/London')).toBe(Date.UTC(2025, 9, 26, 0, 30))
  })
})
