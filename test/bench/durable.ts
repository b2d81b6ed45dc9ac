import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { toEvents } from '../../src/github/normalize/normalize.ts'
import type { CommentAdded } from '../../src/incident/event.ts'
import { GroupCommit } from '../../src/store/embedded/group-commit.ts'
import { officialExamples } from '../github/normalize/official-examples.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { type BenchStore, benchStores } from './stores.ts'
import { percentile, printTable, rounded } from './table.ts'

/** Short turns and many of them: others use the machine too, and everybody should have as much of that. */
const rounds = 25
const seconds = 0.12
type Accept = (guid: string) => Promise<unknown>

interface Contender {
  readonly name: string
  /** Whom it is compared with: the same database, written to by hand. */
  readonly against: string
  readonly accept: Accept
  readonly close: () => Promise<void>
}

/** What the event of a comment looks like when it is stored. */
function event(): CommentAdded {
  const found = officialExamples().find(({ name, payload }) => name === 'issue_comment' && payload.action === 'created')
  const [first] = toEvents('issue_comment', found?.payload ?? {}, { at: Date.now(), appId: 1, slug: 'firebreak' }) ?? []
  if (first?.type !== 'CommentAdded') throw new Error('the example is no comment')
  return first
}

let stored = 0

interface Speed {
  /** A second. */
  readonly rate: number
  /** Microseconds of the processor for each. */
  readonly processor: number
}

