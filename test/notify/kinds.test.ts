import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { ChannelWords } from '../../src/incident/effect.ts'
import { answering, memoryOf, reasonOf, receiver, routingKey, signingKey, type Told, tell, words } from './stage.ts'

const sent = (receipt: string) => ({ succeeded: true, result: { type: 'Sent', receipt } })
const hostile: Partial<ChannelWords> = {
  title: 'P0 <!channel> & <@U123> *x* [login](https://evil.example) @everyone',
  facts: [['Commander', '<https://evil.example|dana>']],
  text: '<!here>\n# Heading\n> [x](https://evil.example) ||spoiler|| `code`',
}
/** More than any service takes, of what gets longer when it is escaped. */
const endless: Partial<ChannelWords> = {
  title: '&*'.repeat(5_000),
  facts: Array.from({ length: 40 }, (_, index) => [`${index}${'<'.repeat(500)}`, '&_'.repeat(5_000)] as const),
  text: '*&\n'.repeat(5_000),
}

const parsed = (body: string | undefined): unknown => JSON.parse(body ?? '')

describe('Slack', () => {
  it('gets blocks that lead to the page, and a text for notifications', async () => {
    const { url, received } = await receiver()
    expect(await tell({ kind: 'slack', address: `${url}/services/T0/B0/x` })).toEqual(sent('Slack took it'))
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })
    const field = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/services/T0/B0/x',
        headers: { 'content-type': 'application/json', 'user-agent': 'Firebreak' },
      },
    ])
    expect(parsed(received[0]?.body)).toEqual({
      text: words.title,
      blocks: [
        section(`*${words.title}*`),
        { type: 'section', fields: [field('*Severity*\nP0 Critical'), field('*Commander*\ndana')] },
        section(words.text),
        section('<https://github.test/acme/shop/issues/12|Open the incident on GitHub>'),
      ],
    })
  })

  it('is given nothing that it would act on, and no empty block', async () => {
    const { url, received } = await receiver()
    await tell({ kind: 'slack', address: url, words: hostile })
    await tell({ kind: 'slack', address: url, words: { facts: [], text: '' } })
    const own = '<https://github.test/acme/shop/issues/12|Open the incident on GitHub>'
    expect(received[0]?.body.replace(own, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
    expect(received[0]?.body).toContain('P0 &lt;!channel&gt; &amp; &lt;@U123&gt;')
    expect(parsed(received[1]?.body)).toMatchObject({ blocks: { length: 2 } })
  })

  it('is given no more than it takes', async () => {
    const { url, received } = await receiver()
    await tell({ kind: 'slack', address: url, words: endless })
    const { blocks } = parsed(received[0]?.body) as {
      blocks: { text?: { text: string }; fields?: { text: string }[] }[]
    }
    for (const { text, fields } of blocks) {
      if (text) expect(text.text.length).toBeLessThanOrEqual(3_000)
      if (fields) expect(fields.length).toBeLessThanOrEqual(10)
      for (const field of fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000)
    }
    expect(received[0]?.body).not.toMatch(/&(?!amp;|lt;|gt;)/)
  })
})

