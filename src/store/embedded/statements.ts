import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>
type Parameters = Record<string, SQLInputValue>

/** SQL with named parameters, each text prepared once and kept. */
export class Statements {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The first row, or undefined when there is none. */
  row(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(parameters)
  }

  rows(sql: string, parameters: Parameters = {}): readonly Row[] {
    return this.#prepare(sql).all(parameters)
  }

  /** As `change`, with parameters in the order of their `?`: for what is done with each delivery, where names would cost. */
  quickly(sql: string, ...parameters: readonly SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...parameters).changes)
  }

  /** Carries out a change and returns how many rows it touched. */
  change(sql: string, parameters: Parameters = {}): number {
    return Number(this.#prepare(sql).run(parameters).changes)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}
