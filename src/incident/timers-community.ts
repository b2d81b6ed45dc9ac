import type { Incident } from './incident.ts'
import type { Timer } from './timer.ts'

/** One `cooldown/THREAD` for each conversation that cools off, whatever became of the incident meanwhile. */
export const cooldownTimers = ({ cooldowns }: Incident): readonly Timer[] =>
  cooldowns
    .filter(({ ending }) => ending === undefined)
    .map(({ thread, until }) => ({ name: `cooldown/${thread}`, at: until }))
