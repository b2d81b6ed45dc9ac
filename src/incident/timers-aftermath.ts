import type { Incident } from './incident.ts'
import type { Timer } from './timer.ts'

export function aftermathTimers(_incident: Incident): readonly Timer[] {
  return []
}
