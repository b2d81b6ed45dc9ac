import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEmulator, type Emulator } from '../emulator/emulator.ts'
import type { Settings } from '../env.ts'
import { serve } from '../serve.ts'
import { openEmbeddedStore } from '../store/embedded/open-embedded-store.ts'
import { settleBoth } from './demo-settle.ts'
import type { Terminal } from './terminal.ts'
import { VirtualClock } from './virtual-clock.ts'

/** GitHub's stand-in and the real application beside it, talking over HTTP, with a clock that is moved by hand. */
export interface Stage {
  readonly github: Emulator
  readonly clock: VirtualClock
  /** Base address of the stand-in's API. */
  readonly apiUrl: string
  readonly appUrl: string
  /** Lets deliveries and effects come to their end. */
  settle(): Promise<void>
  close(): Promise<void>
}

const appId = 1_001
const year = 365 * 86_400_000

/**
 * @param furnish puts people and repositories there, and installs the App, before it starts
 * @param terminal tells when the process ends, so that its data are removed by Ctrl-C, too
 */
export async function raiseStage(
  start: number,
  furnish: (github: Emulator) => void,
  { atEnd }: Pick<Terminal, 'atEnd'>,
): Promise<Stage> {
  const clock = new VirtualClock(start)
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const webhookSecret = 'a secret for one evening'
  const github = createEmulator({ now: () => clock.now(), appId, appSlug: 'firebreak', privateKey, webhookSecret })
  furnish(github)
  const apiUrl = await github.listen()
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-demo-'))
  const removeData = (): void => rmSync(directory, { recursive: true, force: true })
  atEnd?.(removeData)
  const log = pino({ level: 'silent' })
  const store = await openEmbeddedStore({ directory, now: () => clock.now(), log })
  const settings: Settings = {
    appId,
    privateKey,
    webhookSecret,
    apiUrl,
    webhookPath: '/api/github/webhooks',
    webhookProxyUrl: undefined,
    port: 0,
    host: '127.0.0.1',
    logLevel: 'warn',
    logFormat: 'json',
    dataDirectory: directory,
    channels: [],
  }
  const app = await serve({ settings, store, clock, log, throttle: false, sweeps: false, tick: year })
  const appUrl = `http://127.0.0.1:${app.port}`
  github.connectWebhook(`${appUrl}${settings.webhookPath}`)
  return {
    github,
    clock,
    apiUrl,
    appUrl,
    settle: () => settleBoth(github, app.engine),
    async close() {
      await app.stop()
      await github.close()
      removeData()
    },
  }
}
