import { Client } from 'pg'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { createDatabase, serverUrl, type TestDatabase } from './postgres-database.ts'

/** One for all threads of a test run: they share a server. */
const template = 'firebreak_template'
const lock = 4_711

/** A database with the schema in it and nothing else: copied, which is faster than to migrate an empty one. */
export async function firebreakDatabase(): Promise<TestDatabase> {
  const server = await serverUrl()
  ready ??= prepare(server)
  await ready
  return createDatabase(server, template)
}

let ready: Promise<void> | undefined

async function prepare(server: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount) return
    const making = `${template}_in_the_making`
    await client.query(`drop database if exists ${making} with (force)`)
    await client.query(`create database ${making}`)
    const url = new URL(server)
    url.pathname = `/${making}`
    await (await openPostgresStore({ url: url.href })).close()
    await client.query(`alter database ${making} rename to ${template}`)
  } finally {
    await client.end()
  }
}
