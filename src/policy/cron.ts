import { Cron } from 'croner'

/** Any moment will do for asking whether a pattern ever occurs; a fixed one keeps the answer the same for ever. */
const anyMoment = new Date(Date.UTC(2025, 0, 1))

/**
 * Checks a cron pattern of five fields.
 * @returns a sentence that says what is wrong with it; undefined when nothing is.
 */
export function cronProblem(pattern: string): string | undefined {
  if (pattern.length > 100) return 'It is longer than 100 characters.'
  if (pattern.trim().split(/\s+/).length !== 5)
    return 'The five fields are minute, hour, day of month, month, day of week.'
  try {
    const never = new Cron(pattern, { timezone: 'UTC', mode: '5-part', paused: true }).nextRun(anyMoment) === null
    return never ? 'No such day ever comes.' : undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it cannot be read'
    return `It cannot be read: ${reason.replace(/\.$/, '')}.`
  }
}

/**
 * When a cron pattern next comes up.
 * @param pattern checked with `cronProblem`
 * @param timezone in which its fields are local time
 * @param after epoch milliseconds; the answer is later
 * @returns epoch milliseconds, or undefined when it never does
 */
export function nextOccurrence(pattern: string, timezone: string, after: number): number | undefined {
  const next = new Cron(pattern, { timezone, mode: '5-part', paused: true }).nextRun(new Date(after))
  return next?.getTime()
}
