import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A database of one test's own. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  execute(sql: string): Promise<void>
  /** Whoever is still connected is thrown out. */
  destroy(): Promise<void>
}

/** An empty database on the server of this test run. */
export const testDatabase = async (): Promise<TestDatabase> => createDatabase(await serverUrl())

/** The server of this test run; the first to ask starts it. */
export async function serverUrl(): Promise<string> {
  const answer = await text(connect(inject('postgresDoor'), '127.0.0.1'))
  if (answer.startsWith('error:')) throw new Error(answer)
  return answer
}

/** @param template name of a database to copy, which nobody may be connected to */
export async function createDatabase(server: string, template = 'template1'): Promise<TestDatabase> {
  const name = `firebreak_${randomUUID().replaceAll('-', '')}`
  await execute(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const { href } = url
  const destroy = (): Promise<void> => execute(server, `drop database if exists ${name} with (force)`)
  return { url: href, execute: (sql) => execute(href, sql), destroy, [Symbol.asyncDispose]: destroy }
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
