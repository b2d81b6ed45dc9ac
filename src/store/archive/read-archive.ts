import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readDatabaseUrl } from '../../lib/database-url.ts'
import { Database, type Session } from '../postgres/database.ts'
import { Archive } from './archive.ts'

/** Where a server keeps its state. */
export type ArchivePlace = { readonly directory: string } | { readonly databaseUrl: string }

/**
 * Reads the state of a server as it is at one moment, also while the server works on it: nothing is locked, and nothing is
 * brought up to date.
 * @throws an error for people: there is no database, or it cannot be read
 */
export async function readArchive<Value>(
  place: ArchivePlace,
  read: (archive: Archive) => Promise<Value>,
): Promise<Value> {
  return 'directory' in place ? await readDirectory(place.directory, read) : await readDatabase(place.databaseUrl, read)
}

async function readDirectory<Value>(directory: string, read: (archive: Archive) => Promise<Value>): Promise<Value> {
  const path = join(directory, 'firebreak.sqlite')
  if (!existsSync(path)) throw new Error(`There is no database in ${directory}: ${path} does not exist.`)
  const database = opened(path)
  try {
    // One view of all tables, whatever is written meanwhile.
    database.exec('begin')
    return await read(
      new Archive({
        rows: async (sql, values = []) => database.prepare(sql).all(named(values)),
        has: async (table) =>
          database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !== undefined,
      }),
    )
  } finally {
    database.close()
  }
}

function opened(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 1000 })
    database.prepare('select count(*) from repository').get()
    return database
  } catch (cause) {
    database?.close()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `The database ${path} cannot be read (${reason}). Run this as the user that the server runs as; SQLite writes beside ` +
        'the file even where it only reads.',
      { cause },
    )
  }
}

/** SQLite takes `$1` for a name. */
const named = (values: readonly (string | number)[]): Record<string, string | number> =>
  Object.fromEntries(values.map((value, place) => [`$${place + 1}`, value]))

async function readDatabase<Value>(databaseUrl: string, read: (archive: Archive) => Promise<Value>): Promise<Value> {
  const address = readDatabaseUrl(databaseUrl)
  if (!address.ok) throw new Error(`DATABASE_URL ${address.error}`)
  const database = new Database({ url: address.value.url, pool: 1, log: undefined })
  try {
    return await database.transaction(async (session) => {
      await session.change('set transaction isolation level repeatable read, read only')
      if (!(await hasTable(session, 'repository')))
        throw new Error('The database of DATABASE_URL holds nothing of Firebreak.')
      await session.change('set local search_path to firebreak')
      return await read(
        new Archive({ rows: (sql, values) => session.rows(sql, values), has: (table) => hasTable(session, table) }),
      )
    })
  } finally {
    await database.close()
  }
}

async function hasTable(session: Session, table: string): Promise<boolean> {
  const row = await session.row('select to_regclass($1) is not null as known', [`firebreak.${table}`])
  return row?.known === true
}
