import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { momentOf } from '../../src/lib/local-time.ts'
import { membersOn, onDuty } from '../../src/policy/on-call.ts'
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

describe('a hand-over every day', () => {
  it.each([
    // Europe/London: 01:00 becomes 02:00 on 30 March, 02:00 becomes 01:00 on 26 October.
    ['Europe/London', '2025-03-29T00:59', '2025-03-30T00:59Z', '2025-03-30T23:59Z'],
    ['Europe/London', '2025-03-29T01:30', '2025-03-30T01:30Z', '2025-03-31T00:30Z'],
    ['Europe/London', '2025-03-30T01:30', '2025-03-31T00:30Z', '2025-04-01T00:30Z'],
    ['Europe/London', '2025-03-29T02:00', '2025-03-30T01:00Z', '2025-03-31T01:00Z'],
    ['Europe/London', '2025-10-25T00:59', '2025-10-25T23:59Z', '2025-10-27T00:59Z'],
    ['Europe/London', '2025-10-25T01:30', '2025-10-26T00:30Z', '2025-10-27T01:30Z'],
    ['Europe/London', '2025-10-25T02:00', '2025-10-26T02:00Z', '2025-10-27T02:00Z'],
    // America/New_York: 02:00 becomes 03:00 on 9 March, 02:00 becomes 01:00 on 2 November.
    ['America/New_York', '2025-03-08T01:59', '2025-03-09T06:59Z', '2025-03-10T05:59Z'],
    ['America/New_York', '2025-03-08T02:30', '2025-03-09T07:30Z', '2025-03-10T06:30Z'],
    ['America/New_York', '2025-03-08T03:00', '2025-03-09T07:00Z', '2025-03-10T07:00Z'],
    ['America/New_York', '2025-11-01T01:30', '2025-11-02T05:30Z', '2025-11-03T06:30Z'],
    ['America/New_York', '2025-11-01T02:00', '2025-11-02T07:00Z', '2025-11-03T07:00Z'],
    // Australia/Lord_Howe, half an hour: 02:00 becomes 01:30 on 6 April, 02:00 becomes 02:30 on 5 October.
    ['Australia/Lord_Howe', '2025-04-05T01:45', '2025-04-05T14:45Z', '2025-04-06T15:15Z'],
    ['Australia/Lord_Howe', '2025-04-05T02:00', '2025-04-05T15:30Z', '2025-04-06T15:30Z'],
    ['Australia/Lord_Howe', '2025-10-04T02:15', '2025-10-04T15:45Z', '2025-10-05T15:15Z'],
    ['Australia/Lord_Howe', '2025-10-04T02:30', '2025-10-04T15:30Z', '2025-10-05T15:30Z'],
    // Asia/Tokyo and UTC know no summer time.
    ['Asia/Tokyo', '2025-03-29T01:30', '2025-03-29T16:30Z', '2025-03-30T16:30Z'],
    ['UTC', '2025-10-25T01:30', '2025-10-26T01:30Z', '2025-10-27T01:30Z'],
  ])('%s, from %s on: %s and %s', (timezone, starts, second, third) => {
    const daily = rotating({ every: 24 * hour, starts, timezone })
    for (const [moment, before, after] of [
      [Date.parse(second), '@alice', '@bob'],
      [Date.parse(third), '@bob', '@carol'],
    ] as const) {
      expect(membersOn(daily, moment - 1)).toEqual([before])
      expect(membersOn(daily, moment)).toEqual([after])
    }
  })

  it('in an hour that occurs twice happens at the first, whatever the season in which the rotation began', () => {
    for (const starts of ['2025-01-26T01:30', '2025-07-27T01:30']) {
      const weekly = rotating({ starts })
      const handover = Date.parse('2025-10-26T00:30Z')
      expect(membersOn(weekly, handover - 1)).not.toEqual(membersOn(weekly, handover))
      expect(membersOn(weekly, handover + hour)).toEqual(membersOn(weekly, handover))
    }
  })

  it('goes on where a country skipped a whole day', () => {
    const apia = rotating({ every: 24 * hour, starts: '2011-12-28T09:00', timezone: 'Pacific/Apia' })
    expect(membersOn(apia, momentOf('2011-12-31T09:00', 'Pacific/Apia'))).toEqual(['@alice'])
    expect(membersOn(apia, momentOf('2012-01-01T09:00', 'Pacific/Apia'))).toEqual(['@bob'])
  })
})