async function perSecond(accept: Accept, callers: number): Promise<Speed> {
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const before = stored
  const caller = async (): Promise<void> => {
    while (performance.now() - begin < seconds * 1000) {
      stored += 1
      // Spread, as GitHub's are.
      await accept(`${((stored * 2_654_435_761) >>> 0).toString(16)}-${stored}`)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const { user, system } = process.cpuUsage(cpu)
  const count = stored - before
  return { rate: count / ((performance.now() - begin) / 1000), processor: (user + system) / count }
}

/** A database with the same promises as the store's, and nothing around it. */
function bare(): { readonly raw: DatabaseSync; readonly close: () => Promise<void> } {
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
  const raw = new DatabaseSync(join(directory, 'raw.sqlite'))
  raw.exec('pragma journal_mode = wal; pragma synchronous = full')
  const close = async (): Promise<void> => {
    raw.close()
    rmSync(directory, { recursive: true, force: true })
  }
  return { raw, close }
}

const byHand = 'SQLite, two inserts by hand, group commit'
const byHandOnPostgres = 'PostgreSQL, one insert by hand for each group'

function oneInsert(name: string, isGrouped: boolean): Contender {
  const { raw, close } = bare()
  raw.exec('create table one (guid text primary key, body text not null) strict')
  const insert = raw.prepare('insert into one values (?, ?)')
  const group = new GroupCommit(raw)
  const body = event()
  const write = (guid: string) => insert.run(guid, JSON.stringify(body))
  return {
    name,
    against: byHand,
    close,
    accept: (guid) => (isGrouped ? group.run(() => write(guid)) : Promise.resolve(write(guid))),
  }
}

/** What must be known of a delivery, written by hand: its GUID for a month, and what it says until it is decided upon. */
function twoInserts(): Contender {
  const { raw, close } = bare()
  raw.exec(`
    create table delivery (guid text primary key, name text not null, at integer not null) strict, without rowid;
    create table event (id integer primary key autoincrement, lane integer not null, body text not null) strict;
    create index event_of_lane on event (lane, id)`)
  const [delivery, inbox] = [
    raw.prepare('insert or ignore into delivery values (?, ?, ?)'),
    raw.prepare('insert into event (lane, body) values (?, ?)'),
  ]
  const group = new GroupCommit(raw)
  const body = event()
  return {
    ...{ name: byHand, against: byHand, close },
    accept: (guid) =>
      group.run(() => {
        if (delivery.run(guid, 'issue_comment', Date.now()).changes === 0) return
        inbox.run(body.repository.id, JSON.stringify(body))
      }),
  }
}

async function theStore(bench: BenchStore): Promise<Contender> {
  const store = await bench.open(() => Date.now())
  const body = event()
  return {
    name: `the store (${bench.name})`,
    against: bench.name === 'embedded' ? byHand : byHandOnPostgres,
    accept: (guid) => store.accept({ guid, name: 'issue_comment', receivedAt: Date.now() }, [body]),
    async close() {
      await store.close()
      await bench.destroy()
    },
  }
}

interface ByHand {
  readonly tables: string
  /** Of GUIDs and texts. */
  readonly insert: string
}

const oneOnPostgres: ByHand = {
  tables: 'create table one (guid text primary key, body text not null)',
  insert: 'insert into one select * from unnest($1::text[], $2::text[])',
}

/** As `twoInserts`: GUID for a month, and what the delivery says until it is decided upon. */
const twoOnPostgres: ByHand = {
  tables: `
    create table delivery (guid text primary key, name text not null, at bigint not null);
    create table event (id bigint generated always as identity primary key, lane bigint not null, body text not null);
    create index event_of_lane on event (lane, id)`,
  insert: `
    with given as materialized (select * from unnest($1::text[], $2::text[]) as given (guid, body)),
    fresh as (
      insert into delivery select guid, 'issue_comment', 1 from given on conflict do nothing returning guid)
    insert into event (lane, body) select 1, body from given where guid in (select guid from fresh)`,
}

/** What must be known of all who ask meanwhile in one statement, on one connection. */
async function postgresByHand(name: string, { tables, insert }: ByHand): Promise<Contender> {
  const server = await startPostgres({ durable: true })
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(tables)
  const body = event()
  let waiting: { readonly guid: string; readonly resolve: () => void }[] = []
  let isWriting = false
  const write = async (): Promise<void> => {
    isWriting = true
    for (let group = waiting.splice(0); group.length > 0; group = waiting.splice(0)) {
      const texts = group.map(() => JSON.stringify(body))
      await client.query({ name: 'insert', text: insert, values: [group.map(({ guid }) => guid), texts] })
      for (const { resolve } of group) resolve()
    }
    isWriting = false
  }
  const accept = (guid: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.push({ guid, resolve })
    if (!isWriting) setImmediate(() => void (isWriting || write()))
    return promise
  }
  const close = async (): Promise<void> => {
    waiting = []
    await client.end()
    await server.stop()
  }
  return { name, against: byHandOnPostgres, accept, close }
}

interface Turn {
  readonly one: Speed
  readonly many: Speed
}

async function takeTurns(contenders: readonly Contender[]): Promise<ReadonlyMap<string, readonly Turn[]>> {
  const turns = new Map<string, Turn[]>()
  for (let round = 0; round <= rounds; round++)
    for (const { name, accept } of contenders) {
      const turn = { one: await perSecond(accept, 1), many: await perSecond(accept, 64) }
      // The first round warms up.
      if (round > 0) turns.set(name, [...(turns.get(name) ?? []), turn])
    }
  return turns
}

/**
 * Making deliveries durable: the store, against inserts with nothing around them. The contenders take turns, and what
 * is compared is the median of the rounds.
 */
export async function measureDurable(): Promise<void> {
  const contenders = [
    ...(await Promise.all((await benchStores()).map(theStore))),
    twoInserts(),
    oneInsert('SQLite, one insert, group commit', true),
    oneInsert('SQLite, one insert, its own commit', false),
    await postgresByHand(byHandOnPostgres, oneOnPostgres),
    await postgresByHand('PostgreSQL, two inserts by hand for each group', twoOnPostgres),
  ]
  const turns = await takeTurns(contenders)
  for (const { close } of contenders) await close()
  const rows = contenders.map(({ name, against }) => {
    const base = turns.get(against) ?? []
    const own = turns.get(name) ?? []
    const median = (value: (turn: Turn, round: number) => number): string => rounded(percentile(own.map(value), 0.5))
    const share = (of: keyof Turn): string => median((turn, round) => turn[of].rate / (base[round]?.[of].rate ?? 1))
    return [
      name,
      ...[median(({ one }) => one.rate), share('one')],
      ...[median(({ many }) => many.rate), share('many')],
      median(({ many }) => many.processor),
    ]
  })
  printTable(
    'Made durable, a second (fsync at each commit)',
    ['how', '1 caller', 'against by hand', '64 callers', 'against by hand', 'processor, µs each'],
    rows,
  )
}
