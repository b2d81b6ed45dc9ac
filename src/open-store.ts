import type { Log, Store } from './engine/ports.ts'
import type { Settings } from './env.ts'

/**
 * Opens the state where the settings say: the database of DATABASE_URL, or else the directory DATA_DIR. Each is loaded only
 * when it is wanted.
 * @throws an error for people
 */
export async function openStore(settings: Pick<Settings, 'databaseUrl' | 'dataDirectory'>, log: Log): Promise<Store> {
  const { databaseUrl: url, dataDirectory: directory } = settings
  if (url !== undefined) {
    const { openPostgresStore } = await import('./store/postgres/open-postgres-store.ts')
    return await openPostgresStore({ url, log })
  }
  const { openEmbeddedStore } = await import('./store/embedded/open-embedded-store.ts')
  return await openEmbeddedStore({ directory, log })
}