describe('an override', () => {
  const swap = (from: string, to: string, member = '@dana'): RotationOverride => ({ from, to, members: [member] })

  it('holds from its start on and no longer at its end, to the millisecond', () => {
    const role = rotating({}, [swap('2025-07-16T10:00', '2025-07-16T12:00')])
    const usual = membersOn(rotating(), london('2025-07-16T11:00'))
    const [from, to] = [london('2025-07-16T10:00'), london('2025-07-16T12:00')]
    expect([from - 1, from, to - 1, to].map((at) => membersOn(role, at))).toEqual([usual, ['@dana'], ['@dana'], usual])
  })

  it('follows another without a gap', () => {
    const role = rotating({}, [
      swap('2025-07-16T12:00', '2025-07-16T14:00', '@erin'),
      swap('2025-07-16T10:00', '2025-07-16T12:00'),
    ])
    const change = london('2025-07-16T12:00')
    expect([change - 1, change].map((at) => membersOn(role, at))).toEqual([['@dana'], ['@erin']])
  })

  it('that is written first wins where two overlap', () => {
    const role = rotating({}, [
      swap('2025-07-16T10:00', '2025-07-16T12:00'),
      swap('2025-07-16T11:00', '2025-07-16T13:00', '@erin'),
    ])
    expect(membersOn(role, london('2025-07-16T11:30'))).toEqual(['@dana'])
    expect(membersOn(role, london('2025-07-16T12:00'))).toEqual(['@erin'])
  })

  it('names several people, and lasts over a hand-over', () => {
    const role = rotating({}, [{ from: '2025-01-20T08:00', to: '2025-01-20T10:00', members: ['@dana', '@acme/ops'] }])
    expect(membersOn(role, london('2025-01-20T09:00'))).toEqual(['@dana', '@acme/ops'])
    expect(membersOn(role, london('2025-01-20T10:00'))).toEqual(['@bob'])
  })

  it('in the hour that summer time skips holds as long, right after the jump', () => {
    const role = rotating({}, [swap('2025-03-30T01:15', '2025-03-30T01:45')])
    const usual = membersOn(rotating(), Date.parse('2025-03-30T01:00Z'))
    const moments = ['01:14:59.999', '01:15', '01:44:59.999', '01:45'].map((time) => Date.parse(`2025-03-30T${time}Z`))
    expect(moments.map((at) => membersOn(role, at))).toEqual([usual, ['@dana'], ['@dana'], usual])
  })

  it('over the hour that occurs twice holds an hour longer', () => {
    const role = rotating({}, [swap('2025-10-26T01:00', '2025-10-26T02:00')])
    const usual = membersOn(rotating(), Date.parse('2025-10-26T02:00Z'))
    const moments = ['2025-10-25T23:59:59.999Z', '2025-10-26T00:00Z', '2025-10-26T01:59:59.999Z', '2025-10-26T02:00Z']
    expect(moments.map((at) => membersOn(role, Date.parse(at)))).toEqual([usual, ['@dana'], ['@dana'], usual])
  })
})

