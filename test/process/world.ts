import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { misusedAdministration } from '../harness/administration.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { type ProcessOptions, ServerProcess } from './server-process.ts'

export const appId = 424_242
export const webhookSecret = 'a secret that nobody guesses'
export const shop = 'acme/shop'

export const configuration = `version: 1
extends: firebreak:single-maintainer
roles: { maintainers: ["@alice"], backup: ["@bob"] }
`

/** A repository in an organization of its own, with the App installed: pacing is per installation. */
export function addPlace(github: Emulator, organization: string): string {
  const name = `${organization}/shop`
  github.addOrganization(organization, { plan: 'team', owners: ['alice'] })
  github.addRepository(name, {
    files: { 'README.md': '# Shop\n', '.github/incident.yml': configuration },
    collaborators: { alice: 'admin', bob: 'maintain', carol: 'write', trudy: 'triage' },
  })
  github.install(organization)
  return name
}

/**
 * GitHub's stand-in in the test's process, and the real server as processes beside it, which are started, ended and
 * killed. Real time and real pacing.
 */
export class ProcessWorld {
  readonly github: Emulator
  /** Working directory and data of the server. */
  readonly directory = mkdtempSync(join(tmpdir(), 'firebreak-process-'))
  readonly #started: ServerProcess[] = []
  /** Base address of the stand-in. */
  apiUrl = ''

  private constructor() {
    this.github = createEmulator({
      now: Date.now,
      appId,
      appSlug: 'firebreak',
      privateKey: appPrivateKey,
      webhookSecret,
    })
  }

  /** `acme/shop` with its people and the App installed; no server yet. */
  static async open(): Promise<ProcessWorld> {
    const world = new ProcessWorld()
    const { github } = world
    for (const login of ['alice', 'bob', 'carol', 'trudy']) github.addUser(login)
    addPlace(github, 'acme')
    world.apiUrl = await github.listen()
    return world
  }

  /** What an operator of a GitHub Enterprise Server sets. */
  get env(): Record<string, string> {
    return {
      APP_ID: String(appId),
      PRIVATE_KEY: appPrivateKey.replaceAll('\n', '\\n'),
      WEBHOOK_SECRET: webhookSecret,
      GHE_HOST: new URL(this.apiUrl).host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: join(this.directory, 'data'),
      NODE_ENV: 'production',
    }
  }

  /** A process of the project; `env` is added to the operator's, or stands alone when `alone` is set. */
  spawn({ env = {}, alone = false, ...options }: Partial<ProcessOptions> & { alone?: boolean } = {}): ServerProcess {
    const variables = alone ? env : { ...this.env, ...env }
    const child = new ServerProcess({ cwd: this.directory, env: variables, ...options })
    this.#started.push(child)
    return child
  }

  /** Starts the server and connects GitHub's webhooks to it. */
  async serve(env: Readonly<Record<string, string>> = {}): Promise<{ server: ServerProcess; address: string }> {
    const server = this.spawn({ env })
    const address = await server.listening()
    this.github.connectWebhook(`${address}/api/github/webhooks`)
    return { server, address }
  }

  as(login: string) {
    return this.github.as(login).in(shop)
  }

  get repository() {
    return this.github.repository(shop)
  }

  /** Ends every process that is left, and GitHub; fails on what was done with administration rights and must not be. */
  async close(): Promise<void> {
    await Promise.all(this.#started.map((child) => child.kill()))
    await this.github.close()
    rmSync(this.directory, { recursive: true, force: true })
    const misused = misusedAdministration(this.github.requests)
    if (misused.length > 0) throw new Error(misused.join('\n'))
  }
}
