import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { run } from 'probot'
import type { SmeeClient } from 'smee-client'
import type { SetupSettings } from './env.ts'

interface SetupTools {
  readonly run: typeof run
  /** The process's own, because Probot's page reads its address there. */
  readonly env: Record<string, string | undefined>
  readonly SmeeClient: typeof SmeeClient
}

/**
 * Serves Probot's set-up page, which registers the App on GitHub with our `app.yml` and writes its credentials to `.env`.
 *
 * Left alone, the page sends `BASE/` as the address of the App's webhooks, where nothing listens
 * (probot/lib/manifest-creation.js: `process.env.WEBHOOK_PROXY_URL || baseUrl + '/'`). Only the browser's request says
 * under which address this server is reached, so the right one is put where the page looks just before it is answered.
 */
export async function serveSetup(
  settings: SetupSettings,
  { run: runProbot, env, SmeeClient: Smee }: SetupTools,
): Promise<void> {
  let ownAddress: string | undefined
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    const isOurs = !env.WEBHOOK_PROXY_URL || env.WEBHOOK_PROXY_URL === ownAddress
    if (!request.url?.startsWith('/probot') || !isOurs) return
    ownAddress = webhookAddress(request, settings.webhookPath)
    env.WEBHOOK_PROXY_URL = ownAddress
  })
  await runProbot(() => undefined, {
    // Nothing is to be forwarded yet, and Probot ends with a channel that cannot be reached.
    env: { ...env, HOST: settings.host, PORT: String(settings.port), WEBHOOK_PROXY_URL: undefined },
    SmeeClient: Smee,
  })
}

/** The address under which the browser reached this server, with the path of the webhooks. */
export function webhookAddress({ headers }: Pick<IncomingMessage, 'headers'>, webhookPath: string): string {
  const forwarded = String(headers['x-forwarded-proto'] ?? 'http')
    .split(',')[0]
    ?.trim()
  const host = String(headers['x-forwarded-host'] ?? headers.host ?? 'localhost')
    .split(',')[0]
    ?.trim()
  return `${forwarded === 'https' ? 'https' : 'http'}://${host}${webhookPath}`
}
