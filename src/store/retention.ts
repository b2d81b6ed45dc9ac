import type { Effect } from '../incident/effect.ts'

/**
 * How long what nobody asks for any more is kept, in milliseconds: deliveries that GitHub no longer sends again (it keeps
 * them for three days, https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks), and
 * settled effects of incidents that ended. Timelines stay.
 */
export const keptFor = 30 * 86_400_000

/**
 * Effects that may be forgotten where they belong to no incident, whatever their key stands for: what they brought is told, and
 * what is asked for anew is done anew. Strangers who push commits make one of each kind for each.
 */
export const forgottenKinds = [
  'ForecastConfiguration',
  'LookAround',
  'PublishCheck',
] as const satisfies readonly Effect['type'][]

/** The same as a list for SQL. */
export const forgottenList = forgottenKinds.map((kind) => `'${kind}'`).join(', ')

/** The time between two looks for it. */
export const pruningPause = 3_600_000
