import type { GitHubEvent } from '../event.ts'
import { isHeld } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { fromCommandLine, isThawNote } from '../thaw-note.ts'
import { requestThaw } from './freeze.ts'

/**
 * The command line lifted a freeze and left a note, which counts from this App alone. The thaw is gone through here as well:
 * it finds nothing to lift, compares the branches, and lets go of what waited for it.
 */
export function noteThawByHand(plan: Plan, event: GitHubEvent): void {
  if (event.type !== 'CommentAdded' || !isThawNote(event.body)) return
  const incident = plan.at(event.thread.number)
  if (incident && isHeld(incident.freeze)) requestThaw(plan, incident, fromCommandLine)
}
