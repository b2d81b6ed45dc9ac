import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Delivery } from '../../../src/engine/ports.ts'
import {
  createFrontDoor,
  type DeliveryOutcome,
  type FrontDoorOptions,
} from '../../../src/github/webhooks/front-door.ts'
import type { GitHubEvent } from '../../../src/incident/event.ts'

export const path = '/api/github/webhooks'
export const secret = 'a secret of this test'

export const signed = (body: string | Buffer, by = secret): string =>
  `sha256=${createHmac('sha256', by).update(body).digest('hex')}`

type Headers = Readonly<Record<string, string>>

/** The headers of a delivery that GitHub sent. */
export const headersOf = (body: string | Buffer, event = 'issues'): Headers => ({
  'content-type': 'application/json',
  'x-github-event': event,
  'x-github-delivery': 'guid-1',
  'x-hub-signature-256': signed(body),
})

/** A front door on a server of its own, what it let in, and what it said of it. */
export class Door {
  readonly accepted: { delivery: Delivery; events: readonly GitHubEvent[] }[] = []
  readonly outcomes: [DeliveryOutcome, string][] = []
  readonly logged: { level: string; message: string; fields: object }[] = []
  now = 1234
  store: () => Promise<void> = async () => undefined
  readonly #server: Server

  constructor(options: Partial<FrontDoorOptions> = {}) {
    const keep = (level: string) => (fields: object, message: string) =>
      void this.logged.push({ level, message, fields })
    const frontDoor = createFrontDoor({
      ...{ path, secret, self: { appId: 1, slug: 'firebreak-app' }, now: () => this.now },
      log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
      onDelivery: async (delivery, events) => {
        await this.store()
        this.accepted.push({ delivery, events })
        return 'stored'
      },
      onOutcome: (outcome, event) => void this.outcomes.push([outcome, event]),
      ...options,
    })
    this.#server = createServer((request, response) => {
      if (!frontDoor(request, response)) response.writeHead(404).end('somebody else')
    })
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get port(): number {
    const bound = this.#server.address() as AddressInfo
    return bound.port
  }

  async post(body: string | Buffer, headers: Headers = headersOf(body)): Promise<{ status: number; body: string }> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method: 'POST', body, headers })
    return { status: response.status, body: await response.text() }
  }

  /** What the server answers to bytes on a connection that stays open; empty when it says nothing and hangs up. */
  raw(write: (send: (bytes: string | Buffer) => void, end: () => void) => void): Promise<string> {
    return rawExchange(this.port, write)
  }
}

/** Writes bytes to a port of this machine and reads until the other side closes. */
export async function rawExchange(
  port: number,
  write: (send: (bytes: string | Buffer) => void, end: () => void) => void,
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve))
  write(
    (bytes) => void socket.write(bytes),
    () => void socket.end(),
  )
  await closed
  return answer
}

/** The head of a request, as it goes over the wire. */
export const headOf = (headers: Headers, method = 'POST'): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
    .join('\r\n')
    .concat('\r\n\r\n')
