import { DateTime, Duration } from 'luxon'
import { momentOf } from '../lib/local-time.ts'
import type { Member, Role, Rotation } from './policy.ts'

const day = 86_400_000

/**
 * Who is in a role at a moment: everybody of a plain role, one member of a rotation, or whom an override names.
 * @param at epoch milliseconds
 */
export function membersOn(role: Role, at: number): readonly Member[] {
  if (role.type === 'members') return role.members
  const { rotation, overrides } = role
  const override = overrides.find(({ from, to }) => {
    return momentOf(from, rotation.timezone) <= at && at < momentOf(to, rotation.timezone)
  })
  if (override !== undefined) return override.members
  const { members } = rotation
  const place = (((turnAt(rotation, at) + rotation.offset) % members.length) + members.length) % members.length
  const member = members[place]
  return member === undefined ? [] : [member]
}

/**
 * The number of the turn at a moment; the one that begins at `starts` is 0, those before it are negative.
 * A turn of whole days changes at the same time on the clock all year, so the turn in which summer time begins or ends
 * is an hour shorter or longer. A turn of hours has the same length always.
 */
function turnAt(rotation: Rotation, at: number): number {
  const start = momentOf(rotation.starts, rotation.timezone)
  let turn = Math.floor((at - start) / rotation.every)
  if (rotation.every % day !== 0) return turn
  // The calendar is a little ahead of elapsed time, or behind it: by an hour of summer time, by a day where a country
  // crossed the date line. So the guess is right or next to it.
  while (at < beginOf(rotation, turn)) turn -= 1
  while (at >= beginOf(rotation, turn + 1)) turn += 1
  return turn
}

/**
 * When a turn of whole days begins. Its days are counted on the calendar alone, and only then looked up in the time zone:
 * so one hand-over in an hour that summer time skips or repeats moves none of those after it.
 */
function beginOf({ starts, timezone, every }: Rotation, turn: number): number {
  const local = DateTime.fromISO(starts, { zone: 'UTC' }).plus(Duration.fromObject({ days: (turn * every) / day }))
  return momentOf(local.toFormat("yyyy-MM-dd'T'HH:mm:ss"), timezone)
}
