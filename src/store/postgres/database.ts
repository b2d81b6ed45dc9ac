import { type ClientBase, Pool, type PoolClient, type QueryConfig, type QueryResult, types } from 'pg'
import { type Log, TryLater } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import { numberIn, type Row } from '../row.ts'
import { isPassing, isTrouble } from './errors.ts'
import { storable } from './storable.ts'

/** Whatever statements can be run on: the pool, or one transaction. */
export interface Session {
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  row(sql: string, values?: readonly unknown[]): Promise<Row | undefined>
  /** Carries out a change and returns how many rows it touched. */
  change(sql: string, values?: readonly unknown[]): Promise<number>
}

export interface DatabaseOptions {
  /** As in DATABASE_URL, without our own parameters. */
  readonly url: string
  /** Connections at most. */
  readonly pool: number
  readonly log: Log | undefined
}

/** A statement is given up after this long: everything here touches a few rows. */
const longestStatement = 15_000
/** How long a free connection, or a new one, is waited for. */
const longestConnecting = 5_000
/** Waits between tries of a transaction that failed for a reason that passes. */
const pauses = [50, 250, 1000]

/** After a trouble that lasts longer than these, work is put off for this long at least; milliseconds. */
const restAfterTrouble = 1000

/**
 * The connections of one replica. What fails for a reason that passes is tried a few times; nothing ends the process. What
 * the database then still has trouble with is thrown as `TryLater`, so that no work is given up because of it.
 */
export class Database implements Session {
  readonly #pool: Pool
  readonly #log: Log | undefined
  #isClosed = false

  constructor({ url, pool, log }: DatabaseOptions) {
    this.#log = log
    this.#pool = new Pool({
      connectionString: url,
      max: pool,
      application_name: 'firebreak',
      connectionTimeoutMillis: longestConnecting,
      keepAlive: true,
      statement_timeout: longestStatement,
      lock_timeout: longestStatement,
      idle_in_transaction_session_timeout: longestStatement,
      // For a network that swallows everything: the server cannot tell us then.
      query_timeout: longestStatement + 5000,
      types: numbersAsNumbers,
    })
    // Without somebody who listens, a connection that breaks while it is idle would end the process.
    this.#pool.on('error', (error) => log?.warn({ error: messageOf(error) }, 'A connection to the database broke'))
  }

  rows(sql: string, values?: readonly unknown[]): Promise<readonly Row[]> {
    return this.#insist(() => this.#withClient((client) => sessionOf(client).rows(sql, values)))
  }

  async row(sql: string, values?: readonly unknown[]): Promise<Row | undefined> {
    const [row] = await this.rows(sql, values)
    return row
  }

  change(sql: string, values?: readonly unknown[]): Promise<number> {
    return this.#insist(() => this.#withClient((client) => sessionOf(client).change(sql, values)))
  }

  /**
   * Runs `work` in one transaction. It may be run again from the start, also after a commit of which the answer got lost:
   * it has to find out for itself that it was done before.
   */
  transaction<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    return this.#insist(() => this.#withClient((client) => inTransaction(client, work)))
  }

  /** As `transaction`, once: for whoever asks whether the database answers at this moment. */
  once<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    this.#demandOpen()
    return this.#withClient((client) => work(sessionOf(client)))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#pool.end()
  }

  async #insist<Value>(work: () => Promise<Value>): Promise<Value> {
    for (const pause of pauses) {
      this.#demandOpen()
      try {
        return await work()
      } catch (error) {
        if (!isPassing(error)) throw isTrouble(error) ? inTrouble(error) : error
        this.#log?.debug({ error: messageOf(error), pause }, 'The database is asked again')
        await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())))
      }
    }
    this.#demandOpen()
    try {
      return await work()
    } catch (error) {
      throw isTrouble(error) ? inTrouble(error) : error
    }
  }

  #demandOpen(): void {
    if (this.#isClosed) throw new Error('The store is closed.')
  }

  async #withClient<Value>(work: (client: PoolClient) => Promise<Value>): Promise<Value> {
    const client = await this.#pool.connect()
    // While it is lent, the pool does not listen.
    const ignore = (): void => undefined
    client.on('error', ignore)
    let isBroken = true
    try {
      const value = await work(client)
      isBroken = false
      return value
    } catch (error) {
      // A server that was made a standby refuses to write, on this connection for ever.
      isBroken = isPassing(error)
      throw error
    } finally {
      client.off('error', ignore)
      client.release(isBroken)
    }
  }
}

const inTrouble = (cause: unknown): TryLater => new TryLater('The database has trouble', restAfterTrouble, { cause })

async function inTransaction<Value>(client: ClientBase, work: (session: Session) => Promise<Value>): Promise<Value> {
  await client.query('begin')
  try {
    const value = await work(sessionOf(client))
    await client.query('commit')
    return value
  } catch (error) {
    // A connection that cannot even do this is thrown away by whoever lent it.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** @param client a connection that is ours until the end of what is done with it */
export function sessionOf(client: ClientBase): Session {
  const rows = async (sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const answer: Partial<QueryResult<Row>> = await client.query<Row>(prepared(sql, values))
    // Several statements at once, as pg-boss sends when it migrates, have an answer each; nobody reads those.
    return answer.rows ?? []
  }
  return {
    rows,
    row: async (sql, values) => (await rows(sql, values))[0],
    change: async (sql, values = []) => (await client.query(prepared(sql, values))).rowCount ?? 0,
  }
}

const names = new Map<string, string>()
/** More texts than this program and pg-boss have: somebody puts values into them, and nothing is gained. */
const mostNames = 500

/** With a name, a connection has a statement parsed once. Planning the larger ones takes longer than carrying them out. */
function prepared(text: string, values: readonly unknown[]): QueryConfig {
  if (values.length === 0) return { text }
  const stored = values.map(asStored)
  const name = names.get(text) ?? (names.size < mostNames ? `s${names.size}` : undefined)
  if (name === undefined) return { text, values: stored }
  names.set(text, name)
  return { name, text, values: stored }
}

/** Bodies are JSON, where nothing odd is left. In names and in the words of errors it may stand. */
function asStored(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  return Array.isArray(value) ? value.map(asStored) : value
}

/** `bigint` comes as text from the driver, because it may be larger than a number holds; ours are moments and numbers of GitHub's. */
const bigint = types.builtins.INT8
const numbersAsNumbers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === bigint && format !== 'binary' ? Number : types.getTypeParser(oid, format),
}

/** A count that is always there. */
export const countIn = (row: Row | undefined, column: string): number => (row ? numberIn(row, column) : 0)
