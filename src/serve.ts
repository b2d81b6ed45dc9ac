import type { Logger } from 'pino'
import { Probot, Server } from 'probot'
import { SmeeClient } from 'smee-client'
import { createFirebreak, type Firebreak } from './app.ts'
import type { Forecasts } from './engine/forecasts.ts'
import type { Clock, Store } from './engine/ports.ts'
import type { Settings } from './env.ts'
import { standBeforeProbot } from './github/webhooks/before-probot.ts'

export interface ServeParts {
  readonly settings: Settings
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  /** Plays what a change of a configuration changes, and is closed with the server; without it, nothing is played. */
  readonly forecasts?: Forecasts | undefined
  /** False: calls to GitHub are not paced. */
  readonly throttle?: boolean
  /** False: missed deliveries are not fetched. */
  readonly sweeps?: boolean
  /** False: nothing is compared with GitHub by the clock. As `sweeps` when left out. */
  readonly reconciles?: boolean
  /** False: nothing is rebuilt from GitHub when the database is empty. As `sweeps` when left out. */
  readonly rebuilds?: boolean
  /** Milliseconds after which a call to GitHub that was not answered is given up. */
  readonly timeoutMs?: number
  /** The longest time between two looks for work, in milliseconds. */
  readonly tick?: number
}

export interface Running extends Firebreak {
  readonly port: number
  /** Takes no more deliveries, ends what is under way, and closes the store. */
  stop(): Promise<void>
}

/** Starts Probot's server with the App in it. Throws when GitHub refuses the credentials or the port is taken. */
export async function serve({ settings, ...parts }: ServeParts): Promise<Running> {
  const { appId, privateKey, webhookSecret: secret, apiUrl: baseUrl, host, port, webhookPath, channels } = settings
  const { log } = parts
  const server = new Server({
    Probot: Probot.defaults({ appId, privateKey, secret, baseUrl, log }),
    host,
    port: anyPortToo(port),
    webhookPath,
    log,
    // Nothing answers but what is documented.
    enablePing: false,
    enableStaticFiles: false,
  })
  let firebreak: Firebreak | undefined
  await server.load(async (probot, { addHandler }) => {
    const webhook = { path: webhookPath, secret }
    const watched = { metricsToken: settings.metricsToken, heartbeatUrl: settings.heartbeatUrl }
    const { onboarding } = settings
    firebreak = await createFirebreak(probot, addHandler, {
      appId,
      privateKey,
      channels,
      webhook,
      ...watched,
      onboarding,
      ...parts,
    })
  })
  if (!firebreak) throw new Error('Probot did not load the App')
  standBeforeProbot(await server.start(), firebreak.frontDoor)
  const proxy = await forward(settings, server.port, log)
  const { engine } = firebreak
  // Not before: what it asks for comes in at once.
  engine.sweep()
  return {
    ...firebreak,
    port: server.port,
    async stop() {
      await proxy?.stop()
      await server.stop()
      await Promise.all([engine.drain(), parts.forecasts?.close()])
      await parts.store.close()
    },
  }
}

/**
 * Probot takes a port of 0, which means any free one, for none at all and listens on 3000 (`options.port || 3000`).
 * Node takes numbers as text too, and the text is not empty.
 */
const anyPortToo = (port: number): number => (port === 0 ? ('0' as unknown as number) : port)

/** Brings deliveries from a smee.io channel to a machine that GitHub cannot reach. For development. */
async function forward(settings: Settings, port: number, logger: Logger): Promise<SmeeClient | undefined> {
  if (settings.webhookProxyUrl === undefined) return undefined
  const target = `http://127.0.0.1:${port}${settings.webhookPath}`
  const client = new SmeeClient({ source: settings.webhookProxyUrl, target, logger })
  await client.start().catch(tellUnreachable)
  return client
}

/** @param event what the connection throws, which is no error */
function tellUnreachable(event: unknown): never {
  const cause = typeof event === 'object' && event && 'message' in event ? event.message : event
  throw new Error('The channel in WEBHOOK_PROXY_URL cannot be reached', { cause })
}
