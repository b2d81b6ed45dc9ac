import type { EffectWork, Workload } from '../../engine/ports.ts'
import type { EffectOutcome, PutEffect } from '../../incident/effect.ts'
import type { EffectCount } from '../../incident/question.ts'
import { type Replacement, replacementOf } from '../put.ts'
import { numberIn, textIn } from '../row.ts'
import { columnsOf, effectWorkIn, storedEffectIn } from '../stored-effect.ts'
import type { Statements } from './statements.ts'

/** The outbox: what is to be done outside, and what became of it. All calls run in a transaction. */
export class Effects {
  readonly #sql: Statements

  constructor(sql: Statements) {
    this.#sql = sql
  }

  put(put: PutEffect, lane: number, now: number): void {
    const row = this.#sql.row(
      'select body, status, revision, tries, failures, not_before from effect where key = :key',
      { key: put.key },
    )
    if (!row) {
      this.#insert(put, lane, now)
      return
    }
    const replacement = replacementOf(storedEffectIn(row), put)
    if (replacement) this.#replace(columnsOf(replacement.put, lane, now), replacement)
  }

  #insert(put: PutEffect, lane: number, now: number): void {
    this.#sql.change(
      `insert into effect (key, lane, incident, urgent, keep, body, delivery, put_at)
       values (:key, :lane, :incident, :urgent, :keep, :body, :delivery, :putAt)`,
      columnsOf(put, lane, now),
    )
  }

  #replace(columns: ReturnType<typeof columnsOf>, replacement: Replacement): void {
    const { toTheEnd, put: _put, ...counters } = replacement
    this.#sql.change(
      `update effect set lane = :lane, incident = :incident, urgent = :urgent, keep = :keep, body = :body,
         delivery = :delivery, put_at = :putAt,
         status = 'waiting', settled_at = null, revision = :revision, tries = :tries, failures = :failures,
         not_before = :notBefore, seq = case :toTheEnd when 1 then (select max(seq) + 1 from effect) else seq end
       where key = :key`,
      { ...columns, ...counters, toTheEnd: Number(toTheEnd) },
    )
  }

  /** How many keys begin so. */
  askedFor(prefix: string): EffectCount {
    const row = this.#sql.row(
      `select count(*) as asked, count(*) filter (where status = 'waiting') as waiting
       from effect where key >= :prefix and key < :end`,
      { prefix, end: `${prefix}\u{10FFFF}` },
    )
    return row ? { asked: numberIn(row, 'asked'), waiting: numberIn(row, 'waiting') } : { asked: 0, waiting: 0 }
  }

  workload(): Pick<Workload, 'effects' | 'urgentEffects' | 'oldestEffect'> {
    const row = this.#sql.row(
      `select count(*) as effects, count(*) filter (where urgent = 1) as urgent, min(put_at) as oldest
       from effect where status = 'waiting'`,
    )
    if (!row) return { effects: 0, urgentEffects: 0, oldestEffect: undefined }
    const oldestEffect = row.oldest === null ? undefined : numberIn(row, 'oldest')
    return { effects: numberIn(row, 'effects'), urgentEffects: numberIn(row, 'urgent'), oldestEffect }
  }

  /** Takes back what still waits. One that is being performed at the moment comes to its end. */
  cancel(key: string, now: number): void {
    this.#sql.change(
      `update effect set status = 'cancelled', settled_at = :now where key = :key and status = 'waiting'`,
      { key, now },
    )
  }

  /**
   * The key of the lane's next effect that is due: urgent ones first, then the order in which they were put. Reactions come
   * last: they say that the rest is done, and what they seal may be asked for anew behind them.
   */
  next(lane: number, now: number): string | undefined {
    const due = "lane = :lane and status = 'waiting' and not_before <= :now"
    const row = this.#sql.row(
      `select coalesce(
         (select key from effect where ${due} and json_extract(body, '$.type') <> 'React' order by urgent desc, seq limit 1),
         (select key from effect where ${due} order by urgent desc, seq limit 1)) as key`,
      { lane, now },
    )
    return row && row.key !== null ? textIn(row, 'key') : undefined
  }

  /** When the lane's next effect that was put off is due. */
  nextMoment(lane: number): number | undefined {
    const row = this.#sql.row(
      `select not_before from effect where lane = :lane and status = 'waiting' order by not_before limit 1`,
      { lane },
    )
    return row && numberIn(row, 'not_before')
  }

  /** Counts the try that is about to begin. Undefined when the effect no longer waits. */
  begin(key: string): EffectWork | undefined {
    const row = this.#sql.row(
      `update effect set tries = tries + 1 where key = :key and status = 'waiting'
       returning key, lane, incident, urgent, keep, body, delivery, revision, tries, failures, result,
         (select repository.body from repository where repository.id = effect.lane) as repository`,
      { key },
    )
    return row && effectWorkIn(row)
  }

  /**
   * One whose body was replaced meanwhile goes on waiting, and what was learnt is kept as a hint for it.
   * @returns false when this try was settled before
   */
  settle({ put, revision }: EffectWork, outcome: EffectOutcome, now: number): boolean {
    const stored = this.#sql.row('select revision, status from effect where key = :key', { key: put.key })
    const isCurrent = stored !== undefined && numberIn(stored, 'revision') === revision
    if (isCurrent && (stored.status === 'done' || stored.status === 'given-up')) return false
    if (outcome.succeeded) {
      const result = JSON.stringify(outcome.result)
      this.#sql.change('update effect set result = :result where key = :key', { key: put.key, result })
    }
    if (isCurrent) this.#end(put.key, outcome, now)
    return true
  }

  #end(key: string, outcome: EffectOutcome, now: number): void {
    const [status, error] = outcome.succeeded ? ['done', null] : ['given-up', outcome.reason]
    this.#sql.change('update effect set status = :status, settled_at = :now, last_error = :error where key = :key', {
      key,
      status,
      now,
      error,
    })
  }

  /** A body that replaced the failed one meanwhile is not put off. */
  retry({ put, revision }: EffectWork, notBefore: number, error: string): void {
    this.#sql.change(
      `update effect set failures = failures + 1, not_before = :notBefore, last_error = :error
       where key = :key and revision = :revision`,
      { key: put.key, revision, notBefore, error },
    )
  }
}
