import { describe, expect, it } from 'vitest'
import type { ForecastCase } from '../../src/incident/forecast.ts'
import { playedHere } from '../harness/forecasts.ts'

const minute = 60_000
const written = (text: string, shared: Readonly<Record<string, string>> = {}) => ({ text, shared })

const team = `version: 1
roles: { on-call: ["@ana"], backup: ["@ben"] }
channels: { pager: { type: pagerduty, secret: PAGER } }
severities:
  P0: { name: Critical, respond-within: 15m, freeze: hotfix-only, responders: [on-call] }
  P1: { name: High, respond-within: 1h, freeze: false, responders: [on-call] }
default-severity: P1
escalation:
  policies:
    default: { steps: [{ notify: [on-call] }, { after: 15m, notify: [backup], channels: [pager] }] }
`

async function cases(before: string | undefined, after: string): Promise<readonly ForecastCase[]> {
  const forecast = await playedHere().of(before === undefined ? undefined : written(before), written(after))
  if (forecast?.type !== 'played') throw new Error(JSON.stringify(forecast))
  return forecast.cases
}

const called = (one: ForecastCase | undefined, side: 'before' | 'after') =>
  one?.[side]?.calls.map(({ who, after, through }) => `${who} ${through} ${after / minute}`)

describe('a forecast', () => {
  it('says for each severity, by day and by night, who is told when through what, under both configurations', async () => {
    const found = await cases(
      team,
      team.replace('after: 15m, notify: [backup]', 'after: 30m, notify: [backup, on-call]'),
    )
    expect(found.map(({ severity, moment, timezone }) => `${severity} ${moment} ${timezone}`)).toEqual([
      'P0 Wednesday 10:00 UTC',
      'P0 Sunday 03:00 UTC',
      'P1 Wednesday 10:00 UTC',
      'P1 Sunday 03:00 UTC',
    ])
    expect(called(found[0], 'before')).toEqual(['@ana mention 0', '@ben mention 15', 'pager pagerduty 15'])
    expect(called(found[0], 'after')).toEqual(['@ana mention 0', '@ben mention 30', 'pager pagerduty 30'])
  })

  it('says what is frozen, how, and until when', async () => {
    const after = `${team}freeze: { branches: [main], max-duration: 4h }\n`.replace(
      'freeze: hotfix-only',
      'freeze: locked',
    )
    const [p0, , p1] = await cases(team, after)
    expect(p0?.before?.freezes).toEqual([
      { mode: 'hotfix-only', branches: ['~DEFAULT_BRANCH'], after: 0, until: undefined },
    ])
    // After four hours somebody is asked whether it is still needed, and after eight it ends by itself.
    expect(p0?.after?.freezes).toEqual([{ mode: 'locked', branches: ['main'], after: 0, until: 8 * 60 * minute }])
    expect([p1?.before?.freezes, p1?.after?.freezes]).toEqual([[], []])
  })

  it('says what is missed when nobody answers', async () => {
    const [p0] = await cases(team, team.replace('respond-within: 15m', 'respond-within: 2h'))
    const promises = [p0?.before, p0?.after].map((side) => side?.missed.map(({ after }) => after / minute))
    expect(promises[0]).toContain(15)
    expect(promises[1]).toContain(120)
    expect(promises[1]).not.toContain(15)
  })

  it('is of the night of those who are called', async () => {
    const hours =
      '{ steps: [{ notify: [on-call] }], hours: { timezone: Asia/Tokyo, days: mon-fri, from: 09:00, to: 17:00 } }'
    const found = await cases(team, team.replace(/default: \{ steps.*/u, `default: ${hours}`))
    expect(new Set(found.map(({ timezone }) => timezone))).toEqual(new Set(['Asia/Tokyo']))
  })

  it('shows a severity that is new or gone on one side', async () => {
    const found = await cases(team, team.replaceAll('P1', 'P2'))
    const sides = found.map(({ severity, before, after }) => [severity, before !== undefined, after !== undefined])
    expect(sides.filter((_one, place) => place % 2 === 0)).toEqual([
      ['P0', true, true],
      ['P2', false, true],
      ['P1', true, false],
    ])
  })

  it('stops at six severities', async () => {
    const many = Array.from({ length: 20 }, (_one, place) => `  S${place}: { freeze: false }`).join('\n')
    const found = await cases(`version: 1\nseverities:\n${many}\n`, `version: 1\nseverities:\n${many}\n`)
    expect(found).toHaveLength(12)
    expect(found.at(-1)?.severity).toBe('S5')
  })

  it('compares a first configuration with what a repository has without one', async () => {
    const found = await cases(undefined, team)
    expect(found.map(({ severity }) => severity)).toEqual(['P0', 'P0', 'P1', 'P1', 'emergency', 'emergency'])
    expect(found.at(-1)?.before).toBeDefined()
  })

  it('is the same to the letter each time', async () => {
    const twice = await Promise.all([
      cases(team, `${team}hotfix: { branches: [x] }\n`),
      cases(team, `${team}hotfix: { branches: [x] }\n`),
    ])
    expect(JSON.stringify(twice[0])).toBe(JSON.stringify(twice[1]))
  })

  it('names nobody whom it has invented', async () => {
    const found = await cases(team, team.replace('"@ana"', '"@acme/everybody"').replaceAll('@ben', '@acme/others'))
    expect(JSON.stringify(found)).not.toMatch(/reporter|contributor|administrator/u)
    expect(called(found[0], 'after')).toEqual([
      '@acme/everybody mention 0',
      '@acme/others mention 15',
      'pager pagerduty 15',
    ])
  })
})

describe('what a configuration extends', () => {
  const own = 'version: 1\nextends: wonder/rules\nroles: { on-call: ["@ana"] }\n'
  const base = `${team.replace('roles: { on-call: ["@ana"], backup: ["@ben"] }', 'roles: { on-call: [], backup: ["@ben"] }')}`

  it('takes part', async () => {
    const forecast = await playedHere().of(written(team), written(own, { 'wonder/rules': base }))
    expect(forecast).toMatchObject({ type: 'played' })
    const [p0] = forecast?.type === 'played' ? forecast.cases : []
    expect(called(p0, 'after')).toEqual(['@ana mention 0', '@ben mention 15', 'pager pagerduty 15'])
  })

  it('is missed when it is not there', async () => {
    const forecast = await playedHere().of(undefined, written(own))
    expect(forecast).toEqual({ type: 'not-played', why: 'the proposed configuration has errors' })
  })

  it('may be called as the repository in the play is, and belong to somebody who is on call', async () => {
    const forecast = await playedHere().of(
      undefined,
      written(own.replace('wonder/rules', 'ana/shop'), { 'Ana/shop': base }),
    )
    const [p0] = forecast?.type === 'played' ? forecast.cases : []
    expect(called(p0, 'after')).toEqual(['@ana mention 0', '@ben mention 15', 'pager pagerduty 15'])
  })
})
