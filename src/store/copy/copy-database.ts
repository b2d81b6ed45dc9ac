import { isDeepStrictEqual } from 'node:util'
import { readDatabaseUrl } from '../../lib/database-url.ts'
import { Database, type Session } from '../postgres/database.ts'
import { migrate } from '../postgres/migrate.ts'
import { migrations } from '../postgres/migrations.ts'
import { numberIn, type Row } from '../row.ts'
import { EmbeddedSource } from './embedded-source.ts'
import { type CopiedTable, copiedTables, rowFor } from './tables.ts'

export interface Copied {
  readonly table: string
  /** Copied, read back, and found to be equal. */
  readonly rows: number
}

/** How far it is: so many rows of a table have gone over, or were read back, of all that it has. */
export interface CopyProgress {
  readonly step: 'copied' | 'read back'
  readonly table: string
  readonly rows: number
  readonly all: number
}

type Tell = (progress: CopyProgress) => void

/**
 * Moves the state of an embedded database into an empty PostgreSQL, in one transaction, and reads every row back before
 * that is committed. The source stays as it is. What waits goes on where it stopped: the server that is started on
 * the copy finds the lanes that have work (`open-postgres-store.ts`).
 * @param directory the data directory of a server that is stopped
 * @param databaseUrl as in DATABASE_URL
 * @param tell is told of each batch, for those who wait
 * @throws an error for people, and the target is as it was: the source is in use or of another version, the target holds
 *   something, or a row did not arrive as it was
 */
export async function copyDatabase(
  directory: string,
  databaseUrl: string,
  tell: Tell = () => undefined,
): Promise<readonly Copied[]> {
  const address = readDatabaseUrl(databaseUrl)
  if (!address.ok) throw new Error(`The address of the target ${address.error}`)
  const { url } = address.value
  const source = EmbeddedSource.open(directory)
  const database = new Database({ url, pool: 1, log: undefined })
  try {
    await migrate(url, migrations, async () => undefined)
    return await database.transaction((session) => copyAll(source, session, tell))
  } finally {
    await database.close()
    source.close()
  }
}

async function copyAll(source: EmbeddedSource, session: Session, tell: Tell): Promise<readonly Copied[]> {
  await demandOwnVersion(session)
  await demandEmpty(session)
  const copied: Copied[] = []
  for (const table of copiedTables) {
    const all = source.count(table.name)
    const tellOf = (step: CopyProgress['step']) => (rows: number) => tell({ step, table: table.name, rows, all })
    const way = { source, session, table }
    const rows = await fill(way, tellOf('copied'))
    await compare(way, tellOf('read back'))
    await number(session, table)
    copied.push({ table: table.name, rows })
  }
  await makeLanes(session)
  return copied
}

/** The source has no rows for lanes, and here a lane without one is a repository in which nothing ever happened. */
async function makeLanes(session: Session): Promise<void> {
  await session.change(
    `insert into firebreak.lane (id)
     select id from firebreak.repository union select repository_id from firebreak.incident union
     select lane from firebreak.timer union select lane from firebreak.event union select lane from firebreak.effect`,
  )
}

async function demandOwnVersion(session: Session): Promise<void> {
  const row = await session.row('select max(version) as version from firebreak.migration')
  const version = row ? numberIn(row, 'version') : 0
  if (version !== migrations.length)
    throw new Error(
      `The target has version ${version}, made by a newer Firebreak; this one knows versions up to ${migrations.length}. ` +
        'Copy with the newer one.',
    )
}

/** Nobody writes there until the copy is complete: a server that waits for us finds all of it. */
async function demandEmpty(session: Session): Promise<void> {
  for (const { name } of copiedTables) {
    await session.change(`lock table firebreak.${name} in share row exclusive mode`)
    if (await session.row(`select 1 from firebreak.${name} limit 1`))
      throw new Error(
        `The target is not empty: its table "${name}" holds rows. Nothing was copied. Give it an empty database; if a ` +
          'server was started there by mistake, stop it, and drop the schemas "firebreak" and "firebreak_queue".',
      )
  }
}

/** As many rows as go over in one statement. */
const batchSize = 500

interface Way {
  readonly source: EmbeddedSource
  readonly session: Session
  readonly table: CopiedTable
}

async function fill({ source, session, table }: Way, tell: (rows: number) => void): Promise<number> {
  const columns = table.columns.join(', ')
  // An `overriding` is for numbers that the target would give out itself, and does nothing elsewhere.
  const insert = `insert into firebreak.${table.name} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::firebreak.${table.name}, $1::json)`
  let count = 0
  for (const batch of batchesOf(source.rows(table.name, table.order))) {
    count += await session.change(insert, [JSON.stringify(batch.map((row) => rowFor(table, row)))])
    tell(count)
  }
  return count
}

/** Every row of both, side by side, by value. @throws at the first one that differs */
async function compare({ source, session, table }: Way, tell: (rows: number) => void): Promise<void> {
  const columns = table.columns.join(', ')
  await session.change(
    `declare copied no scroll cursor for select ${columns} from firebreak.${table.name} order by ${table.order}`,
  )
  const next = () => session.rows(`fetch ${batchSize} from copied`)
  let count = 0
  for (const batch of batchesOf(source.rows(table.name, table.order))) {
    const found = await next()
    for (const [index, row] of batch.entries()) {
      const expected = rowFor(table, row)
      if (!isDeepStrictEqual({ ...found[index] }, expected)) throw new Error(differs(table, expected))
    }
    count += batch.length
    tell(count)
  }
  if ((await next()).length > 0) throw new Error(`The copy of "${table.name}" has more rows than there were.`)
  await session.change('close copied')
}

function differs({ name, order }: CopiedTable, row: Row): string {
  const key = order.split(', ').map((column) => `${column} ${row[column]}`)
  return `A row of "${name}" (${key.join(', ')}) did not arrive as it was. Nothing was copied.`
}

async function number(session: Session, { name, numbered }: CopiedTable): Promise<void> {
  if (!numbered) return
  const { column, sequence } = numbered
  await session.change(
    `select setval(${sequence}, (select max(${column}) from firebreak.${name})) from firebreak.${name} limit 1`,
  )
}

function* batchesOf(rows: Iterable<Row>): Generator<readonly Row[]> {
  let batch: Row[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
