import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appPrivateKey } from '../harness/keys.ts'
import { ProcessWorld } from './world.ts'

let world: ProcessWorld
beforeEach(async () => {
  world = await ProcessWorld.open()
})
afterEach(() => world.close())

describe('the server, told wrongly what to do', () => {
  it('names everything that is wrong at once, in words, and ends with 1', async () => {
    const torn = appPrivateKey.slice(0, 500)
    const server = world.spawn({
      alone: true,
      env: {
        NODE_ENV: 'production',
        PRIVATE_KEY: torn,
        PORT: 'http',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'mysql://app:hunter2@db/app',
      },
    })
    expect(await server.exited).toBe(1)
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PORT', 'LOG_LEVEL', 'DATABASE_URL'])
      expect(server.output).toMatch(new RegExp(`^  - ${name} [a-z].*`, 'm'))
    expect(server.output).toContain('WEBHOOK_SECRET is missing')
    expect(server.output).not.toContain('hunter2')
    expect(server.output).not.toContain(torn.split('\n')[2])
    expect(server.output).not.toMatch(/^\s+at /m)
  })

  it('is not content without a webhook secret, which Probot would make up', async () => {
    const server = world.spawn({ env: { WEBHOOK_SECRET: '' } })
    expect(await server.exited).toBe(1)
    expect(server.output.match(/^ {2}- .*/gm)).toEqual([expect.stringContaining('WEBHOOK_SECRET is missing')])
  })

  it('says that the data directory is in use, and by what kind of process', async () => {
    await world.serve()
    const second = world.spawn()
    expect(await second.exited).toBe(1)
    expect(second.output).toContain('is in use by another Firebreak process')
    expect(second.output).not.toMatch(/^\s+at /m)
  })

  it('says that the port is taken', async () => {
    const { address } = await world.serve()
    const second = world.spawn({ env: { PORT: new URL(address).port, DATA_DIR: join(world.directory, 'other') } })
    expect(await second.exited).toBe(1)
    expect(second.output).toMatch(/Firebreak cannot start: Port \d+ is already in use/)
  })

  it('says that GitHub does not know the App', async () => {
    const server = world.spawn({ env: { APP_ID: '99' } })
    expect(await server.exited).toBe(1)
    expect(server.output).toMatch(/^Firebreak cannot start: .*APP_ID.*PRIVATE_KEY/m)
  })
})

describe('a .env file', () => {
  const write = (env: Readonly<Record<string, string>>): void => {
    const lines = Object.entries(env).map(([name, value]) => `${name}="${value}"`)
    writeFileSync(join(world.directory, '.env'), lines.join('\n'))
  }

  it('is read, and what the process has of its own wins', async () => {
    write({ ...world.env, WEBHOOK_PATH: '/from/file', LOG_FORMAT: 'pretty' })
    const server = world.spawn({ alone: true, env: { LOG_FORMAT: 'json' } })
    const address = await server.listening()
    expect(
      server.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name),
    ).toContain('firebreak')
    const atPath = (path: string) => fetch(`${address}${path}`, { method: 'POST', body: '{}' })
    expect((await atPath('/from/file')).status).not.toBe(404)
    expect((await atPath('/api/github/webhooks')).status).toBe(404)
  })
})

describe('a Node that is too old', () => {
  it.each(['18.20.4', '20.11.1', '22.18.0', '23.11.0'])(
    '%s is told what is needed, and stumbles over no type',
    async (version) => {
      const old = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
      const server = world.spawn({ nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(old)}`] })
      expect(await server.exited).toBe(1)
      expect(server.output.trim()).toMatch(/^Firebreak needs Node 24 or later, and this is Node [\d.]+\. .*npm ci.*$/)
      expect(server.output).toContain(`this is Node ${version}.`)
    },
  )
})
