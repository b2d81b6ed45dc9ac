import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { healthHandler } from '../../src/web/health.ts'
import { listening } from '../process/listening.ts'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serving(parts: { readonly store: string; readonly queue?: string }): Promise<string> {
  const handle = healthHandler(async () => parts)
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

describe('health', () => {
  it('lives as long as it answers, ready or not', async () => {
    const answer = await fetch(`${await serving({ store: 'the database cannot be written to' })}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })

  it('is ready when it can take care of deliveries', async () => {
    const answer = await fetch(`${await serving({ store: 'ok' })}/readyz?from=probe`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({ status: 'ok', parts: { store: 'ok' } })
  })

  it('is not while nothing can be stored, and says how each part is', async () => {
    const parts = { store: 'the database cannot be written to', queue: 'not known' }
    const answer = await fetch(`${await serving(parts)}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable', parts }])
  })

  it('takes deliveries although work is behind: nobody else would do it sooner', async () => {
    const parts = { store: 'ok', queue: 'an event has waited for more than ten minutes' }
    const answer = await fetch(`${await serving(parts)}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', parts }])
  })

  it('leaves every other question to others', async () => {
    const base = await serving({ store: 'ok' })
    expect((await fetch(`${base}/healthz/more`)).status).toBe(404)
    expect((await fetch(`${base}/readyz`, { method: 'POST' })).status).toBe(404)
  })
})
