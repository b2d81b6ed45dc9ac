import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { underLease } from '../../src/engine/lease.ts'
import { TryLater } from '../../src/engine/ports.ts'
import type { NotifyChannel } from '../../src/incident/effect.ts'
import { answering, reasonOf, receiver, routingKey, signingKey, type Told, tell } from './stage.ts'

const kinds: readonly NotifyChannel['kind'][] = ['slack', 'discord', 'teams', 'pagerduty', 'email', 'webhook']

/** What is tried again; fails when it was not. */
async function triedAgain(told: Told): Promise<TryLater> {
  const thrown: unknown = await tell(told).catch((error: unknown) => error)
  if (!(thrown instanceof TryLater)) throw new Error(`it was settled: ${JSON.stringify(thrown)}`)
  return thrown
}

describe('a channel that is not granted', () => {
  const notGranted = 'the channel `team` is not granted to this repository: the operator of this server can grant it'

  it('is refused in the same words whether there is such a secret or not, and nothing is sent', async () => {
    const { url, received } = await receiver()
    expect(await reasonOf(tell({ kind: 'slack' }))).toBe(notGranted)
    expect(await reasonOf(tell({ kind: 'slack', address: url, grantedTo: 'other,acme/other' }))).toBe(notGranted)
    expect(await reasonOf(tell({ kind: 'slack', address: url, owner: 'mallory' }))).toBe(notGranted)
    expect(received).toEqual([])
  })

  it('is told apart from one that is, for the owner or for the repository, in capital letters or small ones', async () => {
    const { url, received } = await receiver()
    for (const grantedTo of ['acme', 'ACME', 'other,Acme/Shop'])
      expect(await tell({ kind: 'slack', address: url, grantedTo })).toMatchObject({ succeeded: true })
    expect(received).toHaveLength(3)
  })
})

