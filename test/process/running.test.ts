import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { listening } from './listening.ts'
import { ProcessWorld } from './world.ts'

let world: ProcessWorld
beforeEach(async () => {
  world = await ProcessWorld.open()
})
afterEach(() => world.close())

const emergency = { title: '[EMERGENCY] Everything is down' }

describe('the running server', () => {
  it('is alive, and ready until the database cannot be written', async () => {
    const { address } = await world.serve()
    const ask = async (path: string): Promise<number> => (await fetch(`${address}${path}`)).status
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])
    // The server may be writing at this moment: it has missed deliveries to look for.
    const somebodyElse = new DatabaseSync(join(world.directory, 'data/firebreak.sqlite'), { timeout: 5000 })
    somebodyElse.exec('begin immediate')
    // What was found is told for a moment to all who ask.
    await expect.poll(() => ask('/readyz'), { timeout: 15_000 }).toBe(503)
    expect(await ask('/healthz')).toBe(200)
    somebodyElse.exec('rollback')
    somebodyElse.close()
    await expect.poll(() => ask('/readyz'), { timeout: 15_000 }).toBe(200)
  })

  it('answers at the addresses that are documented, and at no other', async () => {
    const { address } = await world.serve()
    const ask = async (path: string): Promise<number> => (await fetch(`${address}${path}`)).status
    for (const path of ['/', '/ping', '/probot', '/metrics', '/probot/static/robot.svg'])
      expect.soft(await ask(path), path).toBe(404)
  })

  it('asks the GitHub Enterprise Server that it was told of, under /api/v3', async () => {
    const asked: string[] = []
    const enterprise = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Bad credentials"}')
    })
    const { host } = new URL(await listening(enterprise))
    const server = world.spawn({ env: { GHE_HOST: host, GHE_PROTOCOL: 'http' } })
    await server.exited
    expect(asked).toEqual(['GET /api/v3/app'])
    enterprise.close()
  })

  it('refuses a delivery that GitHub did not sign, and keeps nothing of it', async () => {
    const { server, address } = await world.serve()
    // It missed that it was installed, and asks for that at the start.
    const isSwept = (): boolean => world.github.requests.some(({ path }) => path.endsWith('/attempts'))
    await vi.waitFor(() => expect(isSwept()).toBe(true))
    await world.github.settle()
    world.github.faults.deliveries.hold(1, { event: 'issues' })
    world.as('trudy').openIssue(emergency)
    const genuine = world.github.deliveries.find(({ event }) => event === 'issues')
    const body = JSON.stringify(genuine?.payload)
    const post = (signature: string) =>
      fetch(`${address}/api/github/webhooks`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'issues',
          'x-github-delivery': genuine?.guid ?? '',
          'x-hub-signature-256': signature,
        },
      })
    const sign = (secret: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    for (const signature of [sign('development'), sign('guess'), 'sha256=', '']) {
      const { status } = await post(signature)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    }
    const calls = world.github.requests.length
    server.signal('SIGTERM')
    await server.exited
    // What it reads at its start may still be under way.
    const later = world.github.requests.slice(calls).filter(({ path }) => !path.endsWith('/access_tokens'))
    expect(later.filter(({ method }) => method !== 'GET')).toEqual([])
    const database = new DatabaseSync(join(world.directory, 'data/firebreak.sqlite'), { readOnly: true })
    expect(database.prepare('select count(*) as n from delivery where guid = ?').get(genuine?.guid ?? '')).toEqual({
      n: 0,
    })
    expect(database.prepare("select count(*) as n from event where body like '%EMERGENCY%'").get()).toEqual({ n: 0 })
    database.close()
  })
})

describe('told to stop while it works', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s: ends what is under way, then ends with 0; the rest is done after the next start',
    async (signal) => {
      const first = await world.serve()
      await world.github.settle()
      const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
      const { promise: released, resolve: release } = Promise.withResolvers<void>()
      const unhook = world.github.faults.afterRequest(async ({ method, path }) => {
        if (method !== 'POST' || !path.endsWith('/rulesets')) return
        reach()
        await released
      })
      const { number } = world.as('trudy').openIssue(emergency)
      await reached
      first.server.signal(signal)
      await first.server.wrote(/Stopping/)
      release()
      expect(await first.server.exited).toBe(0)
      unhook()
      const seen = readGitHub(world.github)
      expect(seen.rulesets()).toHaveLength(1)
      expect(seen.card(number)).toBe('')

      const second = await world.serve()
      await vi.waitFor(() => expect(seen.card(number)).toContain('**on**'), { timeout: 15_000 })
      expect(seen.rulesets()).toHaveLength(1)
      second.server.signal('SIGTERM')
      expect(await second.server.exited).toBe(0)
    },
  )
})
