import { isSecret } from '../disclosure.ts'
import { type Incident, isBeingLifted, isFrozen } from '../incident.ts'
import type { Plan } from '../plan.ts'

/**
 * At the end, adds to the post-mortem issue what was not known yet when it was opened, as one comment: the issue's own
 * text belongs to the people who write it by then. An incident that is reopened has another end, and another record.
 */
export function addFinalRecord(plan: Plan, incident: Incident): void {
  const { number, repository, gone } = incident.postmortem ?? {}
  if (number === undefined || gone || !isOver(incident) || !isOutdated(incident)) return
  const endings = incident.timeline.filter(({ type }) => type === 'Reopened').length + 1
  plan.put(
    incident,
    {
      type: 'PostComment',
      thread: number,
      message: { type: 'FinalRecord', incident: incident.id },
      ...(repository !== undefined && { repository, secret: isSecret(incident) }),
    },
    { key: `${incident.id}/final-record/${endings}` },
  )
}

/** Resolved, and the freeze is off; one that is lifted by hand may stay on for as long as people like. */
function isOver({ status, freeze, policy }: Incident): boolean {
  const isAtRest = policy.freeze.lift === 'manual' ? !isBeingLifted(freeze) : !isFrozen({ freeze })
  return isAtRest && (status === 'resolved' || status === 'closed')
}

/** Whether the post-mortem was written out before the resolution, or before the thaw. */
function isOutdated({ timeline }: Incident): boolean {
  const written = timeline.findLastIndex(({ type }) => type === 'PostmortemRequested')
  return timeline.slice(written + 1).some(({ type }) => type === 'Resolved' || type === 'Thawed')
}
