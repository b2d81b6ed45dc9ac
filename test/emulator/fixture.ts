import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { Octokit } from '@octokit/rest'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts'
import type { InstallInput } from '../../src/emulator/setup.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

export const APP_ID = 4242
export const SECRET = 'a webhook secret'

export type Hook = { event: string; action: string; guid: string; signed: boolean; payload: Record<string, unknown> }

export type Fixture = {
  github: Emulator
  url: string
  clock: { now: number }
  /** Webhooks in the order they arrived. */
  hooks: Hook[]
  /** Status the receiver answers with. */
  receiver: { status: number }
  /** A client with an installation token for `acme`. */
  client: Octokit
  appClient: Octokit
  close(): Promise<void>
}

/** A stand-in with acme/app, alice (admin), bob (write), carol (reader), a webhook receiver, and the App installed. */
export async function startFixture(
  options: Partial<EmulatorOptions> = {},
  install: InstallInput = {},
): Promise<Fixture> {
  const clock = { now: Date.parse('2026-03-02T10:00:00Z') }
  const app = { appId: APP_ID, appSlug: 'firebreak', appOwner: 'acme', privateKey, webhookSecret: SECRET }
  const github = createEmulator({ now: () => clock.now, ...app, ...options })
  const url = await github.listen()
  const { hooks, receiver, address, stop } = await startReceiver()
  for (const login of ['alice', 'bob', 'carol', 'mallory']) github.addUser(login)
  github.addOrganization('acme', { owners: ['olga'] })
  github.addRepository('acme/app', { collaborators: { alice: 'admin', bob: 'write', dave: 'maintain' } })
  github.connectWebhook(address)
  const installation = github.install('acme', install)
  const appClient = new Octokit({ baseUrl: url, auth: `bearer ${jwt(clock.now)}`, log: quiet })
  const client = await installationClient(appClient, url, installation.id)
  const close = async () => {
    await github.close()
    await stop()
  }
  return { github, url, clock, hooks, receiver, client, appClient, close }
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** @returns a client with a token for the installation, narrowed if asked. */
export async function installationClient(
  appClient: Octokit,
  url: string,
  id: number,
  narrow: object = {},
): Promise<Octokit> {
  const { data } = await appClient.apps.createInstallationAccessToken({ installation_id: id, ...narrow })
  return new Octokit({ baseUrl: url, auth: data.token, log: quiet })
}

/** @returns an App token as the docs describe it, valid for nine minutes from `now` unless told otherwise. */
export function jwt(now: number, claims: object = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(now / 1000)
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: seconds - 30, exp: seconds + 540, iss: APP_ID, ...claims })}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`
}

async function startReceiver() {
  const hooks: Hook[] = []
  const receiver = { status: 200 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks).toString()
    const expected = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
    const payload: Record<string, unknown> = JSON.parse(body)
    hooks.push({
      event: String(request.headers['x-github-event']),
      action: String(payload.action ?? ''),
      guid: String(request.headers['x-github-delivery']),
      signed: request.headers['x-hub-signature-256'] === expected,
      payload,
    })
    response.writeHead(receiver.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { hooks, receiver, address: `http://127.0.0.1:${port}/`, stop }
}

/** @returns `event.action` of each webhook. */
export function names(hooks: Hook[]): string[] {
  return hooks.map((hook) => (hook.action === '' ? hook.event : `${hook.event}.${hook.action}`))
}

/** @returns the title of the issue a webhook is about. */
export function issueTitle(hook: Hook | undefined): unknown {
  const issue = hook?.payload.issue
  return typeof issue === 'object' && issue !== null && 'title' in issue ? issue.title : undefined
}

/** @returns a client of the App itself with a token of one's own making. */
export function appClientWith(url: string, token: string): Octokit {
  return new Octokit({ baseUrl: url, auth: `bearer ${token}`, log: quiet })
}
