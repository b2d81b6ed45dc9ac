import { Memo } from '../../engine/memo.ts'
import { StaleDecision } from '../../engine/ports.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Entry } from '../../incident/timeline.ts'
import type { Watched } from '../interest.ts'
import { jsonIn, numberIn, textIn } from '../row.ts'
import { incidentColumns, watchedIn, wholeIncident } from '../stored-incident.ts'
import type { Row, Statements } from './statements.ts'

/** Of a hundred lines each, they take some megabytes. */
const mostKept = 64

/**
 * Incidents and their timelines. What was read last is kept: one process alone writes here, a version never changes once it is
 * committed, and a timeline only grows. So of an incident that moved, the lines that it gained are read, and not all of them.
 */
export class Incidents {
  readonly #sql: Statements
  readonly #read = new Memo<string, Incident>(mostKept)

  constructor(sql: Statements) {
    this.#sql = sql
  }

  /**
   * Stores an incident that a decision moved, with the lines its timeline gained. Runs in a transaction.
   * @throws StaleDecision unless the stored version is the one the decision started from
   */
  save(incident: Incident): void {
    const row = incidentColumns(incident)
    if (this.#put(incident, row) === 0)
      throw new StaleDecision(`Incident ${incident.id} is no longer at version ${incident.version - 1}.`)
    this.#append(incident.id, incident.timeline)
  }

  /** One that is rebuilt from elsewhere begins with the version that it has come to. */
  #put({ repositoryId, anchor }: Incident, row: Parameters<Statements['change']>[1]): number {
    return this.#sql.change(
      `insert into incident (id, repository_id, number, version, active, ended_at, state)
       values (:id, :repositoryId, :number, :version, :active, :endedAt, :state)
       on conflict (id) do update
         set version = excluded.version, active = excluded.active, ended_at = excluded.ended_at, state = excluded.state
         where incident.version = excluded.version - 1`,
      { ...row, repositoryId, number: anchor.number },
    )
  }

  /** The version proves that the stored lines are the beginning of this timeline. */
  #append(incident: string, timeline: readonly Entry[]): void {
    const row = this.#sql.row('select coalesce(max(seq), 0) as length from entry where incident = :incident', {
      incident,
    })
    const stored = row ? numberIn(row, 'length') : 0
    for (const [index, entry] of timeline.slice(stored).entries()) {
      this.#sql.change('insert into entry (incident, seq, body) values (:incident, :seq, :body)', {
        incident,
        seq: stored + index + 1,
        body: JSON.stringify(entry),
      })
    }
  }

  /** Those that are at hand, in the order of their anchors' numbers. */
  active(repositoryId: number): readonly Incident[] {
    return this.#sql
      .rows(
        `select id, version from incident
         where repository_id = :repositoryId and active = 1 order by number`,
        { repositoryId },
      )
      .map((row) => this.#whole(row))
  }

  /** The incident anchored at a number, or talked about there because its own issue was lost, or published from there. */
  at(repositoryId: number, number: number): Incident | undefined {
    const row = this.#sql.row(
      'select id, version from incident where repository_id = :repositoryId and number = :number',
      { repositoryId, number },
    )
    const found =
      row ??
      this.#sql.row(
        `select id, version from incident
         where repository_id = :repositoryId and (json_extract(state, '$.anchor.replacement') = :number
           or (json_extract(state, '$.aftermath.publishing') = 'done' and json_extract(state, '$.postmortem.number') = :number))`,
        { repositoryId, number },
      )
    return found && this.#whole(found)
  }

  byId(id: string): Incident | undefined {
    const row = this.#sql.row('select id, version from incident where id = :id', { id })
    return row && this.#whole(row)
  }

  /** Those that are at hand, and those that ended after `since`; without their timelines. */
  watched(repositoryId: number, since: number): readonly Watched[] {
    return this.#sql
      .rows(
        `select state from incident where repository_id = :repositoryId and active = 1
         union all
         select state from incident where repository_id = :repositoryId and active = 0 and ended_at > :since`,
        { repositoryId, since },
      )
      .map(watchedIn)
  }

  #whole(row: Row): Incident {
    const id = textIn(row, 'id')
    const known = this.#read.get(id)
    if (known?.version === numberIn(row, 'version')) return known
    const incident = this.#readAnew(id, known?.timeline ?? [])
    this.#read.set(id, incident)
    return incident
  }

  #readAnew(id: string, before: readonly Entry[]): Incident {
    const lines = this.#sql.rows('select body from entry where incident = :id and seq > :known order by seq', {
      id,
      known: before.length,
    })
    const timeline = [...before, ...lines.map((line) => jsonIn<Entry>(line, 'body'))]
    const row = this.#sql.row('select state from incident where id = :id', { id })
    return wholeIncident(row ?? {}, timeline)
  }
}
