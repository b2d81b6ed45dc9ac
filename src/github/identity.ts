import type { Log, Store } from '../engine/ports.ts'
import type { Self } from '../incident/plan.ts'
import type { Clients } from './client.ts'

interface IdentityParts {
  readonly appId: number
  readonly clients: Pick<Clients, 'app'>
  readonly store: Pick<Store, 'recall' | 'memorise'>
  readonly log: Log
}

/**
 * Who this App is on GitHub (`GET /app`): its slug is the name under which its own events come back. It is remembered,
 * so that a start while GitHub is down still knows its own events from others'. Throws when it was never known and
 * cannot be asked for now.
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
    const known = await store.recall(key)
    if (typeof known !== 'string') throw error
    log.warn({ slug: known }, 'GitHub could not be asked who this App is; going on with what it said last')
    return { appId, slug: known }
  }
}