describe('an address', () => {
  it('is used only for a kind that it was made for', async () => {
    const { url, received } = await receiver()
    const forms = {
      web: `${url}/hook`,
      signed: `${url}/hook ${signingKey}`,
      pager: `${routingKey} ${url}`,
      mail: 'smtp://127.0.0.1:1?from=a@acme.example&to=b@acme.example',
    }
    const fitting = { web: ['slack', 'discord', 'teams'], signed: ['webhook'], pager: ['pagerduty'], mail: ['email'] }
    for (const form of ['web', 'signed', 'pager', 'mail'] as const)
      for (const kind of kinds.filter((each) => !fitting[form].includes(each)))
        expect(await reasonOf(tell({ kind, address: forms[form] })), `${form} as ${kind}`).toMatch(
          /^the address of the channel `team` is not one for `/,
        )
    expect(received).toEqual([])
  })

  it.each(['slack', 'discord', 'pagerduty'] as const)(
    'of another service is noticed by its answer: %s',
    async (kind) => {
      const { url } = await receiver(answering(202, '{"accepted":true}'))
      const address = kind === 'pagerduty' ? `${routingKey} ${url}` : url
      expect(await reasonOf(tell({ kind, address }))).toMatch(
        /^the answer was not .*'s; the operator of this server should/,
      )
    },
  )

  it('that leads elsewhere is not followed', async () => {
    const elsewhere = await receiver()
    for (const status of [301, 302, 307, 308]) {
      const { url } = await receiver(answering(status, '', { location: `${elsewhere.url}/stolen` }))
      expect(await reasonOf(tell({ kind: 'slack', address: url }))).toBe(
        `Slack refused it (${status}): the address leads on to another one, which is not followed; the operator of this server should set the final address`,
      )
    }
    expect(elsewhere.received).toEqual([])
  })
})

describe('what will not pass', () => {
  it.each([
    [404, 'no_service', /^Slack refused it \(404 no_service\): the address is gone; the operator/],
    [410, 'channel_is_archived', /^Slack refused it \(410 channel_is_archived\): the address is gone/],
    [403, 'invalid_token', /^Slack refused it \(403 invalid_token\): .*still allowed/],
    [401, '', /^Slack refused it \(401\): .*still allowed/],
    [400, 'invalid_payload', /^Slack refused it \(400 invalid_payload\): .*belongs to Slack$/],
    [400, '<html>no_service</html>', /^Slack refused it \(400\): /],
  ])('is an outcome that says what to look at: %i %s', async (status, body, expected) => {
    const { url } = await receiver(answering(status, body))
    expect(await reasonOf(tell({ kind: 'slack', address: url }))).toMatch(expected)
  })
})

describe('what passes by itself', () => {
  it.each([
    [429, { 'retry-after': '7' }, 7_000],
    [429, { 'retry-after': '0.3' }, 1_000],
    [429, {}, 60_000],
    [429, { 'retry-after': 'soon' }, 60_000],
    [503, { 'retry-after': '30' }, 30_000],
    [500, {}, 5_000],
    [408, {}, 5_000],
  ])('is tried again: %i with %j after %i ms', async (status, headers, expected) => {
    const { url } = await receiver(answering(status, 'rollup_error', headers))
    expect(await triedAgain({ kind: 'slack', address: url })).toMatchObject({
      message: `Slack answered ${status}`,
      afterMs: expected,
    })
  })

  it('waits until the moment that it was asked to wait for', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(429, { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }).end()
    })
    const { afterMs } = await triedAgain({ kind: 'slack', address: url })
    expect(afterMs).toBeGreaterThan(80_000)
    expect(afterMs).toBeLessThanOrEqual(90_000)
  })

  it.each(['slack', 'discord', 'teams', 'pagerduty', 'webhook'] as const)(
    'is a server that is away: %s',
    async (kind) => {
      const { url, close } = await receiver()
      close()
      const address = { pagerduty: `${routingKey} ${url}`, webhook: `${url} ${signingKey}` }[String(kind)] ?? url
      const { message } = await triedAgain({ kind, address })
      expect(message).toMatch(/could not be reached: the connection was refused$/)
      expect(message).not.toContain('127.0.0.1')
    },
  )

  it('is an answer that does not come, or does not end', async () => {
    const silent = await receiver(() => undefined)
    const endless = await receiver((response) => void response.writeHead(200).write('o'))
    for (const { url } of [silent, endless])
      expect((await triedAgain({ kind: 'slack', address: url, timeout: 150 })).message).toBe(
        'Slack could not be reached: no answer came within 0.15 s',
      )
  })

  it('is an answer that breaks off', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('o')
      response.destroy()
    })
    expect((await triedAgain({ kind: 'slack', address: url })).message).toMatch(/the connection broke off/)
  })

  it.each([
    ['a page', true, 20],
    ['news', false, 100],
  ])('is given up when it is too late for %s', async (_what, urgent, tries) => {
    const { url } = await receiver(answering(503))
    await triedAgain({ kind: 'slack', address: url, urgent, triesBefore: tries - 2 })
    expect(await reasonOf(tell({ kind: 'slack', address: url, urgent, triesBefore: tries - 1 }))).toBe(
      `given up after ${tries} tries: Slack answered 503`,
    )
  })
})

describe('a long answer', () => {
  it('is read no further than it is of use', async () => {
    let written = 0
    const { url } = await receiver((response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && written < 50_000_000) {
          written += 100_000
          if (!response.write('x'.repeat(100_000))) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    expect(await reasonOf(tell({ kind: 'slack', address: url }))).toMatch(/^the answer was not Slack's/)
    expect(written).toBeLessThan(20_000_000)
  })
})

describe('what people and the log get to see', () => {
  it('holds nothing of an address, whatever goes wrong', async () => {
    const secret = 'T000SECRET/B000SECRET/xoxSECRET'
    const said: string[] = []
    const note = async (told: Told): Promise<void> => {
      const outcome: unknown = await tell(told).catch((error: unknown) => error)
      said.push(inspect(outcome, { depth: 10 }))
    }
    for (const status of [200, 302, 400, 403, 404, 429, 500]) {
      const { url } = await receiver(answering(status, `no such hook: ${secret}`, { location: `/${secret}` }))
      await note({ kind: 'slack', address: `${url}/${secret}` })
      await note({ kind: 'discord', address: `${url}/${secret}` })
      await note({ kind: 'teams', address: `${url}/${secret}` })
      await note({ kind: 'pagerduty', address: `${routingKey} ${url}` })
      await note({ kind: 'webhook', address: `${url}/${secret} ${signingKey}` })
      await note({ kind: 'email', address: `${url}/${secret}` })
    }
    const away = await receiver()
    away.close()
    await note({ kind: 'slack', address: `${away.url}/${secret}` })
    // A port that `fetch` itself refuses.
    await note({ kind: 'slack', address: `http://127.0.0.1:6667/${secret}` })
    expect(said).toHaveLength(44)
    for (const each of said) expect(each).not.toMatch(/SECRET|127\.0\.0\.1|R01234|whsec_/)
  })
})

it('is told nothing by a process that stood still for so long that another one may have told it', async () => {
  const { url, received } = await receiver()
  const late = underLease(
    () => false,
    () => tell({ kind: 'slack', address: url }),
  )
  await expect(late).rejects.toThrow(TryLater)
  expect(received).toEqual([])
})
