import { beforeEach, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { createDeliveries } from '../../src/github/deliveries.ts'
import { type ScriptedGitHub, scriptGitHub, thrownBy, withoutNetwork } from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
})

const log = '/app/hook/deliveries'
/** One line of the log as GitHub writes it: its ids are larger than a JavaScript number holds. */
const line = (change: Readonly<Record<string, string>> = {}): string => {
  const usual = { id: '3804004623172239366', guid: '"a"', delivered_at: '"2026-01-01T00:00:00Z"', event: '"issues"' }
  const fields = Object.entries({ ...usual, status_code: '503', ...change })
  return `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}}`
}
const json = { 'content-type': 'application/json; charset=utf-8' }

test('an id keeps every digit on the way there and back', async () => {
  github.api.get(log).query({ per_page: 100 }).reply(200, `[${line()}]`, json)
  github.api.post(`${log}/3804004623172239366/attempts`).reply(202, {})
  const deliveries = createDeliveries(github.clients)
  const [attempt] = await deliveries.since(0)
  expect(attempt).toEqual({
    guid: 'a',
    id: '3804004623172239366',
    event: 'issues',
    deliveredAt: Date.parse('2026-01-01T00:00:00Z'),
    succeeded: false,
  })
  await deliveries.redeliver(attempt?.id ?? '')
})

test('pages are read until what is older than asked for', async () => {
  const next = { ...json, link: `<https://api.github.com${log}?per_page=100&cursor=v1_2>; rel="next"` }
  const older = { ...json, link: `<https://api.github.com${log}?per_page=100&cursor=v1_3>; rel="next"` }
  github.api
    .get(log)
    .query({ per_page: 100 })
    .reply(200, `[${line({ id: '3', status_code: '200' })}]`, next)
  const old = line({ id: '1', delivered_at: '"2025-12-30T00:00:00Z"' })
  github.api
    .get(log)
    .query({ per_page: 100, cursor: 'v1_2' })
    .reply(200, `[${line({ id: '2' })},${old}]`, older)
  const attempts = await createDeliveries(github.clients).since(Date.parse('2025-12-31T00:00:00Z'))
  expect(attempts.map(({ id, succeeded }) => [id, succeeded])).toEqual([
    ['3', true],
    ['2', false],
  ])
})

test('what nobody reads, and what is no attempt, is left out', async () => {
  const strange = ['null', '7', line({ id: 'null' }), line({ guid: '""' }), line({ delivered_at: 'null' })]
  const unread = [line({ event: '"label"' }), line({ event: '"star"' })]
  github.api
    .get(log)
    .query(true)
    .reply(200, `[${[...strange, ...unread, line()].join(',')}]`, json)
  expect(await createDeliveries(github.clients).since(0)).toHaveLength(1)
})

test('trouble that passes is told from a refusal', async () => {
  github.api.get(log).query(true).times(2).reply(502, { message: 'Server Error' })
  expect(await thrownBy(createDeliveries(github.clients).since(0))).toBeInstanceOf(TryLater)
  // A server that has no such log.
  github.api.get(log).query(true).reply(404, { message: 'Not Found' })
  expect(await thrownBy(createDeliveries(github.clients).since(0))).not.toBeInstanceOf(TryLater)
  github.api.post(`${log}/1/attempts`).reply(422, { message: 'Validation Failed' })
  expect(await thrownBy(createDeliveries(github.clients).redeliver('1'))).not.toBeInstanceOf(TryLater)
})
