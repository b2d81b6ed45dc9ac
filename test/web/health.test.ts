import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { healthHandler, type Readiness } from '../../src/web/health.ts'
import { listening } from '../process/listening.ts'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serving(check: Readiness['check']): Promise<string> {
  const handle = healthHandler({ check })
  const server = createServer((request, response) => {
    handle(request, response).then(
      (answered) => {
        if (!answered) response.writeHead(404).end()
      },
      () => response.writeHead(500).end(),
    )
  })
  servers.push(server)
  return await listening(server)
}

const fine = async (): Promise<undefined> => undefined

describe('health', () => {
  it('lives as long as it answers, ready or not', async () => {
    const base = await serving(async () => {
      throw new Error('disk full')
    })
    const answer = await fetch(`${base}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })

  it('is ready when it can take care of deliveries', async () => {
    const answer = await fetch(`${await serving(fine)}/readyz?from=probe`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('says what is missing, and not why: anybody may ask', async () => {
    const named = await fetch(`${await serving(async () => 'GitHub has not been asked yet')}/readyz`)
    expect([named.status, await named.json()]).toEqual([
      503,
      { status: 'unavailable', missing: 'GitHub has not been asked yet' },
    ])
    const base = await serving(async () => {
      throw new Error('SQLITE_FULL: /srv/private/path')
    })
    const thrown = await fetch(`${base}/readyz`)
    expect(thrown.status).toBe(503)
    expect(await thrown.text()).not.toContain('/srv/private')
  })

  it('leaves every other question to others', async () => {
    const base = await serving(fine)
    expect((await fetch(`${base}/healthz/more`)).status).toBe(404)
    expect((await fetch(`${base}/readyz`, { method: 'POST' })).status).toBe(404)
  })
})
