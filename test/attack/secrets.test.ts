import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appPrivateKey } from '../harness/keys.ts'
import { playIncident } from '../process/incident-script.ts'
import { listening } from '../process/listening.ts'
import { ProcessWorld, webhookSecret } from '../process/world.ts'
import { post } from './post.ts'

const channelWord = 'T0SWORDFISH/B0SWORDFISH/channelwordchannelword'
const password = 'hunter2-hunter2-hunter2'
const metricsToken = 'a-token-for-those-who-watch-only'
const heartbeatWord = 'heartbeat-swordfish-address'

let world: ProcessWorld
let elsewhere: Server
let address: string
beforeEach(async () => {
  world = await ProcessWorld.open()
  // A chat and a watcher that answer with everything they were told, and with a failure.
  elsewhere = createServer((request, response) =>
    response.writeHead(500).end(`${request.url} ${JSON.stringify(request.headers)}`),
  )
  address = await listening(elsewhere)
})
afterEach(async () => {
  await world.close()
  elsewhere.close()
})

/** Text and bytes of every file below a folder, as they lie on the disk. */
const disk = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

const pages = async (at: string): Promise<string> => {
  const paths = [
    '/',
    '/ping',
    '/probot',
    '/healthz',
    '/readyz',
    '/metrics',
    '/api/github/webhooks',
    '/.env',
    '/data/firebreak.sqlite',
  ]
  const answers = await Promise.all(paths.map(async (path) => (await fetch(`${at}${path}`)).text()))
  return answers.join('\n')
}

/** Failures of every sort that the network, GitHub, a channel and strangers can make. */
async function makeTrouble(at: string): Promise<void> {
  const { faults } = world.github
  const messages = { message: `refused ${webhookSecret.length}`, documentation_url: 'https://docs.github.com' }
  for (const status of [500, 502, 401]) faults.answer({}, { status, body: messages })
  faults.loseReply({ method: 'POST', path: /\/comments$/ })
  faults.answer({ method: 'POST', path: /access_tokens$/ }, { status: 502, body: 'Bad gateway' })
  for (const body of ['', 'null', '{', '[]']) await post(`${at}/api/github/webhooks`, { event: 'issues', body })
  await post(`${at}/api/github/webhooks`, { event: 'issues', body: '{}', secret: 'a guess' })
}

describe('everything that is written in a whole incident, with failures of all sorts and the log at its loudest', () => {
  it('holds no token, no key, no secret, no password and no address of a channel', { timeout: 120_000 }, async () => {
    world.as('alice').pushTo('main', {
      '.github/incident.yml': [
        'version: 1',
        'extends: firebreak:single-maintainer',
        'roles: { maintainers: ["@alice"], backup: ["@bob"] }',
        'channels: { chat: { type: slack, secret: CHAT_HOOK } }',
        'escalation: { policies: { default: { steps: [{ notify: [maintainers], channels: [chat] }] } } }',
      ].join('\n'),
    })
    const env = {
      ...{ LOG_LEVEL: 'trace', LOG_FORMAT: 'json', METRICS_TOKEN: metricsToken },
      HEARTBEAT_URL: `${address}/${heartbeatWord}`,
      CHANNEL_GRANTS: 'CHAT_HOOK=acme',
      CHAT_HOOK: `${address}/services/${channelWord}`,
    }
    const { server, address: at } = await world.serve(env)
    await makeTrouble(at)
    await playIncident(world)
    const shown = await pages(at)
    server.signal('SIGTERM')
    await server.exited

    const tokens = world.github.state.tokens.map(({ secret }) => secret)
    const keyLines = appPrivateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))
    expect(tokens.length).toBeGreaterThan(2)
    const secrets = [...tokens, ...keyLines, webhookSecret, channelWord, heartbeatWord, metricsToken]
    const told = JSON.stringify(world.github.requests.map(({ path, query, requestBody }) => [path, query, requestBody]))
    const places = { log: server.output, GitHub: told, pages: shown, database: disk(join(world.directory, 'data')) }
    expect(places.log).toContain('"effect":"NotifyChannel"')
    for (const [place, text] of Object.entries(places)) {
      expect(text.length).toBeGreaterThan(100)
      const leaked = secrets.filter((secret) => text.includes(secret))
      expect({ place, leaked }).toEqual({ place, leaked: [] })
      // The App's own token is a JWT, and its payload always begins so.
      expect(text).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}/)
    }
  })

  it('nor does the reason why it cannot start', { timeout: 30_000 }, async () => {
    const trouble: readonly Readonly<Record<string, string>>[] = [
      { DATABASE_URL: `postgres://firebreak:${password}@127.0.0.1:1/firebreak` },
      { DATABASE_URL: `not an address ${password}` },
      { PRIVATE_KEY: `-----BEGIN RSA PRIVATE KEY-----\n${password}\n-----END RSA PRIVATE KEY-----` },
      { CHANNEL_GRANTS: 'CHAT_HOOK=acme', CHAT_HOOK: `ftp://${password}@example.com` },
      { HEARTBEAT_URL: `ftp://example.com/${password}` },
      { WEBHOOK_SECRET: password.slice(0, 7) },
      { GHE_HOST: `${password}@example.com` },
    ]
    for (const env of trouble) {
      const server = world.spawn({ env: { LOG_LEVEL: 'trace', ...env } })
      expect(await server.exited).not.toBe(0)
      expect({ env: Object.keys(env), leaked: server.output.includes(password.slice(0, 7)) }).toEqual({
        env: Object.keys(env),
        leaked: false,
      })
    }
  })
})
