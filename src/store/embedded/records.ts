import type { PolicyRecord } from '../../engine/ports.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { Repository } from '../../incident/repository.ts'
import { assertFollows, isAnyAtHand, plannedIn, plannedKey, plannedKeys, repositoryOfKey } from '../planned-record.ts'
import { jsonIn, textIn } from '../row.ts'
import { policyIn, policyText } from '../stored-policy.ts'
import type { Statements } from './statements.ts'

/** What is kept beside incidents: repositories, their last valid policies, and the memory of effects. */
export class Records {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  repository(id: number): Repository | undefined {
    const row = this.#sql.row('select body from repository where id = :id', { id })
    return row && jsonIn<Repository>(row, 'body')
  }

  atHand(): readonly Repository[] {
    return this.#sql
      .rows(
        `select body from repository where id in (select repository_id from incident where active = 1)
           or id in (select value from json_each(:planned)) order by id`,
        { planned: JSON.stringify(this.#withPlanned()) },
      )
      .map((row) => jsonIn<Repository>(row, 'body'))
  }

  /** What was known before gives way. */
  rememberRepository(repository: Repository): void {
    this.#sql.change(
      'insert into repository (id, body) values (:id, :body) on conflict do update set body = excluded.body',
      { id: repository.id, body: JSON.stringify(repository) },
    )
  }

  /** What was known before stays: an event that waited for long may carry a name from before a rename. */
  introduceRepository(repository: Repository): void {
    this.#sql.change('insert into repository (id, body) values (:id, :body) on conflict do nothing', {
      id: repository.id,
      body: JSON.stringify(repository),
    })
  }

  policy(repositoryId: number): PolicyRecord | undefined {
    const row = this.#sql.row('select body from policy where repository_id = :repositoryId', { repositoryId })
    return row && policyIn(row)
  }

  rememberPolicy(repositoryId: number, record: PolicyRecord): void {
    this.#sql.change(
      `insert into policy (repository_id, body) values (:repositoryId, :body)
       on conflict do update set body = excluded.body`,
      { repositoryId, body: policyText(record) },
    )
  }

  planned(repositoryId: number): PlannedFreezes {
    return plannedIn(this.recall(plannedKey(repositoryId)))
  }

  /** @throws StaleDecision when they moved since the decision read them */
  savePlanned(repositoryId: number, planned: PlannedFreezes): void {
    assertFollows(planned, this.planned(repositoryId))
    this.memorise(plannedKey(repositoryId), planned)
  }

  /** Repositories with a planned freeze at hand. */
  #withPlanned(): readonly number[] {
    return this.#sql
      .rows('select key, body from memory where key >= :from and key < :before', plannedKeys)
      .filter((row) => isAnyAtHand(plannedIn(jsonIn<{ data: unknown }>(row, 'body').data)))
      .map((row) => repositoryOfKey(textIn(row, 'key')))
  }

  recall(key: string): unknown {
    const row = this.#sql.row('select body from memory where key = :key', { key })
    return row && jsonIn<{ data: unknown }>(row, 'body').data
  }

  memorise(key: string, data: unknown): void {
    this.#sql.change(
      'insert into memory (key, body) values (:key, :body) on conflict do update set body = excluded.body',
      // Wrapped, because `undefined` by itself is no JSON.
      { key, body: JSON.stringify({ data }) },
    )
  }
}
