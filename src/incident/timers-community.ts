import type { Incident } from './incident.ts'
import type { Timer } from './timer.ts'

export function cooldownTimers(_incident: Incident): readonly Timer[] {
  return []
}
