import type { AlertEnd, AlertRecord } from './alert.ts'
import type { Entry } from './timeline.ts'

/** The alert of an incident after one more line of its timeline. */
export function evolveAlert(record: AlertRecord | undefined, entry: Entry): AlertRecord | undefined {
  switch (entry.type) {
    case 'AlertRaised':
      return raised(record, entry)
    case 'AlertClosed':
      return record && closed(record, entry)
    case 'AlertDoubted':
      return (
        record && {
          ...record,
          doubted: entry.number === undefined ? undefined : { number: entry.number, at: entry.at },
        }
      )
    default:
      return record
  }
}

function raised(
  record: AlertRecord | undefined,
  { alert, secret }: Extract<Entry, { type: 'AlertRaised' }>,
): AlertRecord {
  const { source, ghsa, cve, number } = alert
  const known = record ?? { source, ghsa, cve, package: alert.package, secret, open: [], shut: [], closed: undefined }
  if (number === undefined) return known
  return {
    ...known,
    open: [...without(known.open, number), number],
    shut: without(known.shut, number),
    closed: undefined,
  }
}

function closed(record: AlertRecord, { number, end }: Extract<Entry, { type: 'AlertClosed' }>): AlertRecord {
  if (isStillThere(end)) return record
  const open = without(record.open, number)
  return {
    ...record,
    open,
    shut: number === undefined ? record.shut : [...without(record.shut, number), number],
    closed: open.length === 0 ? end : undefined,
  }
}

/** Whoever dismisses an alert because a fix is begun says that the vulnerability is there. */
export const isStillThere = ({ reason }: AlertEnd): boolean => reason === 'fix_started'

const without = (numbers: readonly number[], number: number | undefined): readonly number[] =>
  numbers.filter((one) => one !== number)