describe('Discord', () => {
  const posted = answering(200, '{"id":"1234567890123","type":0}')

  it('gets a message that it answers with, and that mentions nobody', async () => {
    const { url, received } = await receiver(posted)
    expect(await tell({ kind: 'discord', address: `${url}/api/webhooks/1/x?thread_id=5` })).toEqual(
      sent('Discord posted it'),
    )
    expect(received[0]?.url).toBe('/api/webhooks/1/x?thread_id=5&wait=true')
    expect(parsed(received[0]?.body)).toEqual({
      content:
        '**P0 incident declared in acme/shop: Login is down**\nSeverity: P0 Critical\nCommander: dana\n\n' +
        'Nobody is on it yet.\n\nSee the page.\n\n<https://github.test/acme/shop/issues/12>',
      allowed_mentions: { parse: [] },
      flags: 4,
    })
  })

  it('is given no markup of an outsider, and no more than it takes', async () => {
    const { url, received } = await receiver(posted)
    for (const given of [hostile, endless]) await tell({ kind: 'discord', address: url, words: given })
    const [first = '', second = ''] = received.map(({ body }) => (parsed(body) as { content: string }).content)
    const foreign = first.replace('<https://github.test/acme/shop/issues/12>', '').replace(/^\*\*|\*\*$/gm, '')
    expect(foreign.replace(/\\./g, '')).not.toMatch(/[*_~`|>#<[\]()@]/)
    expect(second.length).toBeLessThanOrEqual(2_000)
    expect(second).toMatch(/issues\/12>$/)
  })
})

describe('Teams', () => {
  it('gets an Adaptive Card, and no more is claimed than that the workflow accepted it', async () => {
    const { url, received } = await receiver(answering(202))
    expect(await tell({ kind: 'teams', address: url })).toEqual(
      sent('the Teams workflow accepted it; it does not tell whether it was posted'),
    )
    expect(parsed(received[0]?.body)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words.title, weight: 'Bolder' }] },
              { inlines: [{ text: 'Severity: ' }, { text: 'P0 Critical' }] },
              { inlines: [{ text: 'Commander: ' }, { text: 'dana' }] },
              { inlines: [{ text: 'Nobody is on it yet.' }] },
              { inlines: [{ text: ' ' }] },
              { inlines: [{ text: 'See the page.' }] },
            ],
            actions: [{ type: 'Action.OpenUrl', url: 'https://github.test/acme/shop/issues/12' }],
          },
        },
      ],
    })
  })

  it('is given nothing that would be read as Markdown, and less than 28 KB', async () => {
    const { url, received } = await receiver(answering(202))
    const title = '火'.repeat(900)
    const facts = Array.from({ length: 40 }, () => ['火'.repeat(90), '事'.repeat(900)] as const)
    for (const text of ['火事\n'.repeat(900), '火'.repeat(9_000)])
      await tell({ kind: 'teams', address: url, words: { title, facts, text } })
    await tell({ kind: 'teams', address: url, words: hostile })
    for (const { body } of received) {
      expect(body).not.toMatch(/"TextBlock"|FactSet/)
      expect(Buffer.byteLength(body)).toBeLessThan(28_000)
    }
  })
})

describe('PagerDuty', () => {
  const success = answering(202, '{"status":"success","message":"Event processed","dedup_key":"x"}')
  const event = (body: string | undefined) => parsed(body) as Record<string, unknown>

  it('gets one alarm for an incident, whatever is told of it', async () => {
    const { url, received } = await receiver(success)
    const address = `${routingKey} ${url}`
    const receipts = {
      trigger: 'raised the alarm',
      acknowledge: 'stopped paging',
      resolve: 'closed the alarm',
    } as const
    for (const action of ['trigger', 'acknowledge', 'resolve'] as const)
      expect(await tell({ kind: 'pagerduty', address, words: { action }, key: action })).toEqual(
        sent(`PagerDuty ${receipts[action]}`),
      )
    const [trigger, acknowledge, resolve] = received.map(({ body }) => event(body))
    expect(received.map((request) => request.url)).toEqual(Array(3).fill('/v2/enqueue'))
    expect(trigger).toEqual({
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: expect.stringMatching(/^firebreak-[0-9a-f]{32}$/),
      payload: {
        summary: words.title,
        source: 'acme/shop',
        severity: 'critical',
        custom_details: { Severity: 'P0 Critical', Commander: 'dana', text: words.text },
      },
      links: [{ href: words.url, text: 'The incident on GitHub' }],
      client: 'Firebreak',
      client_url: words.url,
    })
    const { dedup_key } = trigger ?? {}
    expect(acknowledge).toEqual({ routing_key: routingKey, event_action: 'acknowledge', dedup_key })
    expect(resolve).toEqual({ routing_key: routingKey, event_action: 'resolve', dedup_key })
  })

  it('is not told what is only news', async () => {
    const { url, received } = await receiver(success)
    const outcome = await tell({ kind: 'pagerduty', address: `${routingKey} ${url}`, words: { action: 'none' } })
    expect(outcome).toEqual(sent('PagerDuty has nothing to be told by this'))
    expect(received).toEqual([])
  })

  it('wakes nobody with an alarm that was resolved while it had to wait, but with one after it', async () => {
    const kept = new Map<string, unknown>()
    const isAway = { yes: true }
    const { url, received } = await receiver((...call) => (isAway.yes ? answering(503) : success)(...call))
    const address = `${routingKey} ${url}`
    const alarm = (key: string, told: Partial<Told> = {}) =>
      tell({ kind: 'pagerduty', address, key, memory: memoryOf(kept, key), ...told })
    await expect(alarm('first')).rejects.toMatchObject({ name: 'TryLater' })
    isAway.yes = false
    await alarm('end', { words: { action: 'resolve' } })
    const late = await alarm('first', { triesBefore: 1 })
    expect(late).toEqual(sent('PagerDuty was told that it is over before this could be delivered'))
    expect(received).toHaveLength(2)
    await alarm('second')
    await alarm('second', { triesBefore: 1 })
    expect(received).toHaveLength(4)
  })

  it('is told of a new alarm although the process died in its first try', async () => {
    const kept = new Map<string, unknown>()
    const { url } = await receiver(success)
    const address = `${routingKey} ${url}`
    await tell({ kind: 'pagerduty', address, memory: memoryOf(kept, 'end'), words: { action: 'resolve' } })
    const second = await tell({ kind: 'pagerduty', address, memory: memoryOf(kept, 'second'), triesBefore: 1 })
    expect(second).toEqual(sent('PagerDuty raised the alarm'))
  })

  it('says no more than fits', async () => {
    const { url, received } = await receiver(success)
    await tell({ kind: 'pagerduty', address: `${routingKey} ${url}`, words: endless })
    expect(event(received[0]?.body)).toMatchObject({ payload: { summary: expect.stringMatching(/^.{1023}…$/) } })
    // PagerDuty takes 512 KB.
    expect(received[0]?.body.length).toBeLessThan(100_000)
  })
})

describe("a receiver of the operator's own", () => {
  it('can verify who sent what, and recognises a repeat', async () => {
    const { url, received } = await receiver(answering(204))
    const address = `${url}/hooks/incident ${signingKey}`
    for (const key of ['notify/1', 'notify/1', 'notify/2'])
      expect(await tell({ kind: 'webhook', address, key, occasion: 'resolved' })).toEqual(
        sent('the receiver answered 204'),
      )
    const bodies = received.map(({ body, headers }) =>
      new Webhook(signingKey).verify(body, headers as Record<string, string>),
    )
    expect(bodies[0]).toEqual({
      type: 'incident.resolved',
      data: {
        incident: '7#12',
        repository: 'acme/shop',
        title: words.title,
        facts: [
          { name: 'Severity', value: 'P0 Critical' },
          { name: 'Commander', value: 'dana' },
        ],
        text: words.text,
        url: words.url,
        action: 'trigger',
        level: 'critical',
      },
    })
    const [first, again, other] = received.map(({ headers }) => headers['webhook-id'])
    expect(first).toMatch(/^msg_[0-9a-f]{32}$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('notices what somebody else changed', async () => {
    const { url, received } = await receiver()
    await tell({ kind: 'webhook', address: `${url} ${signingKey}` })
    const [request] = received
    const headers = { ...request?.headers } as Record<string, string>
    expect(() => new Webhook(signingKey).verify(`${request?.body} `, headers)).toThrow('No matching signature')
  })

  it('that is gone is told apart', async () => {
    const { url } = await receiver(answering(410))
    expect(await reasonOf(tell({ kind: 'webhook', address: `${url} ${signingKey}` }))).toBe(
      'the receiver refused it (410): the address is gone; the operator of this server should set a new one',
    )
  })
})
