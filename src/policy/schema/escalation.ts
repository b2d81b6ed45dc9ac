import { z } from 'zod'
import { failure, success } from '../../lib/result.ts'
import { reference } from './name.ts'
import { days, duration, timeOfDay, timezone } from './time.ts'
import { listOf, mapOf, text, wholeNumber, word, worded } from './value.ts'

const secretForm = /^[A-Z][A-Z0-9_]{0,99}$/

const secretName = text(
  {
    expects: 'the name of a secret such as `SLACK_INCIDENTS`',
    short: 'name of a secret',
    hidden: true,
    form: { pattern: secretForm.source },
  },
  (written) => {
    if (secretForm.test(written)) return success(written)
    const isAddress = /:\/\/|@/.test(written)
    const remedy =
      'An address never stands in a file: replace it, since it has been seen, and let the operator set the new one as a secret.'
    return failure({ remedy: isAddress ? remedy : 'Names of secrets have capital letters, digits and `_`.' })
  },
)

export const channel = z.strictObject({
  type: word(['slack', 'discord', 'teams', 'pagerduty', 'email', 'webhook']).describe('What is at the other end.'),
  secret: secretName.describe(
    'The name under which the operator has set the address; a repository can use only those granted to it.',
  ),
})

const step = z.strictObject({
  after: duration('1s', '30d').optional().describe('Measured from the declaration. Without it: at once.'),
  notify: listOf(reference('role'), 'roles', 20).default([]).describe('Roles that are mentioned.'),
  channels: listOf(reference('channel'), 'channels', 10).default([]).describe('Channels outside GitHub.'),
})

const steps = worded(z.array(step).min(1).max(20), { expects: 'a list of 1 to 20 steps', short: 'list of map' })

const hours = z.strictObject({
  timezone: timezone().default('UTC').describe('Where `from` and `to` are local time.'),
  days: days().default([1, 2, 3, 4, 5]).describe('Working days.'),
  from: timeOfDay().default(540).describe('Start of work.'),
  to: timeOfDay().default(1080).describe('End of work.'),
})

const escalationPolicy = z.strictObject({
  steps: steps.describe('Who is told, in order, until someone responds.'),
  repeat: z
    .strictObject({
      every: duration('1s', '7d').describe('How long after the last step, and after each repetition.'),
      times: wholeNumber(1, 100).default(1).describe('How often.'),
    })
    .optional()
    .describe('The last step is done again.'),
  hours: hours.optional().describe('The clock runs only in these hours. Without it: always.'),
})

export const escalation = z.strictObject({
  response: word(['activity', 'acknowledge'])
    .default('activity')
    .describe(
      'What stops the steps. `activity`: any comment, review, assignment or hotfix by a responder; `acknowledge`: only `/incident ack`.',
    ),
  policies: mapOf(escalationPolicy, 'names to escalation policies')
    .default({})
    .describe('Policies that `severities.ID.escalation` names.'),
})

const deadline = z.strictObject({
  within: duration().describe('Measured from the declaration.'),
  to: listOf(reference('role'), 'roles', 20).default([]).describe('Roles that must have been told by then.'),
  channels: listOf(reference('channel'), 'channels', 10).default([]).describe('Channels outside GitHub.'),
  kinds: listOf(reference('kind'), 'kinds', 50).default([]).describe('Only for these kinds; empty: all.'),
  severities: listOf(reference('severity'), 'severities', 20)
    .default([])
    .describe('Only for these severities; empty: all.'),
})
export const deadlines = () => listOf(deadline, 'deadlines', 20)
