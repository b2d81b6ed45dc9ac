import { type Incident, isOngoing } from './incident.ts'
import type { Timer } from './timer.ts'

/** GitHub's list of alerts is up to date by then, if it ever was behind. */
const secondLook = 10 * 60_000

/** When a doubted alert is looked at again. */
export function alertTimers(incident: Incident): readonly Timer[] {
  const doubted = incident.alert?.doubted
  return doubted && isOngoing(incident) ? [{ name: `alert/${doubted.number}`, at: doubted.at + secondLook }] : []
}
