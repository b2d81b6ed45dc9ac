import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../src/engine/ports.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { startPostgres } from '../support/postgres-server.ts'

/** In as many repositories a store gives work at a time. */
export const lanesAtATime = 32

/** A place for a store's state, gone when the measuring is over. */
export interface BenchStore {
  readonly name: string
  /** In as many repositories incidents can be opened within a minute or two, each by a decision of its own. */
  readonly mostRepositories: number
  open(now: () => number): Promise<Store>
  destroy(): Promise<void>
}

function embeddedBench(): BenchStore {
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
  return {
    name: 'embedded',
    mostRepositories: 100_000,
    open: (now) => openEmbeddedStore({ directory, now }),
    destroy: async () => rmSync(directory, { recursive: true, force: true }),
  }
}

async function postgresBench(): Promise<BenchStore> {
  const server = await startPostgres({ durable: true })
  return {
    name: 'PostgreSQL',
    mostRepositories: 10_000,
    open: (now) => openPostgresStore({ url: server.url, now }),
    destroy: () => server.stop(),
  }
}

/**
 * Every store that there is, or the one that the variable STORE names; PostgreSQL on this machine, waiting for the disk as
 * in production.
 */
export async function benchStores(): Promise<readonly BenchStore[]> {
  const { STORE: wanted } = process.env
  return [
    ...(wanted === 'postgres' ? [] : [embeddedBench()]),
    ...(wanted === 'embedded' ? [] : [await postgresBench()]),
  ]
}
