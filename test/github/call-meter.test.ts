import { beforeEach, expect, test } from 'vitest'
import type { Call } from '../../src/engine/meter.ts'
import {
  grantTokens,
  repository,
  type ScriptedGitHub,
  scriptGitHub,
  thrownBy,
  withoutNetwork,
} from './scripted-github.ts'

withoutNetwork()

let calls: Call[]
let limits: string[]
let github: ScriptedGitHub
beforeEach(() => {
  calls = []
  limits = []
  github = scriptGitHub({ call: (call) => void calls.push(call), limit: (kind) => void limits.push(kind) })
  grantTokens(github)
})

const request = async (route: string) => (await github.clients.forRepository(repository)).request(route)
const told = (): (readonly [string, string])[] => calls.map(({ purpose, outcome }) => [purpose, outcome])

test('each request is told of, with what its token is for, and what GitHub says is left', async () => {
  const headers = {
    ...{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4321' },
    ...{ 'x-ratelimit-reset': '1767229200', 'x-ratelimit-resource': 'core' },
  }
  github.api.get('/user').reply(200, {}, headers)
  await request('GET /user')
  expect(told()).toEqual([
    ['app', 'ok'],
    ['working', 'ok'],
  ])
  expect(calls[1]?.budget).toEqual({
    ...{ account: String(repository.installationId), resource: 'core' },
    ...{ remaining: 4321, limit: 5000, resetsAt: 1_767_229_200_000 },
  })
  expect(calls[1]?.seconds).toBeGreaterThan(0)
})

test('what administration is used for is told apart', async () => {
  github.api.get('/user').reply(200, {})
  await (await github.clients.administration(repository)).request('GET /user')
  expect(told()).toEqual([
    ['app', 'ok'],
    ['admin', 'ok'],
  ])
})

test.each([
  ['refused', 404, {}],
  ['refused', 422, {}],
  ['unchanged', 304, {}],
])('%s: %i', async (outcome, status, headers) => {
  github.api.get('/user').reply(status, {}, headers)
  await thrownBy(request('GET /user'))
  expect(told().at(-1)).toEqual(['working', outcome])
  expect(limits).toEqual([])
})

test.each([
  ['secondary', 429, { 'retry-after': '7' }],
  ['primary', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767229200', 'x-ratelimit-resource': 'core' }],
])('a %s limit is counted once', async (kind, status, headers) => {
  github.api.get('/user').reply(status, {}, headers)
  await thrownBy(request('GET /user'))
  expect(told().at(-1)).toEqual(['working', 'limited'])
  expect(limits).toEqual([kind])
})

test('a server in trouble and a connection that breaks off are told of for each try', async () => {
  github.api.get('/user').reply(502, {})
  github.api.get('/user').replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
  await thrownBy(request('GET /user'))
  expect(told().slice(1)).toEqual([
    ['working', 'broken'],
    ['working', 'unreached'],
  ])
})

test('a word that is none of GitHub’s becomes no label', async () => {
  const headers = {
    ...{ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1' },
    'x-ratelimit-resource': 'Core"} 1',
  }
  github.api.get('/user').reply(200, {}, headers)
  await request('GET /user')
  expect(calls.at(-1)?.budget).toBeUndefined()
})
