import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { PlayedForecasts } from '../../src/forecast/forecasts.ts'
import type { Forecast } from '../../src/incident/forecast.ts'

const nothing = (): void => undefined

/** With less memory than a server gives. */
function player(time: number) {
  const failures: string[] = []
  const error = (fields: object): void => void failures.push(JSON.stringify(fields))
  const log = { debug: nothing, info: nothing, warn: nothing, error }
  return { failures, forecasts: new PlayedForecasts({ log, limits: { time, memory: 128 } }) }
}

const { forecasts, failures } = player(30_000)
afterEach(() => expect(failures).toEqual([]))
afterAll(() => forecasts.close())

/** What becomes of a proposal. */
async function proposed(text: string, by = forecasts): Promise<Forecast | undefined> {
  for (const end = Date.now() + 45_000; Date.now() < end; ) {
    const forecast = await by.of(undefined, { text, shared: {} })
    if (forecast) return forecast
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return undefined
}

const many = (count: number, line: (place: number) => string): string =>
  Array.from({ length: count }, (_one, place) => line(place)).join('\n')

const severity = (place: number): string => `  S${place}: { freeze: locked, responders: [on-call] }`
const busy = (place: number): string => `  S${place}: { freeze: locked, responders: [on-call], update-every: 5m }`

const base = (change: string): string => `version: 1
roles: { on-call: ["@ana"] }
severities: { P0: { freeze: locked, responders: [on-call] } }
escalation: { policies: { default: { steps: [{ notify: [on-call] }] } } }
${change}
`

const message = (template: string): string =>
  base(
    `updates:\n  messages:\n    first:\n      on: declared\n      template: |\n        ${template}\n        And more.`,
  )

describe('a proposed configuration that is made to hurt', () => {
  const deep = (open: string, close: string) => `a: ${open.repeat(50_000)}1${close.repeat(50_000)}\n`
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]},`.repeat(9)}]`).join('\n')}\n`

  it.each<[string, string]>([
    ['aliases that multiply', bomb],
    ['a megabyte of one text', `version: 1\nx: ${'y'.repeat(1_000_000)}\n`],
    ['lists without end', deep('[', ']')],
    ['maps without end', deep('{a: ', '}')],
    ['tags of other languages', 'version: 1\nroles: !!js/function "function () { return process.env }"\n'],
  ])('is not played when it is no configuration: %s', { timeout: 60_000 }, async (_what, text) => {
    const forecast = await proposed(text)
    expect(forecast).toEqual({ type: 'not-played', why: 'the proposed configuration has errors' })
  })

  it.each<[string, string]>([
    ['as many severities as there may be', base('').replace(/severities.*/u, `severities:\n${many(20, severity)}`)],
    ['hundreds of people', base('').replace('"@ana"', many(50, (place) => `"@p${place}"`).replaceAll('\n', ', '))],
    ['expressions that go back', base('hotfix: { branches: ["/(a+)+$/", "/^(([a-z])+.)+[A-Z]([a-z])+$/"] }')],
    [
      'a loop in a template',
      message('{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}'),
    ],
    [
      'a template that doubles',
      message(`{% assign x = "xxxxxxxx" %}${'{% assign x = x | append: x %}'.repeat(60)}{{ x }}`),
    ],
    [
      'words that call everybody',
      base('').replace('P0: {', 'P0: { name: "@everybody `", description: "@all </details> @acme/all",'),
    ],
  ])('is played, and costs no more than its time: %s', { timeout: 60_000 }, async (_what, text) => {
    const forecast = await proposed(text)
    expect(forecast).toMatchObject({ type: 'played' })
    expect(JSON.stringify(forecast).length).toBeLessThan(60_000)
    expect(JSON.stringify(forecast)).not.toMatch(/@everybody|@all\b|acme\/all/u)
  })

  it('is given up when it takes too long', { timeout: 60_000 }, async () => {
    const text = base('').replace(/severities.*/u, `severities:\n${many(20, busy)}`)
    const slow = player(3000)
    const forecast = await proposed(text, slow.forecasts)
    await slow.forecasts.close()
    expect(forecast).toEqual({ type: 'not-played', why: 'it was not over after 3 seconds' })
  })
})
