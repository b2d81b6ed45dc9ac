import { z } from 'zod'
import { member } from './name.ts'
import { duration, localTime, timezone } from './time.ts'
import { listOf, wholeNumber, worded } from './value.ts'

const members = () => listOf(member(), 'members', 50)
const atLeastOneMember = () =>
  worded(z.array(member()).min(1).max(50), { expects: 'a list of 1 to 50 members', short: 'list of member' })

const rotation = z.strictObject({
  every: duration().describe(
    'How long a turn is. Turns change at the same local time all year; whole days and weeks follow the calendar.',
  ),
  starts: localTime().describe('When the first turn started.'),
  timezone: timezone().default('UTC').describe('Where `starts` and the overrides are local time.'),
  members: atLeastOneMember().describe('Who takes turns, in this order.'),
  offset: wholeNumber(0, 49)
    .default(0)
    .describe('How many places ahead in the list this role is, so that a second role can follow the same list.'),
})

const override = z.strictObject({
  from: localTime().describe('Start, in the time zone of the rotation.'),
  to: localTime().describe('End; the rotation goes on from here.'),
  members: atLeastOneMember().describe('Who is on call instead.'),
})

const calendar = z.strictObject({
  rotation: rotation.describe('Members take turns by the calendar.'),
  overrides: listOf(override, 'overrides', 100).default([]).describe('Exceptions: holidays, swaps.'),
})

export const role = worded(z.union([members(), calendar]), {
  expects: 'a list of members such as `["@user", "@org/team"]`, or a map with `rotation`',
  short: 'list of member, or a rotation',
}).describe('Who is in the role: a list, or a rotation whose members change with the calendar.')
