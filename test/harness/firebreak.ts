import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { load } from 'js-yaml'
import { z } from 'zod'
import { VirtualClock } from '../../src/cli/virtual-clock.ts'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts'
import type { InstallInput } from '../../src/emulator/setup.ts'
import type { Forecasts } from '../../src/engine/forecasts.ts'
import type { Store } from '../../src/engine/ports.ts'
import type { Settings } from '../../src/env.ts'
import { readChannelGrants } from '../../src/lib/channel-grants.ts'
import { parseDuration } from '../../src/lib/duration.ts'
import { createLog } from '../../src/log.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import type { TestDatabase } from '../support/postgres-database.ts'
import { misusedAdministration } from './administration.ts'
import { appPrivateKey } from './keys.ts'
import { checkExchange, checkWebhook } from './openapi.ts'

export const appId = 424_242
export const appSlug = 'firebreak'
export const webhookSecret = 'a secret that nobody guesses'
const day = 86_400_000

/** What the App asks for when it is registered, and so what people grant. */
const asked = z
  .object({
    default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
    default_events: z.array(z.string()),
  })
  .parse(load(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')))

/**
 * Where GitHub is known to do otherwise than it describes: `contexts` are refused beside `checks`
 * (ossf/allstar#155, google/go-github#2976), a label without a description has null in lists of pull requests too,
 * every 404 brings a message, addresses that were not set are empty, people of an advisory are described as null and an
 * object at once, and the account of a listed installation as a user and an enterprise at once.
 */
const describedWrongly: readonly RegExp[] = [
  /request body \/required_status_checks must have required property 'contexts'$/,
  /\/labels\/\d+\/description must be string$/,
  /a 404 has no body, but one was sent$/,
  /\/(environment|log)_url must match format "uri"$/,
  /^GET \/app\/installations: .*\/account must have required property '(name|slug|created_at|updated_at)'$/,
  /\/repository_advisory\/(author|publisher|private_fork) must be (null|object)$/,
  // Where calls of a renamed repository are redirected to.
  /^GET \/repositories\/\d+: GET \/repositories\/\d+: GitHub documents no such endpoint$/,
]

export interface HarnessOptions {
  /** Text of `.github/incident.yml`; undefined: the repository has none. */
  readonly config?: string | undefined
  readonly files?: Readonly<Record<string, string>>
  /** Login → role, beside alice (admin), bob (maintain), carol (write), trudy (triage) and mallory (nobody). */
  readonly collaborators?: Record<string, 'admin' | 'maintain' | 'write' | 'triage' | 'read'>
  readonly private?: boolean
  readonly plan?: NonNullable<Parameters<Emulator['addOrganization']>[1]>['plan']
  readonly start?: string
  readonly maxPageSize?: number
  /** Permissions beside what `app.yml` asks for, or in their place. */
  readonly grants?: NonNullable<InstallInput['permissions']>
  /** Names; without any, Discussions are switched off. */
  readonly discussionCategories?: readonly string[]
  /** What the App may do in a locked conversation. */
  readonly appsOnLocked?: NonNullable<EmulatorOptions['appsOnLocked']>
  /** Whether missed deliveries are fetched; else the log is left alone, and each test counts its own calls. */
  readonly sweeps?: boolean
  /** Whether everything at hand is compared with GitHub by the clock. */
  readonly reconciles?: boolean
  /** Whether that is done each time that everything has come to its end; all tests can be run so (`FIREBREAK_CHECKS_UP=1`). */
  readonly checksUp?: boolean
  /** Whether an empty database is filled from GitHub; it costs calls. */
  readonly rebuilds?: boolean
  /** Milliseconds of real time after which the App gives a call up that GitHub does not answer. */
  readonly timeoutMs?: number
  /** The state is in PostgreSQL; without it, in a file. FIREBREAK_TEST_STORE=postgres in the environment does it for all. */
  readonly postgres?: boolean
  /** Secrets with their addresses, as the operator would set them; all are granted to `acme`. */
  readonly channels?: Readonly<Record<string, string>>
  /** Plays what a change of a configuration changes, such as `playedHere()`; without it, nothing is played. */
  readonly forecasts?: Forecasts
  /** How it is watched from outside, how much it logs (else warnings alone), and where a configuration is suggested (else nowhere). */
  readonly watched?: Partial<Pick<Settings, 'metricsToken' | 'heartbeatUrl' | 'logLevel' | 'onboarding'>>
}

/**
 * The real application on the stand-in: real HTTP, real signatures, the embedded store on disk, and a clock that the
 * test moves. `close` fails when the App called something GitHub does not know, or either side broke the official
 * description.
 */
export class Harness {
  readonly github: Emulator
  readonly clock: VirtualClock
  readonly log: string[] = []
  /** What comparisons with GitHub wrote there, where nothing else had happened. */
  readonly needlesslyWritten: string[] = []
  readonly #directory = mkdtempSync(join(tmpdir(), 'firebreak-'))
  readonly #channels: Settings['channels']
  readonly #watched: Partial<Settings>
  readonly #forecasts: Forecasts | undefined
  readonly #sweeps: boolean
  readonly #timeoutMs: number | undefined
  readonly #rebuilds: boolean
  readonly #reconciles: boolean
  readonly #checksUp: boolean
  #database: TestDatabase | undefined
  #store: Store | undefined
  #running: Running | undefined
  #apiUrl = ''

  private constructor(options: HarnessOptions) {
    this.clock = new VirtualClock(Date.parse(options.start ?? '2026-03-02T09:00:00Z'))
    this.#channels = grantedToAcme(options.channels)
    this.#watched = options.watched ?? {}
    this.#forecasts = options.forecasts
    this.#sweeps = options.sweeps ?? false
    this.#timeoutMs = options.timeoutMs
    this.#rebuilds = options.rebuilds ?? false
    this.#reconciles = options.reconciles ?? false
    this.#checksUp = options.checksUp ?? process.env.FIREBREAK_CHECKS_UP !== undefined
    this.github = createEmulator({
      now: () => this.clock.now(),
      appId,
      appSlug,
      privateKey: appPrivateKey,
      webhookSecret,
      ...(options.maxPageSize !== undefined && { maxPageSize: options.maxPageSize }),
      ...(options.appsOnLocked !== undefined && { appsOnLocked: options.appsOnLocked }),
    })
  }

  /** A stand-in with `acme/shop`, its people, and the App installed and running. */
  static async start(options: HarnessOptions = {}): Promise<Harness> {
    const harness = new Harness(options)
    harness.#furnish(options)
    if (options.postgres || process.env.FIREBREAK_TEST_STORE === 'postgres') await harness.#useDatabase()
    harness.#apiUrl = await harness.github.listen()
    await harness.restart()
    return harness
  }

  #furnish({ config, files, collaborators, private: isPrivate, plan, grants, discussionCategories }: HarnessOptions) {
    const { github } = this
    for (const login of ['alice', 'bob', 'carol', 'trudy', 'mallory', ...Object.keys(collaborators ?? {})])
      if (!github.state.accounts.some((account) => account.login === login)) github.addUser(login)
    github.addOrganization('acme', { plan: plan ?? 'team', owners: ['alice'] })
    github.addRepository('acme/shop', {
      private: isPrivate ?? false,
      files: { 'README.md': '# Shop\n', ...files, ...(config !== undefined && { '.github/incident.yml': config }) },
      discussionCategories: [...(discussionCategories ?? [])],
      collaborators: { alice: 'admin', bob: 'maintain', carol: 'write', trudy: 'triage', ...collaborators },
    })
    github.install('acme', { permissions: { ...asked.default_permissions, ...grants }, events: asked.default_events })
  }

  get engine(): Running['engine'] {
    if (!this.#running) throw new Error('Firebreak is not running')
    return this.#running.engine
  }

  /** Where GitHub posts. */
  get webhookUrl(): string {
    return `http://127.0.0.1:${this.#running?.port}/api/github/webhooks`
  }

  /** Where the stand-in answers. */
  get apiUrl(): string {
    return this.#apiUrl
  }

  /** Where the App keeps its data. */
  get dataDirectory(): string {
    return this.#directory
  }

  /** What says where the data are, for the command line. */
  get environment(): Readonly<Record<string, string>> {
    return this.#database ? { DATABASE_URL: this.#database.url } : { DATA_DIR: this.#directory }
  }

  /** Stops the App if it runs, and starts it again over the same database. */
  async restart(): Promise<void> {
    await this.stop()
    const out = { write: (line: string) => void this.log.push(line) }
    const log = createLog({ level: this.#watched.logLevel ?? 'warn', format: 'json', out })
    const now = (): number => this.clock.now()
    const store = this.#database
      ? await openPostgresStore({ url: this.#database.url, now, log })
      : await openEmbeddedStore({ directory: this.#directory, now, log })
    this.#store = store
    this.#running = await serve({
      settings: {
        appId,
        privateKey: appPrivateKey,
        webhookSecret,
        apiUrl: this.#apiUrl,
        webhookPath: '/api/github/webhooks',
        webhookProxyUrl: undefined,
        port: 0,
        host: '127.0.0.1',
        logLevel: 'warn',
        logFormat: 'json',
        dataDirectory: this.#directory,
        channels: this.#channels,
        ...this.#watched,
      },
      store,
      clock: this.clock,
      log,
      forecasts: this.#forecasts,
      throttle: false,
      ...(this.#timeoutMs !== undefined && { timeoutMs: this.#timeoutMs }),
      sweeps: this.#sweeps,
      reconciles: this.#reconciles,
      rebuilds: this.#rebuilds,
      tick: 365 * day,
    })
    this.github.connectWebhook(`http://127.0.0.1:${this.#running.port}/api/github/webhooks`)
    await this.settle()
  }

  /** Loaded only where it is wanted: it knows of the test run's server. */
  async #useDatabase(): Promise<void> {
    const { firebreakDatabase } = await import('../support/postgres-template.ts')
    this.#database = await firebreakDatabase()
  }

  /** The database is gone. */
  async loseDatabase(): Promise<void> {
    await this.stop()
    if (this.#database) {
      await this.#database.destroy()
      await this.#useDatabase()
    }
    rmSync(this.#directory, { recursive: true, force: true })
    mkdirSync(this.#directory)
  }

  /** Stops the App in an orderly way; GitHub goes on. */
  async stop(): Promise<void> {
    await this.#running?.stop()
    this.#running = undefined
  }

  /** Lets everything that is under way come to its end, on both sides, without moving the clock. */
  async settle(): Promise<void> {
    await this.#rest()
    if (this.#checksUp && this.#running) await this.checkUp()
  }

  /** Has everything at hand compared with GitHub now; @returns what was written there because of it */
  async checkUp(): Promise<readonly string[]> {
    const before = this.github.requests.length
    for (const repository of (await this.#store?.repositoriesAtHand()) ?? [])
      await this.engine.enqueue({
        type: 'CheckUpDue',
        ...{ repository, interruption: undefined, since: undefined, at: this.clock.now() },
      })
    await this.#rest()
    const written = this.github.requests
      .slice(before)
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens') && !path.endsWith('/graphql'))
      .map(({ method, path, requestBody }) => `${method} ${path} ${JSON.stringify(requestBody)}`)
    this.needlesslyWritten.push(...written)
    return written
  }

  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const before = this.github.deliveries.length + this.github.requests.length
      await this.github.settle()
      await this.#running?.engine.idle()
      quiet = this.github.deliveries.length + this.github.requests.length === before ? quiet + 1 : 0
    }
  }

  /** Moves the clock, stopping wherever something is due. @param duration `15m`, `4h`, `2d` */
  async fastForward(duration: string): Promise<void> {
    const milliseconds = parseDuration(duration)
    if (milliseconds === undefined) throw new Error(`no duration: ${duration}`)
    await this.clock.advance(milliseconds, () => this.settle())
  }

  /** How many rows the App has stored, in all tables. */
  rows(): number {
    const database = new DatabaseSync(join(this.#directory, 'firebreak.sqlite'), { readOnly: true })
    try {
      const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
      const count = ({ name }: { readonly name?: unknown }): number =>
        Number(database.prepare(`select count(*) as rows from "${String(name)}"`).get()?.rows)
      return tables.map(count).reduce((sum, rows) => sum + rows, 0)
    } finally {
      database.close()
    }
  }

  /** Starts the App over a database from which every timer is gone, as after restoring an old back-up. */
  async restartWithoutTimers(): Promise<void> {
    await this.stop()
    if (this.#database) await this.#database.execute('delete from firebreak.timer')
    else {
      const database = new DatabaseSync(join(this.#directory, 'firebreak.sqlite'))
      database.exec('delete from timer')
      database.close()
    }
    await this.restart()
  }

  /** Stops everything, and fails on whatever broke GitHub's official description. */
  async close(): Promise<void> {
    await this.stop()
    await this.github.close()
    await this.#database?.destroy()
    rmSync(this.#directory, { recursive: true, force: true })
    const found = [...this.#strangeRequests(), ...this.#strangeExchanges(), ...this.#strangeWebhooks()]
    const described = found.filter((problem) => !describedWrongly.some((known) => known.test(problem)))
    if (process.env.FIREBREAK_CHECKS_UP !== undefined)
      described.push(...this.needlesslyWritten.map((each) => `needlessly: ${each.slice(0, 300)}`))
    const problems = [...described, ...misusedAdministration(this.github.requests)]
    if (problems.length > 0) throw new Error(problems.join('\n'))
  }

  #strangeRequests(): string[] {
    return this.github.unknownRequests.map(({ method, path }) => `the stand-in knows no ${method} ${path}`)
  }

  #strangeExchanges(): string[] {
    return this.github.requests.flatMap((exchange) =>
      checkExchange(exchange).map((problem) => `${exchange.method} ${exchange.path}: ${problem}`),
    )
  }

  #strangeWebhooks(): string[] {
    return this.github.deliveries.flatMap(({ event, action, payload }) =>
      checkWebhook(event, action ?? undefined, payload).map((problem) => `webhook ${event}: ${problem}`),
    )
  }
}

function grantedToAcme(addresses: Readonly<Record<string, string>> = {}): Settings['channels'] {
  const grants = Object.keys(addresses).map((name) => `${name}=acme`)
  const read = readChannelGrants(grants.join(' '), addresses, () => false)
  if (!read.ok) throw new Error(read.error.join('\n'))
  return read.value
}
