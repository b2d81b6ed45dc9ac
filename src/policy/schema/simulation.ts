import { z } from 'zod'
import { parseDuration } from '../../lib/duration.ts'
import { isLocalTime } from '../../lib/local-time.ts'
import { failure, success } from '../../lib/result.ts'
import { words } from './name.ts'
import { longText } from './template.ts'
import { duration, timezone } from './time.ts'
import { listOf, mapOf, text, trueOrFalse, word, worded } from './value.ts'

/** When a simulation begins: a moment, or the first such weekday of a fixed week. Minutes count from midnight. */
export type Beginning =
  | { readonly type: 'local'; readonly at: string }
  | { readonly type: 'weekday'; readonly weekday: number; readonly minutes: number }

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Reads `Sunday 03:00`, `Sun 03:00` or `2026-03-01T03:00`; undefined for anything else. */
export function readBeginning(written: string): Beginning | undefined {
  if (isLocalTime(written)) return { type: 'local', at: written }
  const match = /^([a-z]{3,9}) (\d{1,2}):(\d{2})$/i.exec(written.trim())
  const name = match?.[1]?.toLowerCase() ?? ''
  const weekday = weekdays.findIndex((day) => day === name || day.slice(0, 3) === name) + 1
  const [hours, minutes] = [Number(match?.[2] ?? 99), Number(match?.[3] ?? 99)]
  if (weekday === 0 || hours > 23 || minutes > 59) return undefined
  return { type: 'weekday', weekday, minutes: hours * 60 + minutes }
}

function beginning() {
  const expects = 'a moment such as `Sunday 03:00` or `2026-03-01T03:00`'
  return text({ expects, short: 'moment' }, (written) => {
    const read = readBeginning(written)
    return read === undefined ? failure({}) : success(read)
  })
}

/** Milliseconds since the beginning. */
function offset() {
  const expects = 'the time since the beginning, such as `5m` or `2h`'
  return text({ expects, short: 'duration' }, (written) => {
    const bare = written.replace(/^T\+/i, '')
    const milliseconds = /^0[wdhms]?$/.test(bare) ? 0 : parseDuration(bare)
    return milliseconds === undefined ? failure({}) : success(milliseconds)
  })
}

