import type { Log, Store } from '../engine/ports.ts'
import { messageOf } from '../engine/redact.ts'
import type { Self } from '../incident/plan.ts'
import type { Clients } from './client.ts'

interface IdentityParts {
  readonly appId: number
  readonly clients: Pick<Clients, 'app'>
  readonly store: Pick<Store, 'recall' | 'memorise'>
  readonly log: Log
}

/** The name that the manifest asks for; GitHub gives another only where it is taken. */
const usualSlug = 'firebreak'

/**
 * Who this App is on GitHub (`GET /app`): its slug is the name under which its own events come back. It is remembered,
 * so that a start while GitHub is down still knows its own events from others'; where it was never known, the usual name
 * is taken until the next start. Own events that are not known as such cost a look and change nothing: the App's own
 * user has no permission that the procedure would listen to.
 * Throws when GitHub does not accept the credentials: then nothing could ever be done.
 */
export async function findSelf({ appId, clients, store, log }: IdentityParts): Promise<Self> {
  const key = `app/${appId}/slug`
  try {
    const octokit = await clients.app()
    const { data } = await octokit.rest.apps.getAuthenticated()
    const slug = data?.slug
    if (!slug) throw new Error('GitHub named no slug for this App')
    await store.memorise(key, slug)
    return { appId, slug }
  } catch (error) {
    if (isUnknownApp(error)) throw error
    const known = await store.recall(key)
    const slug = typeof known === 'string' ? known : usualSlug
    log.warn({ slug, error: messageOf(error) }, 'GitHub could not be asked who this App is; going on under this name')
    return { appId, slug }
  }
}

/**
 * Asks GitHub whether it still knows this App. Throws `TryLater` for what passes by itself, and an error of another
 * kind when it does not take the credentials.
 */
export async function identify(clients: Pick<Clients, 'app'>): Promise<void> {
  try {
    const octokit = await clients.app()
    await octokit.rest.apps.getAuthenticated()
  } catch (error) {
    if (isUnknownApp(error)) throw new Error('GitHub does not accept the credentials', { cause: error })
    throw error
  }
}

/** A wrong APP_ID answers 404 "Integration not found", a wrong key 401. */
const isUnknownApp = (error: unknown): boolean =>
  /Integration not found|JSON web token|answered 401/u.test(messageOf(error))