describe('any rotation', () => {
  const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo', 'UTC', 'America/St_Johns']
  const any = fc.record({
    timezone: fc.constantFrom(...zones),
    days: fc.integer({ min: 1, max: 15 }),
    // Near the changes of the clock in March, April, October and November, at any quarter of an hour.
    starts: fc
      .tuple(fc.constantFrom('03-07', '03-28', '04-04', '10-03', '10-24', '10-31'), fc.nat({ max: 95 }))
      .map(([date, quarter]) => DateTime.fromISO(`2025-${date}`, { zone: 'UTC' }).plus({ minutes: 15 * quarter }))
      .map((local) => local.toFormat("yyyy-MM-dd'T'HH:mm")),
    turns: fc.integer({ min: -60, max: 60 }),
  })
  type Any = typeof any extends fc.Arbitrary<infer Value> ? Value : never

  const roleOf = ({ timezone, days, starts }: Any, offset = 0): Role =>
    rotating({ timezone, starts, every: days * 24 * hour, offset, members: ['@alice', '@bob', '@carol', '@dana'] })

  /** The wall clock some days after the start, as a moment. */
  const handover = ({ timezone, days, starts, turns }: Any, more = 0): number => {
    const local = DateTime.fromISO(starts, { zone: 'UTC' }).plus({ days: (turns + more) * days })
    return momentOf(local.toFormat("yyyy-MM-dd'T'HH:mm"), timezone)
  }

  it('hands over at the same time on the clock, and never in between', () => {
    fc.assert(
      fc.property(any, fc.nat({ max: 999 }), (one, part) => {
        const role = roleOf(one)
        const [begins, ends] = [handover(one), handover(one, 1)]
        const within = begins + Math.floor(((ends - begins) * part) / 1000)
        expect(membersOn(role, within)).toEqual(membersOn(role, begins))
        expect(membersOn(role, ends - 1)).toEqual(membersOn(role, begins))
        expect(membersOn(role, ends)).not.toEqual(membersOn(role, begins))
        expect(membersOn(role, within)).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })

  it('has on with offset 1 whom it has on without one a turn later', () => {
    fc.assert(
      fc.property(any, (one) => {
        expect(membersOn(roleOf(one, 1), handover(one))).toEqual(membersOn(roleOf(one), handover(one, 1)))
        expect(membersOn(roleOf(one, 1), handover(one, 1) - 1)).toEqual(membersOn(roleOf(one), handover(one, 2) - 1))
      }),
      { numRuns: 500 },
    )
  })
})

describe('onDuty', () => {
  const day = 24 * hour

  it('says who takes over, and when', () => {
    expect(onDuty(rotating(), london('2025-01-15T12:00'))).toEqual({
      members: ['@alice'],
      next: { at: london('2025-01-20T09:00'), members: ['@bob'] },
    })
    const holiday = { from: '2025-01-16T18:00', to: '2025-01-17T09:00', members: ['@dave'] }
    expect(onDuty(rotating({}, [holiday]), london('2025-01-15T12:00')).next).toEqual({
      ...{ at: london('2025-01-16T18:00'), members: ['@dave'] },
    })
  })

  it('knows of nobody else where there is nobody', () => {
    expect(onDuty({ type: 'members', members: ['@a'] }, 0)).toEqual({ members: ['@a'], next: undefined })
    expect(onDuty(rotating({ members: ['@alice'] }), 0)).toEqual({ members: ['@alice'], next: undefined })
  })

  const local = (hours: number): string => new Date(Date.UTC(2025, 2, 25) + hours * hour).toISOString().slice(0, 16)
  const anyOverride = fc
    .record({
      from: fc.nat({ max: 400 }),
      hours: fc.integer({ min: 1, max: 300 }),
      member: fc.constantFrom('@alice', '@dave'),
    })
    .map(({ from, hours, member }) => ({ from: local(from), to: local(from + hours), members: [member] }))
  const anyRole = fc
    .record({
      every: fc.constantFrom(8 * hour, day, 3 * day, week),
      members: fc.array(fc.constantFrom('@alice', '@bob', '@carol'), { minLength: 1, maxLength: 4 }),
      overrides: fc.array(anyOverride, { maxLength: 2 }),
    })
    .map(({ overrides, ...rotation }) => rotating({ starts: '2025-03-20T09:00', ...rotation }, overrides))

  it('is right at every hour: the same people until then, and others at that moment', () => {
    fc.assert(
      fc.property(anyRole, fc.nat({ max: 500 }), (role, after) => {
        const at = london('2025-03-24T00:00') + after * hour
        const { members, next } = onDuty(role, at)
        const until = next?.at ?? at + 60 * day
        for (let moment = at; moment < until; moment += hour) expect(membersOn(role, moment)).toEqual(members)
        if (next) expect(membersOn(role, next.at)).toEqual(next.members)
        if (next) expect(next.members).not.toEqual(members)
      }),
      { numRuns: 30 },
    )
  })
})
