import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../src/env.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { listening } from './listening.ts'
import { ServerProcess } from './server-process.ts'

const root = join(import.meta.dirname, '../..')
let directory: string
let server: ServerProcess | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'firebreak-setup-'))
  for (const file of ['app.yml', 'package.json']) copyFileSync(join(root, file), join(directory, file))
})
afterEach(async () => {
  await server?.kill()
  rmSync(directory, { recursive: true, force: true })
})

/** Probot's page listens on 3000 where it is told to take any port, so it is told of a free one. */
async function freePort(): Promise<string> {
  const holder: Server = createServer()
  const { port } = new URL(await listening(holder))
  await new Promise((resolve) => holder.close(resolve))
  return port
}

async function servePage(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const PORT = await freePort()
  server = new ServerProcess({ cwd: directory, env: { NO_SMEE_SETUP: 'true', HOST: '127.0.0.1', PORT, ...env } })
  return await server.listening()
}

/** Fetched as a browser behind proxies would: `fetch` sets no Host of its own. */
async function page(address: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return await new Promise((resolve, reject) => {
    request(`${address}/probot`, { headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })
}

function manifestIn(html: string): { readonly hook_attributes: { readonly url: string }; readonly name: string } {
  const [, text = ''] = /name="manifest"[^>]*value='([^']*)'/.exec(html) ?? []
  return JSON.parse(text)
}

const hookUrl = async (address: string, headers?: Readonly<Record<string, string>>): Promise<string> =>
  manifestIn(await page(address, headers)).hook_attributes.url

describe('without an App', () => {
  it('serves the page that registers one, with what app.yml asks for', async () => {
    const address = await servePage()
    const manifest = manifestIn(await page(address))
    expect(manifest).toMatchObject({ name: 'Firebreak', default_permissions: { administration: 'write' } })
    expect((await fetch(`${address}/`, { redirect: 'manual' })).headers.get('location')).toBe('/probot')
  })

  it('gives GitHub the address under which the browser came, and the path where webhooks are taken', async () => {
    const address = await servePage({ WEBHOOK_PROXY_URL: '' })
    expect(await hookUrl(address)).toBe(`${address}/api/github/webhooks`)
    expect(await hookUrl(address, { host: 'firebreak.acme.example:8080' })).toBe(
      'http://firebreak.acme.example:8080/api/github/webhooks',
    )
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'hooks.acme.example' }
    expect(await hookUrl(address, proxied)).toBe('https://hooks.acme.example/api/github/webhooks')
    expect(await hookUrl(address)).toBe(`${address}/api/github/webhooks`)
  })

  it('gives the path that was chosen', async () => {
    const address = await servePage({ WEBHOOK_PATH: '/hooks' })
    expect(await hookUrl(address)).toBe(`${address}/hooks`)
  })

  it('gives the channel that brings deliveries here, where there is one', async () => {
    const address = await servePage({ WEBHOOK_PROXY_URL: 'https://smee.example/channel' })
    expect(await hookUrl(address)).toBe('https://smee.example/channel')
    expect(await hookUrl(address, { 'x-forwarded-host': 'hooks.acme.example' })).toBe('https://smee.example/channel')
  })

  it('writes nothing before somebody has registered the App', async () => {
    const address = await servePage()
    await page(address)
    expect(existsSync(join(directory, '.env'))).toBe(false)
  })

  it('is a problem of the settings in production', async () => {
    server = new ServerProcess({ cwd: directory, env: { NODE_ENV: 'production' } })
    expect(await server.exited).toBe(1)
    expect(server.output).toContain('APP_ID is missing')
  })
})

describe('with an App that was registered elsewhere', () => {
  it('keeps the three things it is told, as the next start needs them', async () => {
    const address = await servePage()
    const body = JSON.stringify({ appId: '12', pem: appPrivateKey, webhook_secret: 'long enough to be one' })
    const answer = await fetch(`${address}/probot/import`, { method: 'POST', body })
    expect(answer.status).toBe(200)
    const kept = readSettings(parseEnv(readFileSync(join(directory, '.env'), 'utf8')), () => '')
    expect(kept).toMatchObject({ ok: true, value: { appId: 12, webhookSecret: 'long enough to be one' } })
  })
})
