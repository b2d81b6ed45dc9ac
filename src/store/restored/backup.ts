import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readDatabaseUrl } from '../../lib/database-url.ts'
import { lockDirectory } from '../embedded/directory-lock.ts'
import { Database } from '../postgres/database.ts'
import { markRestored, type Tables } from './mark-restored.ts'

/**
 * Writes a whole and settled copy of an embedded database to a file, also while a server works on it, and tells the copy
 * that it is one: whoever puts it back needs to do nothing more.
 * @param now epoch milliseconds; the machine's clock unless given
 * @throws an error for people: there is no database, or the file is there already
 */
export async function backUp(directory: string, file: string, now = Date.now()): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already. Name a file that is not.`)
  const source = new DatabaseSync(pathIn(directory), { readOnly: true })
  try {
    source.prepare('vacuum into ?').run(file)
  } finally {
    source.close()
  }
  // What is in it may come from private repositories.
  chmodSync(file, 0o600)
  await changeFile(file, (tables) => markRestored(tables, now))
}

/**
 * Tells an embedded database of a server that is stopped that it was put back from a back-up.
 * @returns the moment from which on it knows nothing, in epoch milliseconds
 */
export async function markDirectoryRestored(directory: string): Promise<number> {
  const path = pathIn(directory)
  const unlock = lockDirectory(directory)
  try {
    return await changeFile(path, markRestored)
  } finally {
    unlock()
  }
}

/** As `markDirectoryRestored`, for a PostgreSQL on which no server was started since. */
export async function markDatabaseRestored(databaseUrl: string): Promise<number> {
  const address = readDatabaseUrl(databaseUrl)
  if (!address.ok) throw new Error(`DATABASE_URL ${address.error}`)
  const database = new Database({ url: address.value.url, pool: 1, log: undefined })
  try {
    return await database.transaction(async (session) => {
      await session.change('set local search_path to firebreak')
      return await markRestored(session)
    })
  } finally {
    await database.close()
  }
}

function pathIn(directory: string): string {
  const path = join(directory, 'firebreak.sqlite')
  if (!existsSync(path)) throw new Error(`There is no database in ${directory}: ${path} does not exist.`)
  return path
}

async function changeFile<Value>(path: string, change: (tables: Tables) => Promise<Value>): Promise<Value> {
  const database = new DatabaseSync(path)
  try {
    database.exec('begin immediate')
    const value = await change(tablesOf(database))
    database.exec('commit')
    return value
  } finally {
    // What was not committed is gone with it.
    database.close()
  }
}

const tablesOf = (database: DatabaseSync): Tables => ({
  rows: async (sql, values = []) => database.prepare(sql).all(named(values)),
  change: async (sql, values = []) => database.prepare(sql).run(named(values)),
})

/** SQLite takes `$1` for a name. */
const named = (values: readonly (string | number)[]): Record<string, string | number> =>
  Object.fromEntries(values.map((value, place) => [`$${place + 1}`, value]))
