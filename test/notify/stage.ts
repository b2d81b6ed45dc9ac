import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import type { Memory, PerformJob } from '../../src/engine/ports.ts'
import type { Occasion } from '../../src/incident/communication.ts'
import type { ChannelWords, EffectOutcome, NotifyChannel } from '../../src/incident/effect.ts'
import { readChannelGrants } from '../../src/lib/channel-grants.ts'
import { createChannels } from '../../src/notify/channels.ts'
import { repository } from '../incident/procedure.ts'

export const routingKey = 'R0123456789abcdefghijklmnopqrstu'
export const signingKey = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const words: ChannelWords = {
  title: 'P0 incident declared in acme/shop: Login is down',
  facts: [
    ['Severity', 'P0 Critical'],
    ['Commander', 'dana'],
  ],
  text: 'Nobody is on it yet.\n\nSee the page.',
  url: 'https://github.test/acme/shop/issues/12',
  action: 'trigger',
  level: 'critical',
}

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Respond = (response: ServerResponse, received: Received) => void

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server on this machine that keeps what it is sent. */
export async function receiver(respond: Respond = (response) => response.end('ok')) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const whole = { method, url, headers, body }
    received.push(whole)
    respond(response, whole)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  closing.push(close)
  return { url: `http://127.0.0.1:${port}`, received, close }
}

export const answering =
  (status: number, body = '', headers: Record<string, string> = {}): Respond =>
  (response) =>
    void response.writeHead(status, headers).end(body)

/** @param own the place that belongs to the effect itself */
export function memoryOf(map = new Map<string, unknown>(), own = 'own'): Memory {
  return {
    recall: async (key = own) => map.get(key),
    memorise: async (data, key = own) => void map.set(key, data),
  }
}

export interface Told {
  readonly kind: NotifyChannel['kind']
  /** What the operator set; undefined: nothing is granted. */
  readonly address?: string
  readonly grantedTo?: string
  readonly words?: Partial<ChannelWords>
  readonly occasion?: Occasion
  readonly key?: string
  readonly triesBefore?: number
  readonly memory?: Memory
  readonly owner?: string
  readonly timeout?: number
  readonly urgent?: boolean
}

/** Tells a channel of `acme/shop`, as the engine would. */
export async function tell(told: Told): Promise<EffectOutcome> {
  const { address, grantedTo = 'acme', timeout } = told
  const grants = readChannelGrants(
    address === undefined ? '' : `THE_SECRET=${grantedTo}`,
    { THE_SECRET: address },
    () => false,
  )
  if (!grants.ok) throw new Error(grants.error.join('\n'))
  return await createChannels(grants.value, timeout).notify(jobOf(told))
}

export function jobOf(told: Told): PerformJob {
  const effect: NotifyChannel = {
    type: 'NotifyChannel',
    incident: '7#12',
    channel: 'team',
    kind: told.kind,
    secret: 'THE_SECRET',
    notice: { occasion: told.occasion ?? 'escalation', text: undefined },
    words: { ...words, ...told.words },
  }
  return {
    repository: { ...repository, owner: told.owner ?? repository.owner },
    put: { key: told.key ?? 'notify/1', keep: 'once', urgent: told.urgent ?? true, incident: '7#12', effect },
    triesBefore: told.triesBefore ?? 0,
    previous: undefined,
    memory: told.memory ?? memoryOf(),
  }
}

/** The reason of a refusal; fails when it was none. */
export async function reasonOf(outcome: Promise<EffectOutcome>): Promise<string> {
  const settled = await outcome
  if (settled.succeeded) throw new Error('it was sent')
  return settled.reason
}
