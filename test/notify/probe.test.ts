import { once } from 'node:events'
import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelAsked, ProbeResult } from '../../src/incident/readiness/channels.ts'
import { readChannelGrants } from '../../src/lib/channel-grants.ts'
import { type ProbeOptions, probeChannels } from '../../src/notify/probe.ts'
import { answering, receiver, routingKey, signingKey } from './stage.ts'

const shop = { owner: 'acme', name: 'shop' }
const asked = (kind: ChannelAsked['kind'], name = 'team', secret = 'THE_SECRET'): ChannelAsked => ({
  name,
  kind,
  secret,
})

function granting(address: string, to = 'acme') {
  const grants = readChannelGrants(`THE_SECRET=${to}`, { THE_SECRET: address }, () => false)
  if (!grants.ok) throw new Error(grants.error.join('\n'))
  return grants.value
}

async function probe(kind: ChannelAsked['kind'], address: string, options?: ProbeOptions): Promise<ProbeResult> {
  const [found] = await probeChannels(granting(address), shop, [asked(kind)], options)
  if (found?.channel !== 'team') throw new Error('the channel has no result')
  return found.result
}

describe('an address of Slack', () => {
  it.each(['no_text', 'invalid_payload', 'missing_text_or_fallback_or_attachments'])(
    'answers with %s',
    async (word) => {
      const { url, received } = await receiver(answering(400, word))
      expect(await probe('slack', `${url}/services/T0/B0/x`)).toEqual({
        state: 'answers',
        how: 'Slack knows the address',
      })
      expect(received).toMatchObject([{ method: 'POST', url: '/services/T0/B0/x', body: '{}' }])
    },
  )

  it.each([
    [404, 'no_service', 'the address is gone'],
    [410, 'channel_is_archived', 'the address is gone'],
    [403, 'action_prohibited', 'still allowed'],
  ])('refuses with %i %s', async (status, word, why) => {
    const { url } = await receiver(answering(status, word))
    const result = await probe('slack', url)
    expect(result).toMatchObject({ state: 'refuses', why: expect.stringContaining(`${status} ${word}`) })
    expect(result).toMatchObject({ why: expect.stringContaining(why) })
  })

  it('is not proven by another service that takes anything', async () => {
    const { url } = await receiver(answering(200, 'whatever'))
    expect(await probe('slack', url)).toMatchObject({ state: 'unclear', why: expect.stringContaining('was not Slack') })
  })
})

describe('an address of Discord', () => {
  it('tells what it is, and gets no message', async () => {
    const { url, received } = await receiver(answering(200, '{"id":"1","type":1,"channel_id":"5"}'))
    expect(await probe('discord', `${url}/api/webhooks/1/x?thread_id=5`)).toMatchObject({ state: 'answers' })
    expect(received).toMatchObject([{ method: 'GET', url: '/api/webhooks/1/x', body: '' }])
  })

  it.each([401, 404])('refuses with %i', async (status) => {
    const { url } = await receiver(answering(status, '{"message":"Unknown Webhook","code":10015}'))
    expect(await probe('discord', url)).toMatchObject({ state: 'refuses' })
  })
})

describe('PagerDuty', () => {
  it('answers an event without anything in it, and is not told the key', async () => {
    const { url, received } = await receiver(answering(400, '{"status":"invalid event","message":"…","errors":[]}'))
    const result = await probe('pagerduty', `${routingKey} ${url}`)
    expect(result).toMatchObject({ state: 'unclear', why: expect.stringContaining('only of a real alarm') })
    expect(received).toMatchObject([{ method: 'POST', url: '/v2/enqueue', body: '{}' }])
    expect(JSON.stringify(received)).not.toContain(routingKey)
  })
})

describe('what cannot be tried without a message', () => {
  it.each([
    ['teams', ''],
    ['webhook', ` ${signingKey}`],
  ] as const)('%s: only its host is asked', async (kind, more) => {
    const { url, received } = await receiver(answering(404))
    expect(await probe(kind, `${url}/workflows/x?sig=secret${more}`)).toMatchObject({ state: 'unclear' })
    expect(received).toMatchObject([{ method: 'HEAD', url: '/' }])
    expect(JSON.stringify(received)).not.toContain('sig')
  })
})

