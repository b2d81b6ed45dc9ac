import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../src/engine/ports.ts'
import { registerWebhooks } from '../../src/github/webhooks.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import { example } from './normalize/official-examples.ts'
import { createProbot } from './scripted-github.ts'

let server: Server
let address: string
let accepted: { delivery: Delivery; events: readonly GitHubEvent[] }[]
let logged: string[]
let store: () => Promise<void>

const keep = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`)

beforeEach(async () => {
  accepted = []
  logged = []
  store = async () => undefined
  const probot = createProbot()
  registerWebhooks(probot, {
    self: { appId: 1, slug: 'firebreak-app' },
    log: { debug: keep, info: keep, warn: keep, error: keep },
    now: () => 1234,
    onDelivery: async (delivery, events) => {
      await store()
      accepted.push({ delivery, events })
    },
  })
  const middleware = await probot.getNodeMiddleware()
  server = createServer((request, response) => void middleware(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/api/github/webhooks`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

async function deliver(name: string, payload: object, secret = 'secret'): Promise<{ status: number; body: string }> {
  const body = JSON.stringify(payload)
  const response = await fetch(address, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': name,
      'x-github-delivery': 'guid-1',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  })
  return { status: response.status, body: await response.text() }
}

test('a delivery is answered when its events are stored', async () => {
  expect(await deliver('issues', example('issues', 'opened'))).toMatchObject({ status: 200 })
  expect(accepted).toEqual([
    {
      delivery: { guid: 'guid-1', name: 'issues', receivedAt: 1234 },
      events: [expect.objectContaining({ type: 'IssueChanged', change: 'opened', at: 1234 })],
    },
  ])
})

test.each([
  ['an event of no concern', 'star', example('star', 'created')],
  ['an action of no concern', 'issues', example('issues', 'pinned')],
  ['an event nobody has heard of', 'novelty', { action: 'created', installation: { id: 1 } }],
])('%s is answered with success and not stored', async (_, name, payload) => {
  expect(await deliver(name, payload)).toMatchObject({ status: 200 })
  expect(accepted).toEqual([])
})

describe('when the events could not be stored', () => {
  test.each([
    [
      'an error with a status of its own',
      Object.assign(new Error('no such row: ghs_0123456789abcdef'), { status: 404 }),
    ],
    ['any error', new Error('disk full')],
  ])('GitHub sees a failure of the server: %s', async (_, error) => {
    store = () => Promise.reject(error)
    const { status, body } = await deliver('issues', example('issues', 'opened'))
    expect(status).toBe(503)
    expect(body).not.toContain(error.message)
    expect(logged.join()).toContain('guid-1')
    expect(logged.join()).not.toContain('ghs_')
  })
})

test('a wrong signature is refused', async () => {
  expect(await deliver('issues', example('issues', 'opened'), 'guessed')).toMatchObject({ status: 400 })
  expect(accepted).toEqual([])
})
