import type { PolicyRecord } from '../../engine/ports.ts'
import type { Account } from '../../incident/account.ts'
import type { Incident } from '../../incident/incident.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Entry } from '../../incident/timeline.ts'
import { plannedIn, plannedKey } from '../planned-record.ts'
import type { EffectStatus } from '../put.ts'
import { jsonIn, numberIn, numberOrNone, type Row, textIn } from '../row.ts'
import { wholeIncident } from '../stored-incident.ts'
import { policyIn } from '../stored-policy.ts'

/** Reads a database whose tables can be named without their schema. Parameters are `$1`, `$2`, … */
export interface ReadableTables {
  rows(sql: string, values?: readonly (string | number)[]): Promise<readonly Row[]>
  /** Whether there is such a table: an older program's data lacks those that came later. */
  has(table: string): Promise<boolean>
}

/** The account of a decision, and the number of the event that it was made on: a later decision has a larger one. */
export interface StoredAccount {
  readonly id: number
  readonly account: Account
}

/** What became of an effect. Moments are epoch milliseconds. */
export interface StoredOutcome {
  readonly status: EffectStatus
  readonly askedAt: number | undefined
  readonly settledAt: number | undefined
  /** While it waits: when it is tried again, at the earliest. */
  readonly notBefore: number
  readonly failures: number
  /** Why it was given up, or why the last try failed. */
  readonly error: string | undefined
}

/** As many keys as go into one statement. */
const portion = 200

/** What a database of a server holds, for somebody who asks. Nothing is changed. */
export class Archive {
  readonly #tables: ReadableTables

  constructor(tables: ReadableTables) {
    this.#tables = tables
  }

  async repositories(): Promise<readonly Repository[]> {
    const rows = await this.#tables.rows('select body from repository order by id')
    return rows.map((row) => jsonIn<Repository>(row, 'body'))
  }

  /** Those of a repository without their timelines, oldest anchor first. */
  async incidents(repositoryId: number): Promise<readonly Incident[]> {
    const sql = 'select state from incident where repository_id = $1 order by number'
    return (await this.#tables.rows(sql, [repositoryId])).map((row) => wholeIncident(row, []))
  }

  async timelineOf(incident: string): Promise<readonly Entry[]> {
    const rows = await this.#tables.rows('select body from entry where incident = $1 order by seq', [incident])
    return rows.map((row) => jsonIn<Entry>(row, 'body'))
  }

  async planned(repositoryId: number): Promise<PlannedFreezes> {
    const [row] = await this.#tables.rows('select body from memory where key = $1', [plannedKey(repositoryId)])
    return plannedIn(row && jsonIn<{ data?: unknown }>(row, 'body').data)
  }

  async policy(repositoryId: number): Promise<PolicyRecord | undefined> {
    const [row] = await this.#tables.rows('select body from policy where repository_id = $1', [repositoryId])
    return row && policyIn(row)
  }

  /** Accounts about one thing, oldest first; undefined: this database was written by a program that kept none. */
  async accounts(subject: string): Promise<readonly StoredAccount[] | undefined> {
    if (!(await this.#tables.has('account'))) return undefined
    const rows = await this.#tables.rows('select id, body from account where subject = $1 order by id', [subject])
    return rows.map((row) => ({ id: numberIn(row, 'id'), account: jsonIn<Account>(row, 'body') }))
  }

  /** What became of effects, by their keys. Of an ended incident they are forgotten after some weeks. */
  async outcomes(keys: readonly string[]): Promise<ReadonlyMap<string, StoredOutcome>> {
    const outcomes = new Map<string, StoredOutcome>()
    for (let from = 0; from < keys.length; from += portion) {
      const some = keys.slice(from, from + portion)
      const places = some.map((_key, place) => `$${place + 1}`).join(', ')
      const rows = await this.#tables.rows(
        `select key, status, put_at, settled_at, not_before, failures, last_error from effect where key in (${places})`,
        some,
      )
      for (const row of rows) outcomes.set(textIn(row, 'key'), outcomeIn(row))
    }
    return outcomes
  }
}

const statuses: readonly EffectStatus[] = ['waiting', 'done', 'given-up', 'cancelled']

const outcomeIn = (row: Row): StoredOutcome => ({
  status: statuses.find((status) => status === row.status) ?? 'waiting',
  askedAt: numberOrNone(row, 'put_at'),
  settledAt: numberOrNone(row, 'settled_at'),
  notBefore: numberIn(row, 'not_before'),
  failures: numberIn(row, 'failures'),
  error: row.last_error === null ? undefined : textIn(row, 'last_error'),
})
