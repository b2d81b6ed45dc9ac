import { z } from 'zod'
import { failure, success } from '../../lib/result.ts'
import { cronProblem } from '../cron.ts'
import { roleOrUser, words } from './name.ts'
import { pathGlob } from './pattern.ts'
import { timezone } from './time.ts'
import { listOf, text, trueOrFalse, worded } from './value.ts'

interface CronForm {
  readonly example: string
  readonly expects: string
  /** What the first field may be, as a regular expression. */
  readonly minute: string
  /** Said of another first field. */
  readonly otherwise: string
}

const cron = ({ example, expects, minute, otherwise }: CronForm) => {
  const pattern = String.raw`^\s*${minute}(?:\s+\S+){4}\s*$`
  const written = new RegExp(pattern, 'u')
  return text({ expects, short: 'cron', form: { pattern, most: 100, examples: [example] } }, (value) => {
    const remedy = cronProblem(value) ?? (written.test(value) ? undefined : otherwise)
    return remedy === undefined ? success(value) : failure({ remedy })
  })
}

const anyCron = cron({
  example: '0 10 1 */3 *',
  expects: 'five cron fields such as `"0 10 1 */3 *"`',
  minute: String.raw`\S+`,
  otherwise: 'The five fields are minute, hour, day of month, month, day of week.',
})

/** A look costs some dozens of calls to GitHub, so there is one in an hour at most. */
const hourlyCron = cron({
  example: '0 6 * * *',
  expects: 'five cron fields such as `"0 6 * * *"`, the first of them one minute',
  minute: String.raw`\d{1,2}`,
  otherwise: 'The first field is one minute: it is looked once in an hour at most.',
})

export const drill = z.strictObject({
  name: words(60).describe('What `/incident drill NAME` calls it.'),
  cron: anyCron.describe('When it is held.'),
  timezone: timezone().default('UTC').describe('Where the cron fields are local time.'),
  scenarios: worded(z.array(pathGlob()).min(1).max(20), {
    expects: 'a list of 1 to 20 globs',
    short: 'list of glob',
  }).describe('Scenario files, of which one is played.'),
  assign: listOf(roleOrUser(), 'roles or users', 10).default([]).describe('Who is assigned.'),
})

export const readiness = z.strictObject({
  dashboard: trueOrFalse()
    .default(false)
    .describe('One issue tells what would not work in an emergency, and is kept up to date.'),
  cron: hourlyCron
    .default('0 6 * * *')
    .describe('When it is looked: within an hour from then, each repository at its own minute.'),
  timezone: timezone().default('UTC').describe('Where the cron fields are local time.'),
})
