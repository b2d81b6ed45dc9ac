import { type Incident, isOngoing } from './incident.ts'
import type { Timer } from './timer.ts'

/** When a drill's next turns are told: counted from its beginning. */
export function drillTimers(incident: Incident): readonly Timer[] {
  const { drill, times } = incident
  const { declared } = times
  if (!drill || declared === undefined || !isOngoing(incident)) return []
  return drill.injects.flatMap(({ after, said }, index) =>
    said ? [] : [{ name: `inject/${index}`, at: declared + after }],
  )
}
