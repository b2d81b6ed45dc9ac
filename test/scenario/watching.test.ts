import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { listening } from '../process/listening.ts'
import { configured, scenes } from './stage.ts'

const raise = scenes()
const token = 'what-the-collector-shows'

interface Line {
  readonly msg: string
  readonly level: number
  readonly delivery?: string
  readonly repository?: string
  readonly incident?: string
  readonly event?: string
  readonly effect?: string
}

const linesOf = (log: readonly string[]): Line[] => log.map((line) => JSON.parse(line))

describe('the log', () => {
  it('leads from a delivery to all that followed from it', async () => {
    const { world, github, trudy, bob, settle } = await raise({ watched: { logLevel: 'debug' } })
    const { number } = trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await settle()
    bob.comment(number, '/incident ack')
    await settle()
    const lines = linesOf(world.log)
    const followed = (text: string): Line[] => {
      const found = github.deliveries.find(({ payload }) => JSON.stringify(payload).includes(text))
      return lines.filter(({ delivery }) => delivery !== undefined && delivery === found?.guid)
    }

    const opened = followed('Checkout is down')
    const messages = opened.map(({ msg }) => msg)
    expect(messages[0]).toBe('Accepted a delivery')
    expect(opened.filter(({ msg }) => msg === 'Decided').map(({ event }) => event)).toEqual(
      expect.arrayContaining(['IssueChanged', 'EffectSettled']),
    )
    expect(opened.filter(({ msg }) => msg === 'Performed').map(({ effect }) => effect)).toEqual(
      expect.arrayContaining(['ApplyFreeze', 'SyncCard', 'SyncLabels', 'PostComment']),
    )
    const freezing = opened.filter(({ effect, msg }) => effect === 'ApplyFreeze' && msg.startsWith('GitHub request'))
    expect(freezing.map(({ msg }) => msg).join('\n')).toMatch(/POST \S+\/repos\/acme\/shop\/rulesets/)

    const [incident] = opened.flatMap((line) => line.incident ?? [])
    expect(incident).toMatch(/#1$/)
    for (const line of opened.filter(({ effect }) => effect === 'ApplyFreeze' || effect === 'PostComment'))
      expect(line).toMatchObject({ repository: 'acme/shop', incident })
    const acknowledged = followed('/incident ack"')
    expect(acknowledged.map(({ event }) => event)).toContain('CommentAdded')
    expect(acknowledged.map(({ effect }) => effect)).not.toContain('ApplyFreeze')
  })

  it('tells an incident from its timers, which go back to no delivery', async () => {
    const { world, trudy, settle } = await raise({ watched: { logLevel: 'info' } })
    trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await settle()
    await world.fastForward('4h')
    const fired = linesOf(world.log).filter(({ event }) => event === 'TimerFired')
    expect(fired.length).toBeGreaterThan(0)
    for (const line of fired)
      expect(line).toMatchObject({ repository: 'acme/shop', incident: expect.stringMatching(/#1$/) })
    for (const line of fired) expect(line.delivery).toBeUndefined()
  })
})

describe('metrics', () => {
  const read = (url: string, authorization?: string) =>
    fetch(new URL('/metrics', url), authorization === undefined ? {} : { headers: { authorization } })

  it('tell of an emergency what was done, and not where, by whom or why', async () => {
    const { world, trudy, settle } = await raise({ watched: { metricsToken: token } })
    trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await settle()
    const answer = await read(world.webhookUrl, `Bearer ${token}`)
    const text = await answer.text()
    for (const line of [
      /^firebreak_deliveries_total\{event="issues",outcome="stored"\} 1$/m,
      /^firebreak_decisions_total\{event="IssueChanged",outcome="decided"\} 1$/m,
      /^firebreak_effects_total\{effect="ApplyFreeze",outcome="done"\} 1$/m,
      /^firebreak_github_calls_total\{purpose="admin",outcome="ok"\} [1-9]/m,
      /^firebreak_github_calls_total\{purpose="working",outcome="ok"\} [1-9]/m,
      /^firebreak_store_seconds_count\{transaction="settle"\} [1-9]/m,
      /^firebreak_timers_pending [1-9]/m,
      /^firebreak_events_waiting 0$/m,
    ])
      expect(text).toMatch(line)
    expect(text).not.toMatch(/acme|shop|trudy|Checkout|alice/)
  })

  it('count what mattered to nobody, what could not be read, and what came late', async () => {
    const { world, mallory, trudy, settle } = await raise({ watched: { metricsToken: token } })
    const { number } = trudy.openIssue({ title: 'Ordinary' })
    mallory.comment(number, 'Nice')
    trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await settle()
    await world.fastForward('4h')
    await fetch(world.webhookUrl, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    const text = await (await read(world.webhookUrl, `Bearer ${token}`)).text()
    expect(text).toMatch(/^firebreak_deliveries_total\{event="issue_comment",outcome="irrelevant"\} [1-9]/m)
    expect(text).toMatch(/^firebreak_refused_requests_total\{reason="label"\} 1$/m)
    expect(text).toMatch(/^firebreak_timer_lag_seconds_count [1-9]/m)
  })

  it('are for those who show the token, and not there at all where none was set', async () => {
    const watched = await raise({ watched: { metricsToken: token } })
    expect((await read(watched.world.webhookUrl)).status).toBe(401)
    expect((await read(watched.world.webhookUrl, 'Bearer guess')).status).toBe(401)
    const unwatched = await raise()
    expect((await read(unwatched.world.webhookUrl, `Bearer ${token}`)).status).toBe(404)
  })
})

describe('the heartbeat', () => {
  const secret = 'c0ffee-the-password-of-the-check'
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections()
  })

  /** Somebody who listens outside; `answer` says what they answer, and 0 that they do not. */
  async function receiver() {
    const heard: string[] = []
    const state = { answer: 200 }
    const server = createServer((request, response) => {
      heard.push(`${request.method} ${request.url}`)
      if (state.answer !== 0) response.writeHead(state.answer, { location: '/elsewhere' }).end('ok')
    })
    servers.push(server)
    return { heard, state, heartbeatUrl: `${await listening(server)}/ping/${secret}` }
  }

  it('is heard every minute, and follows nobody', async () => {
    const { heard, state, heartbeatUrl } = await receiver()
    const { world } = await raise({ config: configured(), watched: { heartbeatUrl } })
    await world.fastForward('3m')
    expect(heard).toEqual(Array(3).fill(`GET /ping/${secret}`))
    state.answer = 302
    await world.fastForward('1m')
    expect(heard).toHaveLength(4)
    expect(linesOf(world.log).map(({ msg }) => msg)).toEqual(['NO HEARTBEAT'])
    expect(world.log.join('')).toContain('answered 302')
    expect(world.log.join('')).not.toContain(secret)
  })

  it('that is not heard holds up nobody', async () => {
    const { heard, state, heartbeatUrl } = await receiver()
    const { world, seen, trudy, settle } = await raise({ watched: { heartbeatUrl } })
    state.answer = 500
    await world.fastForward('2m')
    expect(heard).toHaveLength(2)
    const { number } = trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await settle()
    expect(seen.card(number)).toContain('**on**')
    expect(world.log.join('')).not.toContain(secret)
  })

  it('falls silent while GitHub does not answer what an event needs, and comes back', async () => {
    const { heard, heartbeatUrl } = await receiver()
    const { world, github, trudy } = await raise({ watched: { heartbeatUrl } })
    github.faults.answer({ path: /\/collaborators\//, times: 1000 }, { status: 503 })
    trudy.openIssue({ title: '[EMERGENCY] Checkout is down' })
    await world.fastForward('20m')
    expect(heard.length).toBeLessThan(12)
    expect(world.log.join('')).toContain('queue: an event has waited for more than ten minutes')
    github.faults.clear()
    const before = heard.length
    await world.fastForward('10m')
    expect(heard.length).toBeGreaterThan(before + 3)
  })

  it('falls silent when GitHub does not take the key any more', async () => {
    const { heard, heartbeatUrl } = await receiver()
    const { world, github } = await raise({ watched: { heartbeatUrl } })
    await world.fastForward('2m')
    const message = 'A JSON web token could not be decoded'
    github.faults.answer({ path: /^\/app$/, times: 1000 }, { status: 401, body: { message } })
    await world.fastForward('6m')
    expect(heard.length).toBeLessThan(7)
    expect(world.log.join('')).toContain('GitHub does not accept the credentials')
  })
})
