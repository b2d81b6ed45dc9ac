/**
 * How long what nobody asks for any more is kept, in milliseconds: deliveries that GitHub no longer sends again (it keeps
 * them for three days, https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks), and
 * settled effects of incidents that ended. Timelines stay.
 */
export const keptFor = 30 * 86_400_000

/** The time between two looks for it. */
export const pruningPause = 3_600_000
