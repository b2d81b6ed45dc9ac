import { StaleDecision } from '../../engine/ports.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Entry } from '../../incident/timeline.ts'
import type { Watched } from '../interest.ts'
import { jsonIn, numberIn, type Row } from '../row.ts'
import { incidentColumns, watchedIn, wholeIncident } from '../stored-incident.ts'
import type { Session } from './database.ts'

/** Incidents and their timelines. */
export const incidents = {
  /**
   * Stores an incident that a decision moved, with the lines its timeline gained. One that is rebuilt from elsewhere begins
   * with the version that it has come to.
   * @throws StaleDecision unless the stored version is the one the decision started from
   */
  async save(session: Session, incident: Incident): Promise<void> {
    const { id, version, active, endedAt, state } = incidentColumns(incident)
    const changed = await session.change(
      `insert into firebreak.incident (id, repository_id, number, version, active, ended_at, stand_ins, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set version = excluded.version, active = excluded.active, ended_at = excluded.ended_at,
         stand_ins = excluded.stand_ins, state = excluded.state
       where incident.version = excluded.version - 1`,
      [id, incident.repositoryId, incident.anchor.number, version, active, endedAt, standIns(incident), state],
    )
    if (changed === 0) throw new StaleDecision(`Incident ${id} is no longer at version ${version - 1}.`)
    await append(session, id, incident.timeline)
  },

  /** Those that are at hand, in the order of their anchors' numbers. */
  async active(session: Session, repositoryId: number): Promise<readonly Incident[]> {
    const rows = await session.rows(
      `select id, state, ${timelineColumn} from firebreak.incident
       where repository_id = $1 and active = 1 order by number`,
      [repositoryId],
    )
    return rows.map(whole)
  },

  /** The incident anchored at a number, or talked about there because its own issue was lost, or published from there. */
  async at(session: Session, repositoryId: number, number: number): Promise<Incident | undefined> {
    const row = await session.row(
      `select id, state, ${timelineColumn} from firebreak.incident
       where repository_id = $1 and (number = $2 or $2 = any(stand_ins)) order by number = $2 desc limit 1`,
      [repositoryId, number],
    )
    return row && whole(row)
  },

  async byId(session: Session, id: string): Promise<Incident | undefined> {
    const row = await session.row(`select id, state, ${timelineColumn} from firebreak.incident where id = $1`, [id])
    return row && whole(row)
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

/** The version proves that the stored lines are the beginning of this timeline. */
async function append(session: Session, incident: string, timeline: readonly Entry[]): Promise<void> {
  const row = await session.row('select coalesce(max(seq), 0) as length from firebreak.entry where incident = $1', [
    incident,
  ])
  const stored = row ? numberIn(row, 'length') : 0
  const gained = timeline.slice(stored)
  if (gained.length === 0) return
  await session.change(
    `insert into firebreak.entry (incident, seq, body)
     select $1, $2 + place, body from unnest($3::text[]) with ordinality as given (body, place)`,
    [incident, stored, gained.map((entry) => JSON.stringify(entry))],
  )
}

/** The whole timeline beside its incident: one question in place of two. */
const timelineColumn =
  'array(select body from firebreak.entry where entry.incident = incident.id order by seq) as timeline'

function whole(row: Row): Incident {
  const lines = Array.isArray(row.timeline) ? row.timeline : []
  return wholeIncident(
    row,
    lines.map((body: unknown) => jsonIn<Entry>({ body }, 'body')),
  )
}
