import type { Incident } from './incident.ts'
import type { Timer } from './timer.ts'

/** The end of each stage's time of watching. */
export function rollOutTimers({ rollOut, policy }: Incident): readonly Timer[] {
  if (!rollOut || rollOut.finished) return []
  return rollOut.stages.flatMap(({ status, at }, place) => {
    const watch = policy.rollOut.stages[place]?.watch
    return status === 'deployed' && at !== undefined && watch !== undefined
      ? [{ name: `stage/${place}`, at: at + watch }]
      : []
  })
}
