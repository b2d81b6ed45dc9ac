import { createServer } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { configured, scenes } from '../../scenario/stage.ts'
import { doctor } from './doctor.ts'

const channels = { chat: { type: 'slack', secret: 'CHAT' } }
const escalation = { policies: { default: { steps: [{ notify: ['maintainers'], channels: ['chat'] }] } } }
const raise = scenes({ config: configured({ channels, escalation }) })

const servers: (() => void)[] = []
afterEach(() => {
  for (const stop of servers.splice(0)) stop()
})

/** Slack, as far as a doctor gets to see it; keeps what it was sent. */
async function slack() {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    const isEmpty = body === '{}'
    response.writeHead(isEmpty ? 400 : 200).end(isEmpty ? 'no_text' : 'ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(() => server.close())
  const address = server.address()
  return { bodies, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/services/T/B/secret` }
}

const about = (text: string) => JSON.parse(text).findings.filter(({ topic }: { topic: string }) => topic === 'channels')

it('does not say that a channel is dead where it is not known what was granted', async () => {
  const { text } = await doctor(await raise(), ['--format', 'json'])
  expect(about(text)).toMatchObject([{ level: 'unknown', seen: 'The channel "chat" (slack) was not tried.' }])
})

it('tries a channel without a message to anybody', async () => {
  const { bodies, url } = await slack()
  const { text } = await doctor(await raise(), ['--format', 'json'], { CHANNEL_GRANTS: 'CHAT=acme', CHAT: url })
  expect(about(text)).toMatchObject([{ level: 'good', seen: expect.stringContaining('answers') }])
  expect(bodies).toEqual(['{}'])
  expect(text).not.toContain('secret')
})

it('sends a message that says that it is a test, when asked to', async () => {
  const { bodies, url } = await slack()
  const { text } = await doctor(await raise(), ['--format', 'json', '--send-test'], {
    ...{ CHANNEL_GRANTS: 'CHAT=acme', CHAT: url },
  })
  expect(about(text)).toMatchObject([{ level: 'good' }])
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toContain('TEST of the channel')
})

it('finds a channel that was not granted to this repository', async () => {
  const { url } = await slack()
  const { text, code } = await doctor(await raise(), ['--format', 'json'], { CHANNEL_GRANTS: 'CHAT=other', CHAT: url })
  expect(about(text)).toMatchObject([{ level: 'broken', seen: expect.stringContaining('has not granted') }])
  expect(code).toBe(1)
})
