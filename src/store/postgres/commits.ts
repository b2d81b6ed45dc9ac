import type { EventWork } from '../../engine/ports.ts'
import type { Decision } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Row } from '../row.ts'
import { accountColumns, accounts } from './accounts.ts'
import type { Database, Session } from './database.ts'
import { effects } from './effects.ts'
import { events } from './events.ts'
import { incidents } from './incidents.ts'
import { records } from './records.ts'
import { timers } from './timers.ts'
import { Together } from './together.ts'
import type { WorkQueue } from './work-queue.ts'

/** A decision that is to be stored in place of its event. */
interface Decided {
  readonly work: EventWork
  readonly decision: Decision
  readonly repository: Repository
}

interface CommitsParts {
  readonly database: Database
  readonly work: Pick<WorkQueue, 'open' | 'holds'>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** As many decisions as share one transaction. */
const largestGroup = 64
/** While one group waits for the disk, the next one is written. */
const groupsAtATime = 2

/**
 * Stores decisions: those of several lanes in one transaction, because what limits how many can be stored in a second are the
 * ways to the database and the waits for its disk. Only what is sure to hold nobody up goes along: lanes that this
 * process holds and that nobody has locked. The others go alone.
 */
export class Commits {
  readonly #parts: CommitsParts
  readonly #together: Together<Decided, 'stored' | 'alone'>

  constructor(parts: CommitsParts) {
    this.#parts = parts
    this.#together = new Together({
      carryOut: (group) => this.#storeGroup(group),
      most: largestGroup,
      groups: groupsAtATime,
    })
  }

  /**
   * Does nothing for an event that was handled before.
   * @throws StaleDecision when what the decision started from moved meanwhile
   */
  async store(decided: Decided): Promise<void> {
    const { work, repository } = decided
    const mayJoin = work.lane === repository.id && this.#parts.work.holds(work.lane)
    if (!mayJoin || (await this.#together.ask(decided)) === 'alone') await this.#storeAlone(decided)
  }

  async #storeAlone(decided: Decided): Promise<void> {
    const { work, repository } = decided
    await this.#parts.database.transaction(async (session) => {
      await this.#parts.work.open(session, [...new Set([work.lane, repository.id])])
      if (!(await events.remove(session, work.id))) return
      await records.introduceRepository(session, repository)
      await accounts.add(session, explained([decided]))
      await this.#carryOut(session, [decided])
    })
  }

  /** What decides nothing needs no transaction of several statements. */
  async #storeGroup(group: readonly Decided[]): Promise<readonly ('stored' | 'alone')[]> {
    const { database, work } = this.#parts
    const held = group.filter(({ work: { lane } }) => work.holds(lane))
    const isEmpty = held.every(({ decision }) => decidesNothing(decision))
    const free = isEmpty
      ? (await replaceEvents(database, held)).free
      : await database.transaction(async (session) => {
          const { free, removed } = await replaceEvents(session, held)
          const fresh = held.filter(({ work: { id, lane } }) => removed.has(id) && free.has(lane))
          await this.#carryOut(session, fresh)
          return free
        })
    return group.map(({ work: { lane } }) => (free.has(lane) ? 'stored' : 'alone'))
  }

  async #carryOut(session: Session, decided: readonly Decided[]): Promise<void> {
    const now = this.#parts.now()
    const all = decided.map(({ decision, repository }) => ({ ...decision, lane: repository.id }))
    await incidents.save(
      session,
      all.flatMap((one) => one.incidents),
    )
    for (const { planned, lane } of all) if (planned) await records.savePlanned(session, lane, planned)
    await timers.replace(
      session,
      all.flatMap(({ lane, timers }) => timers.map((one) => ({ ...one, lane }))),
    )
    // Before the new ones: a key that is taken back and asked for again is asked for.
    await effects.cancel(
      session,
      all.flatMap(({ cancelled }) => cancelled),
      now,
    )
    await effects.put(
      session,
      all.flatMap(({ lane, effects }) => effects.map((put) => ({ put, lane }))),
      now,
    )
  }
}

const decidesNothing = ({ incidents, planned, timers, cancelled, effects }: Decision): boolean =>
  planned === undefined && incidents.length + timers.length + cancelled.length + effects.length === 0

const explained = (decided: readonly Decided[]) =>
  decided.flatMap(({ work, decision: { account }, repository }) =>
    account ? [{ event: work.id, lane: repository.id, account }] : [],
  )

/** Waits for no lock. The joins make each change of a lane wait until the lane is locked. */
const replacing = `
  with given as materialized (
    select * from unnest($1::bigint[], $2::bigint[], $3::text[]) as given (lane, event, repository)),
  free as materialized (
    select id from firebreak.lane where id = any($1) and not is_left order by id for update skip locked),
  counted as (update firebreak.lane set version = version + 1 from free where lane.id = free.id),
  removed as (
    delete from firebreak.event using free
    where event.id = any($2) and event.lane = free.id and buried = 0 returning event.id),
  introduced as (
    insert into firebreak.repository (id, body)
    select lane, repository from given join free on free.id = given.lane order by lane on conflict do nothing),
  accounted as (
    insert into firebreak.account (subject, id, lane, at, body)
    select subject, account.id, lane, at, body
    from unnest($4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[]) as account (subject, id, lane, at, body)
    join removed on removed.id = account.id
    on conflict (subject, id) do update set at = excluded.at, body = excluded.body)
  select array(select id::text from free) as free, array(select id::text from removed) as removed`

/** @returns lanes that could be locked, and events that were still there */
async function replaceEvents(session: Session, decided: readonly Decided[]) {
  const row = await session.row(replacing, [
    decided.map(({ work }) => work.lane),
    decided.map(({ work }) => work.id),
    decided.map(({ repository }) => JSON.stringify(repository)),
    ...accountColumns(explained(decided)),
  ])
  return { free: numbersIn(row, 'free'), removed: numbersIn(row, 'removed') }
}

function numbersIn(row: Row | undefined, column: string): ReadonlySet<number> {
  const value = row?.[column]
  return new Set(Array.isArray(value) ? value.map(Number) : [])
}
