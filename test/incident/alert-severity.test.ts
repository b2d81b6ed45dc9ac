import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/incident/alert.ts'
import { alertSeverity, isMoreSevere } from '../../src/incident/alert-severity.ts'
import { policyFrom } from './policies.ts'

/** The runbook's table: P0 ≥ 9.0 with an exploit, P1 ≥ 7.0 with one, P2 ≥ 7.0 without. */
const runbook = await policyFrom(`
default-severity: P3
severities:
  P0: { when: { cvss: ">=9.0", exploited: true, scope: runtime } }
  P1: { when: { cvss: ">=7.0", exploited: true, scope: runtime } }
  P2: { when: { cvss: ">=7.0", exploited: false, scope: runtime } }
  P3: {}
`)
const unconditional = await policyFrom('severities: { P0: {}, P1: {} }\ndefault-severity: P1')

type Graded = Pick<Alert, 'score' | 'severity' | 'exploited' | 'scope'>
const graded = (change: Partial<Graded> = {}): Graded => ({
  score: undefined,
  severity: undefined,
  exploited: undefined,
  scope: undefined,
  ...change,
})
const exploited = 'the package is malware'

describe('the severity of an alert', () => {
  it.each([
    [{ score: 9, exploited }, 'P0'],
    [{ score: 8.9, exploited }, 'P1'],
    [{ score: 10 }, 'P2'],
    [{ score: 7 }, 'P2'],
    [{ score: 6.9, exploited }, undefined],
    [{ score: 10, exploited, scope: 'development' as const }, undefined],
    [{ severity: 'critical' as const, exploited }, 'P0'],
    [{ severity: 'high' as const, exploited }, 'P1'],
    [{ severity: 'high' as const }, 'P2'],
    [{ severity: 'medium' as const, exploited }, undefined],
    [{ severity: 'low' as const }, undefined],
    // The score counts, whatever the word says.
    [{ score: 5, severity: 'critical' as const, exploited }, undefined],
    // Nobody has judged it.
    [{}, 'P3'],
    [{ exploited }, 'P3'],
  ])('%j is %s', (change, expected) => {
    expect(alertSeverity(runbook, graded(change))).toBe(expected)
  })

  it('is the default where no severity has a condition', () => {
    expect(alertSeverity(unconditional, graded({ score: 0.1 }))).toBe('P1')
  })

  it('a word counts for no more than the lower end of its band', async () => {
    const strict = await policyFrom('severities: { P0: { when: { cvss: ">9.0" } }, P1: { when: { cvss: ">=9.0" } } }')
    expect(alertSeverity(strict, graded({ severity: 'critical' }))).toBe('P1')
  })
})

const score = fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10)
const alert = fc.record({
  score: fc.option(score, { nil: undefined }),
  severity: fc.option(fc.constantFrom('low', 'medium', 'high', 'critical'), { nil: undefined }),
  exploited: fc.option(fc.constant(exploited), { nil: undefined }),
  scope: fc.option(fc.constantFrom('runtime', 'development'), { nil: undefined }),
})

const order = ['P0', 'P1', 'P2', undefined]

describe('properties', () => {
  it('a higher score, an exploit or a wider scope never make an alert less severe', () => {
    fc.assert(
      fc.property(alert, score, (mild, higher) => {
        fc.pre(mild.score !== undefined && higher >= mild.score)
        const place = (one: Graded): number => order.indexOf(alertSeverity(runbook, one))
        expect(place({ ...mild, score: higher })).toBeLessThanOrEqual(place(mild))
        expect(place({ ...mild, exploited })).toBeLessThanOrEqual(place(mild))
        expect(place({ ...mild, scope: 'runtime' })).toBeLessThanOrEqual(place(mild))
        expect(place({ ...mild, scope: undefined })).toBe(place({ ...mild, scope: 'runtime' }))
      }),
    )
  })

  it('is a severity of the scale or none, and every alert that nobody judged gets one', () => {
    fc.assert(
      fc.property(alert, (one) => {
        const found = alertSeverity(runbook, one)
        expect([...order, 'P3']).toContain(found)
        if (one.score === undefined && one.severity === undefined) expect(found).toBeDefined()
        expect(alertSeverity(unconditional, one)).toBe('P1')
      }),
    )
  })
})

it('one severity is more severe than those behind it in its scale', () => {
  expect(isMoreSevere(runbook, 'P0', 'P1')).toBe(true)
  expect(isMoreSevere(runbook, 'P1', 'P1')).toBe(false)
  expect(isMoreSevere(runbook, 'P2', 'P1')).toBe(false)
  expect(isMoreSevere(runbook, 'gone', 'P1')).toBe(false)
})
