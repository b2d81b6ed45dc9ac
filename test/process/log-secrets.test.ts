import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appPrivateKey } from '../harness/keys.ts'
import { playIncident } from './incident-script.ts'
import { ProcessWorld, webhookSecret } from './world.ts'

const metricsToken = 'what-the-collector-of-metrics-shows'

let world: ProcessWorld
beforeEach(async () => {
  world = await ProcessWorld.open()
})
afterEach(() => world.close())

describe('the log of a whole incident, with everything in it that can be', () => {
  it('holds no key, no secret and no token, in either format', { timeout: 90_000 }, async () => {
    const json = await world.serve({ LOG_LEVEL: 'trace', LOG_FORMAT: 'json', METRICS_TOKEN: metricsToken })
    const authorization = `Bearer ${metricsToken}`
    expect((await fetch(`${json.address}/metrics`, { headers: { authorization } })).status).toBe(200)
    let pretty: typeof json | undefined
    let steps = 0
    await playIncident(world, {
      async ready() {
        steps += 1
        if (steps !== 4) return
        await world.github.settle()
        json.server.signal('SIGTERM')
        expect(await json.server.exited).toBe(0)
        pretty = await world.serve({ LOG_LEVEL: 'trace', LOG_FORMAT: 'pretty' })
      },
    })
    pretty?.server.signal('SIGTERM')
    await pretty?.server.exited

    const tokens = world.github.state.tokens.map(({ secret }) => secret)
    expect(tokens.length).toBeGreaterThan(2)
    const keyLines = appPrivateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))
    for (const output of [json.server.output, pretty?.server.output ?? '']) {
      expect(output).toContain('GitHub request: ')
      expect(output).toContain('Accepted a delivery')
      for (const secret of [webhookSecret, metricsToken, ...tokens, ...keyLines])
        expect(output.includes(secret), secret).toBe(false)
      // The App's own token is a JWT, and its payload always begins so.
      expect(output).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}/)
    }
    for (const line of json.server.output.trim().split('\n')) expect(() => JSON.parse(line), line).not.toThrow()
  })
})
