import { StaleDecision } from '../../engine/ports.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Entry } from '../../incident/timeline.ts'
import type { Watched } from '../interest.ts'
import { jsonIn, numberIn, type Row, textIn } from '../row.ts'
import { incidentColumns, watchedIn, wholeIncident } from '../stored-incident.ts'
import type { Session } from './database.ts'

/** Incidents and their timelines. */
export const incidents = {
  /**
   * Stores incidents that decisions moved, with the lines their timelines gained. One that is rebuilt from elsewhere begins
   * with the version that it has come to.
   * @throws StaleDecision unless the stored versions are those that the decisions started from
   */
  async save(session: Session, moved: readonly Incident[]): Promise<void> {
    if (moved.length === 0) return
    const columns = moved.map(incidentColumns)
    const rows = await session.rows(
      `insert into firebreak.incident (id, repository_id, number, version, active, ended_at, stand_ins, state)
       select id, repository_id, number, version, active, ended_at, stand_ins::bigint[], state
       from unnest($1::text[], $2::bigint[], $3::bigint[], $4::integer[], $5::smallint[], $6::bigint[], $7::text[], $8::text[])
         as given (id, repository_id, number, version, active, ended_at, stand_ins, state) order by id
       on conflict (id) do update set version = excluded.version, active = excluded.active, ended_at = excluded.ended_at,
         stand_ins = excluded.stand_ins, state = excluded.state
       where incident.version = excluded.version - 1 returning id`,
      [
        ...[columns.map(({ id }) => id), moved.map(({ repositoryId }) => repositoryId)],
        ...[moved.map(({ anchor }) => anchor.number), columns.map(({ version }) => version)],
        ...[columns.map(({ active }) => active), columns.map(({ endedAt }) => endedAt)],
        ...[moved.map((incident) => `{${standIns(incident).join()}}`), columns.map(({ state }) => state)],
      ],
    )
    const saved = new Set(rows.map((row) => textIn(row, 'id')))
    const stale = columns.find(({ id }) => !saved.has(id))
    if (stale) throw new StaleDecision(`Incident ${stale.id} is no longer at version ${stale.version - 1}.`)
    await append(session, moved)
  },

  /** Those that are at hand, and those that ended after `since`; without their timelines. */
  async watched(session: Session, repositoryId: number, since: number): Promise<readonly Watched[]> {
    const rows = await session.rows(
      'select state from firebreak.incident where repository_id = $1 and (active = 1 or ended_at > $2)',
      [repositoryId, since],
    )
    return rows.map(watchedIn)
  },
}

/** Where it is talked about because its own issue was lost, and where it was published from. */
export function standIns({ anchor, postmortem, aftermath }: Incident): readonly number[] {
  const published = aftermath.publishing === 'done' ? postmortem?.number : undefined
  return [anchor.replacement, published].filter((number) => number !== undefined)
}

/** The versions prove that the stored lines are the beginnings of these timelines. */
async function append(session: Session, moved: readonly Incident[]): Promise<void> {
  const rows = await session.rows(
    'select incident, max(seq) as length from firebreak.entry where incident = any($1) group by incident',
    [moved.map(({ id }) => id)],
  )
  const stored = new Map(rows.map((row) => [textIn(row, 'incident'), numberIn(row, 'length')]))
  const gained = moved.flatMap(({ id, timeline }) => {
    const length = stored.get(id) ?? 0
    return timeline.slice(length).map((entry, index) => ({ id, seq: length + index + 1, body: JSON.stringify(entry) }))
  })
  if (gained.length === 0) return
  await session.change(
    'insert into firebreak.entry (incident, seq, body) select * from unnest($1::text[], $2::integer[], $3::text[])',
    [gained.map(({ id }) => id), gained.map(({ seq }) => seq), gained.map(({ body }) => body)],
  )
}

/** The whole timeline beside its incident: one question in place of two. */
export const timelineColumn =
  'array(select body from firebreak.entry where entry.incident = incident.id order by seq) as timeline'

/** @param row with the columns `state` and `timeline` */
export function incidentIn(row: Row): Incident {
  const lines = Array.isArray(row.timeline) ? row.timeline : []
  return wholeIncident(
    row,
    lines.map((body: unknown) => jsonIn<Entry>({ body }, 'body')),
  )
}
