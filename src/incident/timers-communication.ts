import type { Incident } from './incident.ts'
import type { Timer } from './timer.ts'

export function communicationTimers(_incident: Incident): readonly Timer[] {
  return []
}
