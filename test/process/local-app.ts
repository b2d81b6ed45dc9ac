import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { appId, webhookSecret } from './world.ts'

const webhookPath = '/api/github/webhooks'

export interface LocalAppOptions {
  readonly logLevel?: 'trace' | 'info' | 'silent'
  /** Text of `.github/incident.yml`; a maintainer and nothing else unless given. */
  readonly config?: string
}

/**
 * The application in this process, in real time and without pacing, with the stand-in's webhooks not yet connected:
 * for those who post deliveries themselves, and those who measure.
 */
export class LocalApp {
  readonly github: Emulator
  readonly log: string[] = []
  readonly webhookSecret = webhookSecret
  readonly installationId: number
  readonly #directory = mkdtempSync(join(tmpdir(), 'firebreak-local-'))
  #running: Running | undefined

  private constructor({ config }: LocalAppOptions) {
    const options = { appId, appSlug: 'firebreak', privateKey: appPrivateKey, webhookSecret }
    this.github = createEmulator({ ...options, now: Date.now })
    for (const login of ['alice', 'bob', 'carol', 'trudy']) this.github.addUser(login)
    this.github.addOrganization('acme', { plan: 'team', owners: ['alice'] })
    this.github.addRepository('acme/shop', {
      files: {
        'README.md': '# Shop\n',
        '.github/incident.yml':
          config ??
          'version: 1\nextends: firebreak:single-maintainer\nroles: { maintainers: ["@alice"], backup: ["@bob"] }\n',
      },
      collaborators: { alice: 'admin', bob: 'maintain', carol: 'write', trudy: 'triage' },
    })
    this.installationId = this.github.install('acme').id
  }

  static async start(options: LocalAppOptions = {}): Promise<LocalApp> {
    const app = new LocalApp(options)
    const apiUrl = await app.github.listen()
    const log = pino({ level: options.logLevel ?? 'trace' }, { write: (line: string) => void app.log.push(line) })
    const dataDirectory = app.#directory
    const store = await openEmbeddedStore({ directory: dataDirectory, log })
    const settings = { appId, privateKey: appPrivateKey, webhookSecret, apiUrl, webhookPath, dataDirectory } as const
    const listening = {
      channels: [],
      webhookProxyUrl: undefined,
      port: 0,
      host: '127.0.0.1',
      logLevel: 'trace',
      logFormat: 'json',
    } as const
    app.#running = await serve({
      settings: { ...settings, ...listening },
      store,
      clock: systemClock,
      log,
      throttle: false,
      sweeps: false,
    })
    return app
  }

  /** Lets GitHub send its webhooks here. */
  connect(): void {
    this.github.connectWebhook(this.webhookUrl)
  }

  get #app(): Running {
    if (!this.#running) throw new Error('the application does not run')
    return this.#running
  }

  get engine(): Running['engine'] {
    return this.#app.engine
  }

  get webhookUrl(): string {
    return `http://127.0.0.1:${this.#app.port}${webhookPath}`
  }

  get repository(): ReturnType<Emulator['repository']> {
    return this.github.repository('acme/shop')
  }

  as(login: string) {
    return this.github.as(login).in('acme/shop')
  }

  /** Resolves when both sides have come to their end. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const before = this.github.deliveries.length + this.github.requests.length
      await this.github.settle()
      await this.engine.idle()
      quiet = this.github.deliveries.length + this.github.requests.length === before ? quiet + 1 : 0
    }
  }

  async close(): Promise<void> {
    await this.#running?.stop()
    await this.github.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}