const who = () =>
  text(
    {
      expects: 'a login, or the name of a role (`maintainers#2`: the second one on duty in it)',
      short: 'login or role',
    },
    (written) => (/^@?[\w.-]+(\/[\w.-]+|\[bot\]|#[1-9])?$/.test(written) ? success(written) : failure({})),
  )

const thread = () =>
  worded(z.union([z.int().min(1), words(200)]), {
    expects: 'the number of an issue or pull request, a name given with `as`, or a part of its title',
    short: 'number, name or title',
  })

const files = () => mapOfPaths().optional()

function mapOfPaths() {
  return worded(z.record(z.string().min(1).max(200), z.string().max(20_000)), {
    expects: 'a map from paths to texts',
    short: 'map',
  })
}

const issue = z.strictObject({
  title: words(200),
  body: longText().optional(),
  labels: listOf(words(50), 'labels').optional(),
  as: words(50).optional(),
})

const pullRequest = z.strictObject({
  title: words(200),
  branch: words(200),
  base: words(200).optional(),
  body: longText().optional(),
  files: files(),
  as: words(50).optional(),
})

const expectation = z
  .strictObject({
    told: listOf(who(), 'people').optional().describe('Mentioned or assigned by then.'),
    'not-told': listOf(who(), 'people').optional(),
    channels: listOf(words(50), 'channels').optional().describe('Told by then.'),
    frozen: listOf(words(200), 'branches').optional().describe('Frozen now; `[]`: nothing is.'),
    'may-merge': mapOf(listOf(who(), 'people'), 'pull requests to people').optional(),
    'may-not-merge': mapOf(listOf(who(), 'people'), 'pull requests to people').optional(),
    labels: listOf(words(50), 'labels').optional().describe('On the incident now.'),
    says: listOf(words(500), 'texts').optional().describe('Firebreak has written this by then.'),
    opened: listOf(words(200), 'titles').optional().describe('There is an issue with this in its title.'),
    merged: listOf(thread(), 'pull requests').optional(),
  })
  .describe('What has to be true then.')

/** What a scenario may expect. */
export const expectationKeys: readonly string[] = Object.keys(expectation.shape)

/** What one person does; one of them in a step. */
export const acts = {
  issue: issue.optional().describe('Opens an issue.'),
  'pull-request': pullRequest.optional().describe('Opens a pull request.'),
  comment: longText().optional().describe('Comments, on the incident unless `on` says otherwise.'),
  tick: words(300)
    .optional()
    .describe('Ticks the first open box whose line contains this, in a comment or in the issue itself.'),
  label: listOf(words(50), 'labels').optional().describe('Puts labels on.'),
  unlabel: listOf(words(50), 'labels').optional().describe('Takes labels off.'),
  edit: z
    .strictObject({ title: words(200).optional(), body: longText().optional() })
    .optional()
    .describe('Edits title or body.'),
  approve: thread().optional().describe('Approves a pull request.'),
  'request-changes': thread().optional().describe('Requests changes of a pull request.'),
  merge: thread().optional().describe('Presses the merge button, as far as GitHub lets them.'),
  close: thread().optional().describe('Closes an issue or a pull request.'),
  reopen: thread().optional().describe('Opens it again.'),
  push: z
    .strictObject({ branch: words(200), files: files(), force: trueOrFalse().optional() })
    .optional()
    .describe('Pushes a commit.'),
  deploy: z
    .strictObject({ environment: words(200), state: word(['in_progress', 'success', 'failure']).default('success') })
    .optional()
    .describe('Deploys the default branch.'),
  alert: z
    .strictObject({
      summary: words(200).optional(),
      severity: word(['low', 'medium', 'high', 'critical']).optional(),
      cvss: z.number().min(0).max(10).optional(),
      scope: word(['runtime', 'development']).optional(),
    })
    .optional()
    .describe('Dependabot finds a vulnerable dependency; nobody does it.'),
  'private-report': z
    .strictObject({ summary: words(200), severity: word(['low', 'medium', 'high', 'critical']).optional() })
    .optional()
    .describe('Reports a vulnerability privately.'),
  'delete-freeze': z
    .literal(true)
    .optional()
    .describe('Deletes the rulesets of every freeze, as an administrator can.'),
} as const

const step = z.strictObject({
  at: offset().optional().describe('Since the beginning; left out: together with the step before.'),
  by: who().optional().describe('Who does it.'),
  on: thread().optional().describe('What a comment, tick, label or edit is about; the incident unless told otherwise.'),
  ...acts,
  expect: expectation.optional(),
})

/** The language of simulations. The first five keys are a drill's, so that each drill can be played as it is. */
export const simulation = z.strictObject({
  title: words(200),
  description: longText().optional(),
  severity: words(50).optional(),
  kind: words(50).optional(),
  injects: z
    .array(z.strictObject({ after: duration('1s', '30d'), say: longText() }))
    .max(20)
    .default([]),
  start: beginning().optional().describe('When it begins; `Monday 09:00` unless told otherwise.'),
  timezone: timezone().default('UTC').describe('Where `start` is local time, and in which times are shown.'),
  until: duration('1m', '60d')
    .optional()
    .describe('How long it goes on; a day after the last step unless told otherwise.'),
  people: mapOf(word(['read', 'triage', 'write', 'maintain', 'admin']), 'logins to permissions').default({}),
  repository: z
    .strictObject({
      private: trueOrFalse().default(false),
      plan: word(['free', 'pro', 'team', 'enterprise']).default('team'),
      branches: listOf(words(200), 'branches').default([]).describe('Beside `main`.'),
    })
    .prefault({}),
  steps: z.array(step).max(200).default([]),
})

export type SimulationFile = z.output<typeof simulation>
export type SimulationStep = z.output<typeof step>
export type Expectation = z.output<typeof expectation>
export type ThreadName = string | number
