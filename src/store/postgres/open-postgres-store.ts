import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Log, Store } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import { readDatabaseUrl } from '../../lib/database-url.ts'
import { numberIn } from '../row.ts'
import { Database } from './database.ts'
import { LaneQueue } from './lane-queue.ts'
import { lanes } from './lanes.ts'
import { migrate } from './migrate.ts'
import { type Migration, migrations } from './migrations.ts'
import { PostgresStore } from './postgres-store.ts'
import { fullVocabulary, type Vocabulary } from './vocabulary.ts'

export interface PostgresStoreOptions {
  /** As in DATABASE_URL. */
  readonly url: string
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly now?: () => number
  readonly log?: Log
  /** Of an older program, to see two versions side by side. */
  readonly program?: { readonly migrations: readonly Migration[]; readonly known: Vocabulary }
}

const thisProgram = { migrations, known: fullVocabulary }

/**
 * Opens the state that is kept in a PostgreSQL database, beside whatever other replicas work on it.
 * @throws an error for people: the database cannot be reached or used, or its data needs a newer version
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { now = Date.now, log, program = thisProgram } = options
  const address = readDatabaseUrl(options.url)
  if (!address.ok) throw new Error(`DATABASE_URL ${address.error}`)
  const { url, pool } = address.value
  const database = new Database({ url, pool, log })
  const queue = new LaneQueue({ session: database, version: program.migrations.length, log })
  try {
    const steps = await migrate(url, program.migrations, () => queue.start())
    if (steps > 0) log?.info({ steps }, 'The database was brought up to date')
    await findForgotten(database, queue)
    const holder = `${hostname()}/${randomUUID()}`
    return new PostgresStore({ database, queue, holder, known: program.known, now, log })
  } catch (error) {
    await queue.stop().catch(() => undefined)
    await database.close()
    throw new Error(`The database of DATABASE_URL cannot be used: ${messageOf(error)}`, { cause: error })
  }
}

/** Lanes with something to do that are not in the queue: a copy of the data came without it. Usually there are none. */
async function findForgotten(database: Database, queue: LaneQueue): Promise<void> {
  await database.transaction(async (session) => {
    const rows = await session.rows(
      `select distinct lane from
         (select lane from firebreak.event where buried = 0
          union all select lane from firebreak.effect where status = 'waiting') as work
       where not exists (select from firebreak.lane where id = lane and wake_at is not null) order by lane`,
    )
    const ids = rows.map((row) => numberIn(row, 'lane'))
    if (ids.length === 0) return
    await lanes.lock(session, ids)
    await queue.add(session, ids)
  })
}
