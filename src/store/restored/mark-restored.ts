import { gapKey, gapSince } from '../../engine/gap.ts'
import type { Incident } from '../../incident/incident.ts'
import { versionsSkipped } from '../../incident/kept.ts'
import { jsonIn, numberOrNone, type Row, textIn } from '../row.ts'

/** A database whose tables can be named without their schema, in one transaction. Parameters are `$1`, `$2`, … */
export interface Tables {
  rows(sql: string, values?: readonly (string | number)[]): Promise<readonly Row[]>
  change(sql: string, values?: readonly (string | number)[]): Promise<unknown>
}

/**
 * Tells a database that it was put back from a back-up, so that a server which is started on it doubts what it believes:
 * every effect is looked for on GitHub before it is carried out, deliveries that succeeded since are asked for again, and
 * repositories are looked through for incidents that began since. Harmless when it is done twice.
 * @param from when the back-up was made, in epoch milliseconds; undefined: when the database last heard of anything
 * @returns the moment from which on the database knows nothing
 */
export async function markRestored(tables: Tables, from?: number): Promise<number> {
  const moment = from ?? (await lastHeard(tables))
  await memorise(tables, gapKey, gapSince(moment))
  // The rebuilding of a lost database (`engine/rebuild.ts`) begins anew; incidents that are known it leaves alone.
  await tables.change("delete from memory where key = 'rebuild/over' or key like 'rebuild/looked/%'")
  await memorise(tables, 'rebuild/begun', true)
  await skipVersions(tables)
  return moment
}

async function lastHeard(tables: Tables): Promise<number> {
  const [delivery] = await tables.rows('select max(received_at) as moment from delivery')
  const [sweep] = await tables.rows("select body from memory where key = 'sweep'")
  const swept = sweep ? jsonIn<{ data?: { sweptUntil?: number } }>(sweep, 'body').data?.sweptUntil : undefined
  return Math.max(numberOrNone(delivery, 'moment') ?? 0, swept ?? 0)
}

/** Effects are named after versions: none of those that are still to come may be taken for one of the time that was lost. */
async function skipVersions(tables: Tables): Promise<void> {
  for (const row of await tables.rows('select id, state from incident where active = 1')) {
    const state = jsonIn<Omit<Incident, 'timeline'>>(row, 'state')
    const version = state.version + versionsSkipped
    await tables.change('update incident set version = $1, state = $2 where id = $3', [
      version,
      JSON.stringify({ ...state, version }),
      textIn(row, 'id'),
    ])
  }
}

async function memorise(tables: Tables, key: string, data: unknown): Promise<void> {
  await tables.change(
    'insert into memory (key, body) values ($1, $2) on conflict (key) do update set body = excluded.body',
    [key, JSON.stringify({ data })],
  )
}
