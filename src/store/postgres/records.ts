import { createHash } from 'node:crypto'
import type { PolicyRecord } from '../../engine/ports.ts'
import type { PlannedFreezes } from '../../incident/planned-freeze.ts'
import type { Repository } from '../../incident/repository.ts'
import { assertFollows, isAnyAtHand, plannedIn, plannedKey, plannedKeys, repositoryOfKey } from '../planned-record.ts'
import { jsonIn, textIn } from '../row.ts'
import { policyText } from '../stored-policy.ts'
import type { Session } from './database.ts'

export const digestOf = ({ policy }: PolicyRecord): string =>
  createHash('sha256').update(JSON.stringify(policy)).digest('base64')

/** How far the clocks of two processes may be apart, in milliseconds. */
const mostSkew = 60_000

/** What is kept beside incidents: repositories, their last valid policies, the memory of effects, and offices. */
export const records = {
  async atHand(session: Session): Promise<readonly Repository[]> {
    const planned = await session.rows('select key, body from firebreak.memory where key >= $1 and key < $2', [
      plannedKeys.from,
      plannedKeys.before,
    ])
    const withPlanned = planned
      .filter((row) => isAnyAtHand(plannedIn(jsonIn<{ data: unknown }>(row, 'body').data)))
      .map((row) => repositoryOfKey(textIn(row, 'key')))
    const rows = await session.rows(
      `select body from firebreak.repository
       where id in (select repository_id from firebreak.incident where active = 1) or id = any($1) order by id`,
      [withPlanned],
    )
    return rows.map((row) => jsonIn<Repository>(row, 'body'))
  },

  /** What was known before gives way. */
  async rememberRepository(session: Session, repository: Repository): Promise<void> {
    await session.change(
      `insert into firebreak.repository (id, body) values ($1, $2)
       on conflict (id) do update set body = excluded.body`,
      [repository.id, JSON.stringify(repository)],
    )
  },

  /** What was known before stays: an event that waited for long may carry a name from before a rename. */
  async introduceRepository(session: Session, repository: Repository): Promise<void> {
    await session.change('insert into firebreak.repository (id, body) values ($1, $2) on conflict do nothing', [
      repository.id,
      JSON.stringify(repository),
    ])
  },

  async rememberPolicy(session: Session, repositoryId: number, record: PolicyRecord): Promise<void> {
    await session.change(
      `insert into firebreak.policy (repository_id, digest, body) values ($1, $2, $3)
       on conflict (repository_id) do update set body = excluded.body, digest = excluded.digest,
         version = policy.version + case policy.digest when excluded.digest then 0 else 1 end`,
      [repositoryId, digestOf(record), policyText(record)],
    )
  },

  async planned(session: Session, repositoryId: number): Promise<PlannedFreezes> {
    return plannedIn(await records.recall(session, plannedKey(repositoryId)))
  },

  /**
   * The lane is locked, so nobody else writes them.
   * @throws StaleDecision when they moved since the decision read them
   */
  async savePlanned(session: Session, repositoryId: number, planned: PlannedFreezes): Promise<void> {
    assertFollows(planned, await records.planned(session, repositoryId))
    await records.memorise(session, plannedKey(repositoryId), planned)
  },

  async recall(session: Session, key: string): Promise<unknown> {
    const row = await session.row('select body from firebreak.memory where key = $1', [key])
    return row && jsonIn<{ data: unknown }>(row, 'body').data
  },

  async memorise(session: Session, key: string, data: unknown): Promise<void> {
    await session.change(
      `insert into firebreak.memory (key, body) values ($1, $2) on conflict (key) do update set body = excluded.body`,
      // Wrapped, because `undefined` by itself is no JSON.
      [key, JSON.stringify({ data })],
    )
  },

  /**
   * One statement: of several who ask at the same moment, one gets it. Moments are epoch milliseconds, by each process's own
   * clock: an office that is held for longer than anybody would take it for was taken by a clock that was wrong.
   */
  async takeOffice(
    session: Session,
    { office, holder, until, now }: { office: string; holder: string; until: number; now: number },
  ): Promise<boolean> {
    const taken = await session.change(
      `insert into firebreak.office (name, holder, until) values ($1, $2, $3)
       on conflict (name) do update set holder = excluded.holder, until = excluded.until
         where office.holder = excluded.holder or office.until <= $4 or (excluded.until > $4 and office.until > $5)`,
      [office, holder, until, now, until + mostSkew],
    )
    return taken > 0
  },
}
