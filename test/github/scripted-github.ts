import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { Probot } from 'probot'
import { afterEach, beforeEach, expect } from 'vitest'
import { type CallMeter, noMeter } from '../../src/engine/meter.ts'
import type { Log } from '../../src/engine/ports.ts'
import { type AllClients, createClients } from '../../src/github/client.ts'
import type { Repository } from '../../src/incident/repository.ts'

export const repository: Repository = {
  id: 42,
  owner: 'acme',
  name: 'shop',
  installationId: 7,
  defaultBranch: 'main',
  private: true,
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

const ignore = () => undefined
export const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }

export const createProbot = (): Probot => new Probot({ appId: 1, privateKey, secret: 'secret', logLevel: 'fatal' })

export interface Mint {
  readonly repository_ids?: readonly number[]
  readonly repositories?: readonly string[]
  readonly permissions: Readonly<Record<string, string>>
}

export interface ScriptedGitHub {
  readonly api: nock.Scope
  readonly clients: AllClients
  /** What tokens were asked for, in order; each is called `ghs_token1`, `ghs_token2`, … */
  readonly mints: Mint[]
  readonly mintPath: string
  now: number
}

/** GitHub as the test scripts it; whatever it did not script is refused, and what it scripted has to be asked for. */
export function scriptGitHub(meter: CallMeter = noMeter): ScriptedGitHub {
  const api = nock('https://api.github.com')
  const github: ScriptedGitHub = {
    api,
    clients: createClients({
      ...{ probot: createProbot(), log: silent, throttle: false, timeoutMs: 1000, meter },
      now: () => github.now,
    }),
    mints: [],
    mintPath: `/app/installations/${repository.installationId}/access_tokens`,
    now: Date.parse('2026-01-01T00:00:00Z'),
  }
  return github
}

/** Lets GitHub give out tokens, as many as are asked for. */
export function grantTokens(github: ScriptedGitHub): void {
  const mint = async (request: Request) => {
    github.mints.push(await readMint(request))
    const expires_at = new Date(github.now + 3_600_000).toISOString()
    return { token: `ghs_token${github.mints.length}`, expires_at }
  }
  nock('https://api.github.com').persist().post(github.mintPath).optionally().reply(201, mint)
}

export const readMint = async (request: Request): Promise<Mint> => JSON.parse(await request.text())

/** In every test file that scripts GitHub: nothing is asked that was not scripted, and nothing scripted is left unasked. */
export function withoutNetwork(): void {
  const unscripted: string[] = []
  const note = ({ method, url }: Request) => unscripted.push(`${method} ${url}`)
  beforeEach(() => {
    nock.disableNetConnect()
    nock.emitter.on('no match', note)
  })
  afterEach(() => {
    const unasked = nock.pendingMocks()
    nock.cleanAll()
    nock.enableNetConnect()
    nock.emitter.off('no match', note)
    expect({ unasked, unscripted: unscripted.splice(0) }).toEqual({ unasked: [], unscripted: [] })
  })
}

/** What a call threw. */
export async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => expect.unreachable(`nothing was thrown, but given: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
}
