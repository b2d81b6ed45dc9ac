import type { EffectWork, Workload } from '../../engine/ports.ts'
import type { EffectOutcome, PutEffect } from '../../incident/effect.ts'
import type { EffectCount } from '../../incident/question.ts'
import { type Replacement, replacementOf } from '../put.ts'
import { numberIn, numberOrNone, textIn } from '../row.ts'
import { columnsOf, effectWorkIn, storedEffectIn } from '../stored-effect.ts'
import { countIn, type Session } from './database.ts'
import { storable } from './storable.ts'

interface LanePut {
  readonly lane: number
  readonly put: PutEffect
}

/** The outbox: what is to be done outside, and what became of it. */
export const effects = {
  /** Later ones of the same key replace earlier ones of the same call, too. */
  async put(session: Session, asked: readonly LanePut[], now: number): Promise<void> {
    if (asked.length === 0) return
    // Under the name that it is stored by: people's words may be in it.
    const puts = asked.map(({ lane, put }) => ({ lane, put: { ...put, key: storable(put.key) } }))
    const known = await session.rows(
      `select key, body, status, revision, tries, failures, not_before from firebreak.effect
       where key = any($1) order by key for update`,
      [puts.map(({ put }) => put.key)],
    )
    const knownKeys = new Set(known.map((row) => textIn(row, 'key')))
    const fresh = new Map<string, LanePut>()
    for (const one of puts) {
      if (knownKeys.has(one.put.key) || fresh.has(one.put.key)) continue
      fresh.set(one.put.key, one)
    }
    await insert(session, [...fresh.values()], now)
    for (const one of puts) if (fresh.get(one.put.key) !== one) await putAgain(session, one, now)
  },

  /** How many keys begin so. */
  async askedFor(session: Session, prefix: string): Promise<EffectCount> {
    const row = await session.row(
      `select count(*) as asked, count(*) filter (where status = 'waiting') as waiting
       from firebreak.effect where key >= $1 and key < $2`,
      [prefix, `${prefix}\u{10FFFF}`],
    )
    return { asked: countIn(row, 'asked'), waiting: countIn(row, 'waiting') }
  },

  async workload(session: Session): Promise<Pick<Workload, 'effects' | 'urgentEffects' | 'oldestEffect'>> {
    const row = await session.row(
      `select count(*) as effects, count(*) filter (where urgent = 1) as urgent, min(put_at) as oldest
       from firebreak.effect where status = 'waiting'`,
    )
    return {
      effects: countIn(row, 'effects'),
      urgentEffects: countIn(row, 'urgent'),
      oldestEffect: numberOrNone(row, 'oldest'),
    }
  },

  /** Takes back what still waits. One that is being performed at the moment comes to its end. */
  async cancel(session: Session, keys: readonly string[], now: number): Promise<void> {
    if (keys.length === 0) return
    await session.change(
      `update firebreak.effect set status = 'cancelled', settled_at = $2 where key = any($1) and status = 'waiting'`,
      [keys, now],
    )
  },

  /** Counts the try that is about to begin. Undefined when the effect no longer waits. */
  async begin(session: Session, key: string): Promise<EffectWork | undefined> {
    const row = await session.row(
      `update firebreak.effect set tries = tries + 1 where key = $1 and status = 'waiting'
       returning key, lane, incident, urgent, keep, body, delivery, revision, tries, failures, result,
         (select body from firebreak.repository where id = effect.lane) as repository`,
      [key],
    )
    return row && effectWorkIn(row)
  },

  /**
   * One whose body was replaced meanwhile goes on waiting, and what was learnt is kept as a hint for it.
   * @returns false when this try was settled before
   */
  async settle(session: Session, work: EffectWork, outcome: EffectOutcome, now: number): Promise<boolean> {
    const { put, revision } = work
    const stored = await session.row('select revision, status from firebreak.effect where key = $1 for update', [
      put.key,
    ])
    const isCurrent = stored !== undefined && numberIn(stored, 'revision') === revision
    if (isCurrent && (stored.status === 'done' || stored.status === 'given-up')) return false
    const result = outcome.succeeded ? JSON.stringify(outcome.result) : null
    await session.change('update firebreak.effect set result = coalesce($2, result) where key = $1', [put.key, result])
    if (!isCurrent) return true
    const [status, error] = outcome.succeeded ? ['done', null] : ['given-up', outcome.reason]
    await session.change('update firebreak.effect set status = $2, settled_at = $3, last_error = $4 where key = $1', [
      put.key,
      status,
      now,
      error,
    ])
    return true
  },

  /** A body that replaced the failed one meanwhile is not put off. */
  async retry(session: Session, { put, revision }: EffectWork, notBefore: number, error: string): Promise<void> {
    await session.change(
      `update firebreak.effect set failures = failures + 1, not_before = $3, last_error = $4
       where key = $1 and revision = $2`,
      [put.key, revision, notBefore, error],
    )
  },
}

async function insert(session: Session, puts: readonly LanePut[], now: number): Promise<void> {
  if (puts.length === 0) return
  const rows = puts.map(({ put, lane }) => columnsOf(put, lane, now))
  await session.change(
    `insert into firebreak.effect (key, lane, incident, type, urgent, keep, body, delivery, put_at)
     select key, lane, incident, type, urgent, keep, body, delivery, $3
     from unnest($1::text[], $2::bigint[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::text[], $9::text[])
       with ordinality as given (key, lane, incident, type, urgent, keep, body, delivery, place)
     order by place`,
    [
      ...[rows.map(({ key }) => key), rows.map(({ lane }) => lane), now, rows.map(({ incident }) => incident)],
      ...[puts.map(({ put }) => put.effect.type), rows.map(({ urgent }) => urgent), rows.map(({ keep }) => keep)],
      ...[rows.map(({ body }) => body), rows.map(({ delivery }) => delivery)],
    ],
  )
}

async function putAgain(session: Session, { put, lane }: LanePut, now: number): Promise<void> {
  const row = await session.row(
    'select body, status, revision, tries, failures, not_before from firebreak.effect where key = $1',
    [put.key],
  )
  const replacement = row && replacementOf(storedEffectIn(row), put)
  if (replacement) await replace(session, { ...columnsOf(replacement.put, lane, now), ...replacement })
}

async function replace(session: Session, to: ReturnType<typeof columnsOf> & Replacement): Promise<void> {
  await session.change(
    `update firebreak.effect set lane = $2, incident = $3, urgent = $4, keep = $5, body = $6, delivery = $7, put_at = $8,
       status = 'waiting', settled_at = null, revision = $9, tries = $10, failures = $11, not_before = $12, type = $13,
       seq = case when $14 then nextval('firebreak.effect_order') else seq end
     where key = $1`,
    [
      ...[to.key, to.lane, to.incident, to.urgent, to.keep, to.body, to.delivery, to.putAt],
      ...[to.revision, to.tries, to.failures, to.notBefore, to.put.effect.type, to.toTheEnd],
    ],
  )
}
