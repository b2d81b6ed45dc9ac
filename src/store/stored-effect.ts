import type { EffectWork } from '../engine/ports.ts'
import type { Effect, EffectResult, PutEffect } from '../incident/effect.ts'
import type { Repository } from '../incident/repository.ts'
import type { EffectStatus, StoredEffect } from './put.ts'
import { jsonIn, numberIn, type Row, textIn } from './row.ts'

/** What every store keeps of an effect that is put. @param now epoch milliseconds */
export const columnsOf = ({ key, incident, urgent, keep, effect, delivery }: PutEffect, lane: number, now: number) => ({
  key,
  lane,
  incident: incident ?? null,
  urgent: Number(urgent),
  keep,
  body: JSON.stringify(effect),
  delivery: delivery ?? null,
  putAt: now,
})

/** An effect as it is needed when its key is put again. */
export const storedEffectIn = (row: Row): StoredEffect => ({
  effect: jsonIn<Effect>(row, 'body'),
  status: statusIn(row),
  revision: numberIn(row, 'revision'),
  tries: numberIn(row, 'tries'),
  failures: numberIn(row, 'failures'),
  notBefore: numberIn(row, 'not_before'),
})

/** An effect whose try was just counted. `repository` is the lane's. */
export function effectWorkIn(row: Row): EffectWork {
  return {
    type: 'effect',
    lane: numberIn(row, 'lane'),
    repository: jsonIn<Repository>(row, 'repository'),
    put: {
      key: textIn(row, 'key'),
      keep: textIn(row, 'keep') === 'latest' ? 'latest' : 'once',
      urgent: numberIn(row, 'urgent') === 1,
      incident: row.incident === null ? undefined : textIn(row, 'incident'),
      effect: jsonIn<Effect>(row, 'body'),
      ...(row.delivery !== null && { delivery: textIn(row, 'delivery') }),
    },
    revision: numberIn(row, 'revision'),
    triesBefore: numberIn(row, 'tries') - 1,
    failures: numberIn(row, 'failures'),
    previous: row.result === null ? undefined : jsonIn<EffectResult>(row, 'result'),
  }
}

function statusIn(row: Row): EffectStatus {
  const status = textIn(row, 'status')
  if (status === 'waiting' || status === 'done' || status === 'given-up' || status === 'cancelled') return status
  throw new Error(`The database holds an effect with the unknown status "${status}".`)
}
