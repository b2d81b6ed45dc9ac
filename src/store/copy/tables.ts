import type { Event } from '../../incident/event.ts'
import { standIns } from '../postgres/incidents.ts'
import { digestOf } from '../postgres/records.ts'
import { storable } from '../postgres/storable.ts'
import { kindOf } from '../postgres/vocabulary.ts'
import { jsonIn, type Row } from '../row.ts'
import { wholeIncident } from '../stored-incident.ts'
import { policyIn } from '../stored-policy.ts'

/** A table that both databases have, and how a row of the one becomes a row of the other. */
export interface CopiedTable {
  readonly name: string
  /** The same in both databases: text sorts by its bytes in both. */
  readonly order: string
  /** Columns of the target. */
  readonly columns: readonly string[]
  /** What the target has in columns of its own, and the source only in a body. */
  readonly derived?: (row: Row) => Row
  /** A sequence that has to go on behind the largest number of a column. */
  readonly numbered?: { readonly column: string; readonly sequence: string }
}

/** In the order in which they can be filled: what others refer to comes first. */
export const copiedTables: readonly CopiedTable[] = [
  { name: 'repository', order: 'id', columns: ['id', 'body'] },
  {
    name: 'policy',
    order: 'repository_id',
    columns: ['repository_id', 'digest', 'body'],
    derived: (row) => ({ digest: digestOf(policyIn(row)) }),
  },
  { name: 'delivery', order: 'guid', columns: ['guid', 'name', 'received_at'] },
  {
    name: 'event',
    order: 'id',
    columns: [
      ...['id', 'lane', 'thread', 'type', 'happened_at', 'source', 'body'],
      ...['not_before', 'failures', 'last_error', 'buried'],
    ],
    derived: (row) => {
      const event = jsonIn<Event>(row, 'body')
      return { type: kindOf(event), happened_at: event.at ?? null }
    },
    numbered: { column: 'id', sequence: "pg_get_serial_sequence('firebreak.event', 'id')" },
  },
  {
    name: 'incident',
    order: 'id',
    columns: ['id', 'repository_id', 'number', 'version', 'active', 'ended_at', 'stand_ins', 'state'],
    derived: (row) => ({ stand_ins: standIns(wholeIncident(row, [])) }),
  },
  { name: 'entry', order: 'incident, seq', columns: ['incident', 'seq', 'body'] },
  { name: 'timer', order: 'incident, name', columns: ['incident', 'name', 'lane', 'due_at'] },
  {
    name: 'effect',
    order: 'seq',
    columns: [
      ...[
        'seq',
        'key',
        'lane',
        'incident',
        'type',
        'urgent',
        'keep',
        'body',
        'delivery',
        'put_at',
        'status',
        'revision',
      ],
      ...['tries', 'failures', 'not_before', 'result', 'last_error', 'settled_at'],
    ],
    derived: (row) => ({ type: jsonIn<{ type: string }>(row, 'body').type }),
    numbered: { column: 'seq', sequence: "'firebreak.effect_order'" },
  },
  { name: 'memory', order: 'key', columns: ['key', 'body'] },
  { name: 'account', order: 'subject, id', columns: ['subject', 'id', 'lane', 'at', 'body'] },
]

/** The source's row as the target is to have it. */
export function rowFor(table: CopiedTable, row: Row): Row {
  const whole: Row = { ...row, ...table.derived?.(row) }
  return Object.fromEntries(table.columns.map((column) => [column, asStored(whole[column])]))
}

/** What PostgreSQL's text cannot hold can stand in the words of an error alone. */
const asStored = (value: unknown): unknown => (typeof value === 'string' ? storable(value) : (value ?? null))
