import type { Account } from '../../incident/account.ts'
import type { Session } from './database.ts'

/** The account of a decision on an event. */
interface Explained {
  readonly event: number
  readonly lane: number
  readonly account: Account
}

/** As columns, one row for each thing that an account is about. */
export function accountColumns(explained: readonly Explained[]) {
  const rows = explained.flatMap((one) => {
    const body = JSON.stringify(one.account)
    return one.account.subjects.map((subject) => ({
      subject,
      event: one.event,
      lane: one.lane,
      at: one.account.at,
      body,
    }))
  })
  return [
    ...[rows.map(({ subject }) => subject), rows.map(({ event }) => event), rows.map(({ lane }) => lane)],
    ...[rows.map(({ at }) => at), rows.map(({ body }) => body)],
  ]
}

/** Why something was decided. */
export const accounts = {
  async add(session: Session, explained: readonly Explained[]): Promise<void> {
    if (explained.length === 0) return
    await session.change(
      `insert into firebreak.account (subject, id, lane, at, body)
       select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
       on conflict (subject, id) do update set at = excluded.at, body = excluded.body`,
      accountColumns(explained),
    )
  },
}
