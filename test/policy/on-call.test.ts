import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentOf } from '../../src/lib/local-time.ts'
import { membersOn } from '../../src/policy/on-call.ts'
import type { Role, Rotation, RotationOverride } from '../../src/policy/policy.ts'

const hour = 3_600_000
const week = 168 * hour

function rotating(changes: Partial<Rotation> = {}, overrides: readonly RotationOverride[] = []): Role {
  const rotation: Rotation = {
    every: week,
    starts: '2025-01-13T09:00',
    timezone: 'Europe/London',
    members: ['@alice', '@bob', '@carol'],
    offset: 0,
    ...changes,
  }
  return { type: 'rotation', rotation, overrides }
}

const london = (text: string): number => momentOf(text, 'Europe/London')

describe('membersOn', () => {
  it('gives everybody of a plain role', () => {
    expect(membersOn({ type: 'members', members: ['@a', '@o/t'] }, 0)).toEqual(['@a', '@o/t'])
  })

  it.each([
    ['2025-01-13T09:00', '@alice'],
    ['2025-01-20T08:59', '@alice'],
    ['2025-01-20T09:00', '@bob'],
    ['2025-01-27T09:00', '@carol'],
    ['2025-02-03T09:00', '@alice'],
    ['2025-01-13T08:59', '@carol'],
  ])('%s: %s', (at, member) => {
    expect(membersOn(rotating(), london(at))).toEqual([member])
  })

  it('runs ahead by the offset', () => {
    expect(membersOn(rotating({ offset: 1 }), london('2025-01-13T09:00'))).toEqual(['@bob'])
    expect(membersOn(rotating({ offset: 2 }), london('2025-01-20T09:00'))).toEqual(['@alice'])
  })

  it('changes at nine by the clock on both sides of summer time', () => {
    const daily = rotating({ every: 24 * hour, starts: '2025-03-28T09:00' })
    expect(membersOn(daily, london('2025-03-30T08:59'))).toEqual(['@bob'])
    expect(membersOn(daily, london('2025-03-30T09:00'))).toEqual(['@carol'])
    expect(membersOn(daily, london('2025-03-31T08:59'))).toEqual(['@carol'])
    expect(membersOn(daily, london('2025-03-31T09:00'))).toEqual(['@alice'])
    const autumn = rotating({ every: 24 * hour, starts: '2025-10-25T09:00' })
    expect(membersOn(autumn, london('2025-10-26T08:59'))).toEqual(['@alice'])
    expect(membersOn(autumn, london('2025-10-26T09:00'))).toEqual(['@bob'])
  })

  it('keeps the local hour years later', () => {
    expect(membersOn(rotating(), london('2027-07-12T08:59'))).not.toEqual(
      membersOn(rotating(), london('2027-07-12T09:00')),
    )
  })

  it('counts turns of hours by elapsed time', () => {
    const shifts = rotating({ every: 12 * hour, starts: '2025-03-29T21:00' })
    expect(membersOn(shifts, london('2025-03-29T21:00') + 12 * hour - 1)).toEqual(['@alice'])
    expect(membersOn(shifts, london('2025-03-29T21:00') + 12 * hour)).toEqual(['@bob'])
  })

  it('gives way to an override, in the time zone of the rotation, and takes over again after it', () => {
    const override = { from: '2025-07-16T00:00', to: '2025-07-18T00:00', members: ['@dana'] }
    const role = rotating({}, [override])
    const usual = membersOn(rotating(), london('2025-07-17T00:00'))
    expect(membersOn(role, Date.UTC(2025, 6, 15, 22, 59))).toEqual(usual)
    expect(membersOn(role, Date.UTC(2025, 6, 15, 23))).toEqual(['@dana'])
    expect(membersOn(role, Date.UTC(2025, 6, 17, 22, 59))).toEqual(['@dana'])
    expect(membersOn(role, Date.UTC(2025, 6, 17, 23))).toEqual(usual)
  })

  it('has always exactly one member on, and the second role is never the same person', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (at) => {
        const first = membersOn(rotating(), at)
        const second = membersOn(rotating({ offset: 1 }), at)
        expect(first).toHaveLength(1)
        expect(second).toHaveLength(1)
        expect(second).not.toEqual(first)
      }),
    )
  })
})
