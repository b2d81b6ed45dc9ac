import type { Account } from '../../incident/account.ts'
import type { Statements } from './statements.ts'

/** Why something was decided. All calls run in a transaction. */
export class Accounts {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  /** @param id of the event that was decided on */
  add(account: Account, id: number, lane: number): void {
    const body = JSON.stringify(account)
    for (const subject of account.subjects)
      this.#sql.quickly(
        'insert or replace into account (subject, id, lane, at, body) values (?, ?, ?, ?, ?)',
        ...[subject, id, lane, account.at, body],
      )
  }
}
