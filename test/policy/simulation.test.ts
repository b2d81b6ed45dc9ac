import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../src/policy/scenario.ts'
import { readBeginning } from '../../src/policy/schema/simulation.ts'
import { momentOfBeginning, readSimulation } from '../../src/policy/simulation.ts'

const key = fc.constantFrom('title', 'description', 'severity', 'kind', 'injects', 'steps', 'until', 'other')
const value = fc.constantFrom(
  'A leak',
  'P0',
  '2h',
  '[]',
  '[{ after: 5m, say: It grows }]',
  '[{ at: 1m }]',
  '""',
  '{}',
  '- 1',
)
const file = fc
  .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 6 })
  .map((lines) => lines.map(([name, text]) => `${name}: ${text}\n`).join(''))

const line = fc.string({ minLength: 1, maxLength: 40 }).map((text) => JSON.stringify(text))
/** Mostly scenarios of drills, with whatever text. */
const drill = fc
  .record(
    {
      title: line,
      description: line,
      severity: fc.constantFrom('P0', '""'),
      kind: fc.constantFrom('leak', '1'),
      injects: fc.constantFrom('[]', '[{ after: 5m, say: It grows }]', '[{ after: 31d, say: Too late }]'),
    },
    { requiredKeys: ['title'] },
  )
  .map((keys) =>
    Object.entries(keys)
      .map(([name, text]) => `${name}: ${text}\n`)
      .join(''),
  )

describe('a scenario of a simulation', () => {
  it('is each scenario of a drill, too', () => {
    let drills = 0
    fc.assert(
      fc.property(drill, (text) => {
        const asDrill = readScenario(text, 'drill.yml')
        if (!asDrill.ok) return
        drills += 1
        const { title, severity, kind, injects } = asDrill.value
        const read = readSimulation(text, 'drill.yml')
        expect(read).toMatchObject({ ok: true, value: { title, steps: [] } })
        if (!read.ok) return
        expect([read.value.severity, read.value.kind]).toEqual([severity, kind])
        expect(read.value.injects).toEqual(injects.map(({ after, text: say }) => ({ after, say })))
      }),
      { numRuns: 500 },
    )
    expect(drills).toBeGreaterThan(10)
  })

  it('is read or refused with a place, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(file, fc.string()), (text) => {
        const read = readSimulation(text, 'any.yml')
        if (!read.ok) expect(read.error.every(({ line, message }) => line > 0 && message !== '')).toBe(true)
      }),
    )
  })

  it.each([
    ['Sunday 03:00', 'Europe/Berlin', '2026-01-11T02:00:00.000Z'],
    ['mon 9:00', 'UTC', '2026-01-05T09:00:00.000Z'],
    ['2026-07-01T08:30', 'America/Toronto', '2026-07-01T12:30:00.000Z'],
  ])('begins on %s in %s', (written, timezone, moment) => {
    expect(new Date(momentOfBeginning(readBeginning(written), timezone)).toISOString()).toBe(moment)
  })

  it.each(['Sonntag 03:00', 'Sunday 24:00', 'Sunday', '2026-02-30T03:00', ''])('does not begin on %j', (written) => {
    expect(readBeginning(written)).toBeUndefined()
  })
})
