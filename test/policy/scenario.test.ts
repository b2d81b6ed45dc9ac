import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextOccurrence } from '../../src/policy/cron.ts'
import { readScenario } from '../../src/policy/scenario.ts'

const path = '.github/incident/drills/leak.yml'

describe('a scenario file', () => {
  it('has a title, and more where it is wanted', () => {
    expect(readScenario('title: A leak', path)).toEqual({
      ok: true,
      value: { path, title: 'A leak', description: '', severity: undefined, kind: undefined, injects: [] },
    })
    const whole = 'title: A leak\nseverity: P0\nkind: security\ninjects: [{ after: 1h30m, say: It grows }]'
    expect(readScenario(whole, path)).toMatchObject({
      value: { severity: 'P0', kind: 'security', injects: [{ after: 5_400_000, text: 'It grows' }] },
    })
  })

  it.each([
    ['severity: P0', `${path}:1:1: \`title\` is missing.`],
    ['title: A leak\nseverety: P0', `${path}:2:1: unknown key \`severety\``],
    ['title: A leak\ninjects: [{ after: soon, say: x }]', `${path}:2:`],
    ['title: [a', `${path}:1:`],
    ['- a', `${path}:1:1`],
  ])('that says %j is refused at its place', (text, message) => {
    const read = readScenario(text, path)
    expect(read.ok ? undefined : read.error).toContain(message)
  })

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (text) => {
        readScenario(text, path)
      }),
    )
  })
})

describe('the next time of a cron pattern', () => {
  it('is in local time, on both sides of summer time', () => {
    const at = (text: string) => Date.parse(text)
    const next = (after: string) => nextOccurrence('0 10 * * *', 'Europe/London', at(after))
    expect(next('2026-03-28T12:00:00Z')).toBe(at('2026-03-29T09:00:00Z'))
    expect(next('2026-10-24T12:00:00Z')).toBe(at('2026-10-25T10:00:00Z'))
  })

  it('is always later than the moment it is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.7e12, max: 1.9e12 }), (after) => {
        expect(nextOccurrence('*/15 * * * *', 'UTC', after)).toBeGreaterThan(after)
      }),
    )
  })
})
