import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { listening } from './listening.ts'
import { ProcessWorld, webhookSecret } from './world.ts'

/** A channel as smee.io serves them: what is posted there comes out as server-sent events. */
class Channel {
  readonly #server: Server
  #listener: ServerResponse | undefined
  readonly #connected: Promise<void>

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#connected = promise
    this.#server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('event: ready\ndata: {}\n\n')
      this.#listener = response
      resolve()
    })
  }

  open = (): Promise<string> => listening(this.#server)

  /** @param data headers, and the body beside them, as smee.io sends them */
  async send(data: object): Promise<void> {
    await this.#connected
    this.#listener?.write(`id: ${randomUUID()}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

let world: ProcessWorld
const channel = new Channel()
beforeEach(async () => {
  world = await ProcessWorld.open()
})
afterEach(async () => {
  channel.close()
  await world.close()
})

describe('on a machine that GitHub cannot reach', () => {
  it('deliveries come through the channel in WEBHOOK_PROXY_URL', async () => {
    const WEBHOOK_PROXY_URL = `${await channel.open()}/channel`
    const server = world.spawn({ env: { WEBHOOK_PROXY_URL } })
    await server.wrote(/Connected to/)
    const { number } = world.as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
    await world.github.settle()
    const delivery = world.github.deliveries.find(({ event, action }) => event === 'issues' && action === 'opened')
    expect(delivery?.attempts.map(({ statusCode }) => statusCode)).toEqual([0])
    const signature = createHmac('sha256', webhookSecret).update(JSON.stringify(delivery?.payload)).digest('hex')
    await channel.send({
      host: 'smee.example',
      'x-github-event': 'issues',
      'x-github-delivery': delivery?.guid,
      'x-hub-signature-256': `sha256=${signature}`,
      body: delivery?.payload,
      query: {},
    })
    await vi.waitFor(() => expect(readGitHub(world.github).card(number)).toContain('declared'), { timeout: 15_000 })
    server.signal('SIGTERM')
    expect(await server.exited).toBe(0)
  })

  it('a channel that cannot be reached is named', async () => {
    const server = world.spawn({ env: { WEBHOOK_PROXY_URL: 'http://127.0.0.1:1/channel' } })
    expect(await server.exited).toBe(1)
    expect(server.output).toMatch(/^Firebreak cannot start: The channel in WEBHOOK_PROXY_URL cannot be reached: .+$/m)
  })
})
