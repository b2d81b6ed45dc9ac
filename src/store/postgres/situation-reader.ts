import type { PolicyRecord } from '../../engine/ports.ts'
import type { Incident } from '../../incident/incident.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { Repository } from '../../incident/repository.ts'
import { plannedIn, plannedKey } from '../planned-record.ts'
import { jsonIn, numberIn, type Row } from '../row.ts'
import { policyIn } from '../stored-policy.ts'
import type { Database } from './database.ts'
import { incidentIn, timelineColumn } from './incidents.ts'
import { Together } from './together.ts'

/** One thing that a decision starts from. */
interface Wanted {
  readonly kind: 'repository' | 'policy' | 'active' | 'at' | 'incident' | 'memory'
  readonly repository?: number
  readonly number?: number
  readonly name?: string
}

/** As many as are asked for in one question. */
const largestGroup = 256
/** What is asked for meanwhile waits, and is asked for together: larger groups are worth more than being asked sooner. */
const questionsAtATime = 1

/**
 * What decisions start from. Whatever the decisions of several lanes ask for at the same moment is read in one question,
 * which is sent after they asked.
 */
export class SituationReader {
  readonly #together: Together<Wanted, readonly Row[]>

  constructor(database: Database) {
    this.#together = new Together({
      carryOut: (wanted) => read(database, wanted),
      most: largestGroup,
      groups: questionsAtATime,
    })
  }

  async repository(id: number): Promise<Repository | undefined> {
    const [row] = await this.#together.ask({ kind: 'repository', repository: id })
    return row && jsonIn<Repository>(row, 'state')
  }

  async policy(repository: number): Promise<PolicyRecord | undefined> {
    const [row] = await this.#together.ask({ kind: 'policy', repository })
    return row && policyIn({ body: row.state })
  }

  /** Incidents that are at hand, in the order of their anchors' numbers. */
  async active(repository: number): Promise<readonly Incident[]> {
    return (await this.#together.ask({ kind: 'active', repository })).map(incidentIn)
  }

  /** The incident anchored at a number, or talked about there because its own issue was lost, or published from there. */
  async at(repository: number, number: number): Promise<Incident | undefined> {
    const [row] = await this.#together.ask({ kind: 'at', repository, number })
    return row && incidentIn(row)
  }

  async incident(id: string): Promise<Incident | undefined> {
    const [row] = await this.#together.ask({ kind: 'incident', name: id })
    return row && incidentIn(row)
  }

  async planned(repository: number): Promise<PlannedFreezes> {
    const [row] = await this.#together.ask({ kind: 'memory', name: plannedKey(repository) })
    return plannedIn(row && jsonIn<{ data: unknown }>(row, 'state').data)
  }
}

/** @returns the rows of each */
async function read(database: Database, wanted: readonly Wanted[]): Promise<readonly (readonly Row[])[]> {
  const rows = await database.rows(question, [
    wanted.map(({ kind }) => kind),
    wanted.map(({ repository }) => repository ?? null),
    wanted.map(({ number }) => number ?? null),
    wanted.map(({ name }) => name ?? null),
  ])
  const byPlace = Map.groupBy(rows, (row) => numberIn(row, 'place'))
  return wanted.map((_, index) => byPlace.get(index + 1) ?? [])
}

/** The limits keep each part a look into an index, whatever the database believes of the sizes of tables. */
const question = `
  with wanted as materialized (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])
      with ordinality as given (kind, repository, number, name, place))
  select place, 0 as number, body as state, null::text[] as timeline from wanted cross join lateral
    (select body from firebreak.repository where id = wanted.repository limit 1) as found where kind = 'repository'
  union all
  select place, 0, body, null from wanted cross join lateral
    (select body from firebreak.policy where repository_id = wanted.repository limit 1) as found where kind = 'policy'
  union all
  select place, 0, body, null from wanted cross join lateral
    (select body from firebreak.memory where key = wanted.name limit 1) as found where kind = 'memory'
  union all
  select place, 0, state, timeline from wanted cross join lateral
    (select state, ${timelineColumn} from firebreak.incident where id = wanted.name limit 1) as found where kind = 'incident'
  union all
  select place, found.number, state, timeline from wanted cross join lateral
    (select number, state, ${timelineColumn} from firebreak.incident
     where repository_id = wanted.repository and active = 1 offset 0) as found where kind = 'active'
  union all
  select place, 0, state, timeline from wanted cross join lateral
    (select state, ${timelineColumn} from firebreak.incident
     where repository_id = wanted.repository and (number = wanted.number or wanted.number = any(stand_ins))
     order by number = wanted.number desc limit 1) as found where kind = 'at'
  order by place, number`
