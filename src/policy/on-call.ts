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
  if (rotation.every % day !== 0) return Math.floor((at - start) / rotation.every)
  const daysPerTurn = rotation.every / day
  const first = DateTime.fromMillis(start, { zone: rotation.timezone })
  // Elapsed time differs from the calendar's by less than a day, so the turn is this one, the one before or the one after.
  const guess = Math.floor((at - start) / rotation.every)
  const begins = (turn: number): number => first.plus(Duration.fromObject({ days: turn * daysPerTurn })).toMillis()
  if (at < begins(guess)) return guess - 1
  return at >= begins(guess + 1) ? guess + 1 : guess
}