describe('a mail server', () => {
  const closing: (() => void)[] = []
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })

  async function mailServer() {
    const seen: string[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username = '', password }, _session, done) =>
        password === 'right' ? done(null, { user: username }) : done(new Error('no')),
      onMailFrom: (_address, _session, done) => {
        seen.push('mail')
        done()
      },
      authOptional: true,
    })
    server.on('error', () => undefined)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    closing.push(() => server.close())
    const address = server.server.address()
    return { seen, port: typeof address === 'object' ? (address?.port ?? 0) : 0 }
  }

  const query = '?from=firebreak@acme.example&to=oncall@acme.example'

  it('lets us in, and is handed no mail', async () => {
    const { seen, port } = await mailServer()
    const result = await probe('email', `smtp://dana:right@127.0.0.1:${port}${query}`)
    expect(result).toMatchObject({ state: 'answers', how: expect.stringContaining('lets this App in') })
    expect(await probe('email', `smtp://127.0.0.1:${port}${query}`)).toMatchObject({ state: 'answers' })
    expect(seen).toEqual([])
  })

  it('does not know the password', async () => {
    const { port } = await mailServer()
    const result = await probe('email', `smtp://dana:wrong@127.0.0.1:${port}${query}`)
    expect(result).toMatchObject({ state: 'refuses', why: expect.stringContaining('does not know the user') })
    expect(JSON.stringify(result)).not.toMatch(/wrong|127\.0|dana/)
  })

  it('that never greets is given up after a time', async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    closing.push(() => server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const result = await probe('email', `smtp://127.0.0.1:${port}${query}`, { timeout: 100 })
    expect(result).toMatchObject({ state: 'away' })
  })
})

describe('every kind', () => {
  const addresses: readonly (readonly [ChannelAsked['kind'], (url: string) => string])[] = [
    ['slack', (url) => url],
    ['discord', (url) => url],
    ['teams', (url) => url],
    ['pagerduty', (url) => `${routingKey} ${url}`],
    ['webhook', (url) => `${url} ${signingKey}`],
  ]

  it.each(addresses)(
    '%s: nobody there is told apart from a refusal, and no address is told',
    async (kind, addressAt) => {
      const { url, close } = await receiver()
      close()
      const result = await probe(kind, addressAt(url))
      expect(result).toMatchObject({ state: 'away', why: expect.stringContaining('connection was refused') })
      expect(JSON.stringify(result)).not.toContain(new URL(url).host)
    },
  )

  it.each(addresses)('%s: no redirect is followed', async (kind, addressAt) => {
    const other = await receiver()
    const { url } = await receiver(answering(302, '', { location: other.url }))
    await probe(kind, addressAt(url))
    expect(other.received).toEqual([])
  })

  it.each(addresses)('%s: one of another kind is not tried', async (kind, addressAt) => {
    const { url, received } = await receiver()
    expect(await probe(kind === 'pagerduty' ? 'webhook' : 'pagerduty', addressAt(url))).toEqual({ state: 'other-kind' })
    expect(received).toEqual([])
  })

  it.each(addresses)('%s: what was not granted is not tried', async (kind, addressAt) => {
    const { url, received } = await receiver()
    const of = (grants: Parameters<typeof probeChannels>[0], secret?: string) =>
      probeChannels(grants, shop, [asked(kind, 'team', secret)])
    const notGranted = [{ channel: 'team', result: { state: 'not-granted' } }]
    expect(await of(granting(addressAt(url), 'acme/other'))).toEqual(notGranted)
    expect(await of(granting(addressAt(url)), 'ANOTHER')).toEqual(notGranted)
    expect(received).toEqual([])
  })

  it('has a result for each channel, in their order', async () => {
    const { url } = await receiver(answering(400, 'no_text'))
    const channels = [asked('discord', 'a'), asked('slack', 'b'), asked('slack', 'c', 'OTHER')]
    const found = await probeChannels(granting(url), shop, channels)
    expect(found.map(({ channel, result }) => [channel, result.state])).toEqual([
      ['a', 'unclear'],
      ['b', 'answers'],
      ['c', 'not-granted'],
    ])
  })
})

describe('a test message', () => {
  const page = 'https://github.test/acme/shop'

  it('is sent when it is asked for, and says that it is one', async () => {
    const { url, received } = await receiver()
    const result = await probe('slack', url, { send: { page } })
    expect(result).toEqual({ state: 'answers', how: 'a test message was sent, and Slack took it' })
    expect(received).toHaveLength(1)
    expect(received[0]?.body).toContain('TEST of the channel')
    expect(received[0]?.body).toContain('nothing is wrong')
  })

  it('is one of its own sort to a receiver, and a low alarm to a pager', async () => {
    const { url, received } = await receiver(answering(202, '{"status":"success"}'))
    await probe('webhook', `${url} ${signingKey}`, { send: { page } })
    await probe('pagerduty', `${routingKey} ${url}`, { send: { page } })
    const [signed, alarm] = received.map(({ body }) => JSON.parse(body) as object)
    expect(signed).toMatchObject({ type: 'incident.test', data: { url: page } })
    expect(alarm).toMatchObject({ event_action: 'trigger', payload: { severity: 'info' } })
  })

  it('that is refused says why', async () => {
    const { url } = await receiver(answering(404, 'no_service'))
    expect(await probe('slack', url, { send: { page } })).toMatchObject({
      state: 'refuses',
      why: expect.stringContaining('the address is gone'),
    })
  })
})
