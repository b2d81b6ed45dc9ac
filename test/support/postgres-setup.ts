import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port of this machine that says the URL of the test run's PostgreSQL to whoever connects, and starts it for the first. */
    postgresDoor: number
  }
}

/** One PostgreSQL for the whole test run, started when the first test asks for it (`test/support/postgres-database.ts`). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined
  const door = createServer((socket) => {
    socket.on('error', () => undefined)
    server ??= startPostgres()
    server.then(
      ({ url }) => socket.end(url),
      (error: unknown) => socket.end(`error: ${String(error)}`),
    )
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const address = door.address()
  project.provide('postgresDoor', typeof address === 'object' && address ? address.port : 0)
  return async () => {
    door.close()
    await (await server?.catch(() => undefined))?.stop()
  }
}
