import { Client } from 'pg'
import { numberOrNone } from '../row.ts'
import { type Session, sessionOf } from './database.ts'
import type { Migration } from './migrations.ts'

/** Any number, as long as nothing else in the database locks the same one. */
const migrationLock = 7_316_001

/**
 * Brings the schema to the version that this program works with, one transaction per step. Replicas that start at the same
 * moment wait for one another. A database that is newer is left as it is.
 * @param url of the database; connections of its own are used, because an index may take longer to build than statements may
 * @param also what else is migrated under the same lock
 * @returns how many steps were taken
 * @throws when the database no longer works with this program; nothing is changed then
 */
export async function migrate(url: string, known: readonly Migration[], also: () => Promise<void>): Promise<number> {
  await using guard = await connected(url)
  await using worker = await connected(url)
  await lockMigration(guard.client)
  try {
    const steps = await bringForward(worker.client, known)
    await also()
    return steps
  } finally {
    await guard.client.query('commit').catch(() => undefined)
  }
}

async function connected(url: string): Promise<AsyncDisposable & { readonly client: Client }> {
  const client = new Client({ connectionString: url, application_name: 'firebreak migration', keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end().catch(() => undefined) }
}

/**
 * Held by a transaction, on a connection of its own: a lock of a session would stay behind a pooler for ever, which hands the
 * session on to others.
 */
async function lockMigration(client: Client): Promise<void> {
  await client.query('begin')
  await client.query('set local idle_in_transaction_session_timeout = 0')
  await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
}

async function bringForward(client: Client, known: readonly Migration[]): Promise<number> {
  const session = sessionOf(client)
  await session.change('create schema if not exists firebreak')
  await session.change(`create table if not exists firebreak.migration (
    version integer primary key, oldest integer not null, at timestamptz not null default now())`)
  const { version, oldest } = await versionOf(session)
  if (known.length < oldest) throw new Error(tooOld(known.length, oldest))
  for (const [index, migration] of known.slice(version).entries()) await step(client, migration, version + index + 1)
  return Math.max(known.length - version, 0)
}

async function versionOf(session: Session): Promise<{ version: number; oldest: number }> {
  const row = await session.row('select max(version) as version, max(oldest) as oldest from firebreak.migration')
  return { version: numberOrNone(row, 'version') ?? 0, oldest: numberOrNone(row, 'oldest') ?? 0 }
}

async function step(client: Client, { sql, oldest = 0 }: Migration, version: number): Promise<void> {
  try {
    await client.query('begin')
    await client.query('set local search_path to firebreak')
    if (sql !== '') await client.query(sql)
    await client.query('insert into firebreak.migration (version, oldest) values ($1, $2)', [version, oldest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`The database could not be brought to version ${version}; it is unchanged.`, { cause: error })
  }
}

const tooOld = (version: number, oldest: number): string =>
  `The database was changed by a newer Firebreak so that only versions from ${oldest} on can work with it; this one is ` +
  `version ${version}. Start the newer one again, or give this one a database from a backup of its time.`
