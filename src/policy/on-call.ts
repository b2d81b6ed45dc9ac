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

/** Who is in a role at a moment, and when somebody else takes over. */
export interface OnDuty {
  readonly members: readonly Member[]
  /** The next moment at which others are in it, in epoch milliseconds; undefined: nobody takes over. */
  readonly next: { readonly at: number; readonly members: readonly Member[] } | undefined
}

/** @param at epoch milliseconds */
export function onDuty(role: Role, at: number): OnDuty {
  const members = membersOn(role, at)
  const others = boundariesAfter(role, at).find((moment) => membersOn(role, moment).join() !== members.join())
  return { members, next: others === undefined ? undefined : { at: others, members: membersOn(role, others) } }
}

/** Moments at which somebody else may take over, in order: each turn once round, and both ends of each override. */
function boundariesAfter(role: Role, at: number): readonly number[] {
  if (role.type === 'members') return []
  const { rotation, overrides } = role
  const turn = turnAt(rotation, at)
  const turns = rotation.members.map((_member, later) => beginOf(rotation, turn + later + 1))
  const edges = overrides.flatMap(({ from, to }) => [from, to].map((edge) => momentOf(edge, rotation.timezone)))
  return [...turns, ...edges.flatMap((edge) => [edge, ...nextTurn(rotation, edge)])]
    .filter((moment) => moment > at)
    .sort((one, other) => one - other)
}

/** Where an override of many turns ends, the turn may have changed long before. */
const nextTurn = (rotation: Rotation, at: number): readonly number[] => [beginOf(rotation, turnAt(rotation, at) + 1)]

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
 * When a turn begins. Of a turn of whole days the days are counted on the calendar alone, and only then looked up in the time
 * zone: so one hand-over in an hour that summer time skips or repeats moves none of those after it.
 */
function beginOf({ starts, timezone, every }: Rotation, turn: number): number {
  if (every % day !== 0) return momentOf(starts, timezone) + turn * every
  const local = DateTime.fromISO(starts, { zone: 'UTC' }).plus(Duration.fromObject({ days: (turn * every) / day }))
  return momentOf(local.toFormat("yyyy-MM-dd'T'HH:mm:ss"), timezone)
}
