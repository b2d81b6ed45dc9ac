import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Log, Store } from '../../engine/ports.ts'
import { lockDirectory } from './directory-lock.ts'
import { EmbeddedStore } from './embedded-store.ts'
import { migrate } from './migrate.ts'

export interface EmbeddedStoreOptions {
  /** Where the data is kept; created when it is not there. */
  readonly directory: string
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly now?: () => number
  readonly log?: Log
}

/**
 * Opens the state that is kept in a directory of this machine, for this process alone until it is closed or dies.
 * @throws an error for people: the directory is in use or cannot be written to, or its data is of a newer version
 */
export async function openEmbeddedStore({ directory, now = Date.now, log }: EmbeddedStoreOptions): Promise<Store> {
  const unlock = lockDirectory(directory)
  let database: DatabaseSync | undefined
  try {
    database = openDatabase(directory)
    const steps = migrate(database, directory)
    if (steps > 0) log?.info({ directory, steps }, 'The database was brought up to date')
    return new EmbeddedStore({ database, unlock, now, log })
  } catch (error) {
    database?.close()
    unlock()
    throw error
  }
}

/** The same state in memory, for a simulation: it is gone when it is closed. */
export function openStoreInMemory({ now, log }: Pick<EmbeddedStoreOptions, 'now' | 'log'> = {}): Store {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  migrate(database, 'memory')
  return new EmbeddedStore({ database, unlock: () => undefined, now: now ?? Date.now, log })
}

/**
 * Write-ahead log, and every commit waits for the disk: what was acknowledged to GitHub survives the loss of power
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
function openDatabase(directory: string): DatabaseSync {
  const path = join(directory, 'firebreak.sqlite')
  let database: DatabaseSync | undefined
  try {
    // The timeout is for a backup that reads the file at this moment; the process stands still meanwhile.
    database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 1000 })
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
    return database
  } catch (error) {
    database?.close()
    throw new Error(`The database ${path} cannot be read. Restore it from a backup, or move it away to start anew.`, {
      cause: error,
    })
  }
}
