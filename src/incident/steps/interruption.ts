import type { Interruption } from '../check-up.ts'
import { type Incident, isEnded, isOngoing } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { requestFreeze, requestThaw } from './freeze.ts'

/** Nothing can be done here for now: it is put on the record, and no clock runs out meanwhile. */
export function interrupt(plan: Plan, why: Interruption): void {
  for (const incident of plan.atHand.filter(({ interrupted }) => !interrupted)) {
    plan.because(`nothing can be done here for now (${why}): the clocks of #${incident.anchor.number} stand still`)
    plan.record(incident, { type: 'Interrupted', why })
  }
}

/**
 * It goes on: clocks run again, and what was due meanwhile is due now. People are told, since nobody was called in that
 * time; and a freeze that could not be lifted is lifted.
 * @param over the reasons that hold no more
 */
export function goOn(plan: Plan, over: readonly Interruption[]): void {
  for (const incident of plan.atHand) {
    if (!incident.interrupted || !over.includes(incident.interrupted.why)) continue
    const { why, since } = incident.interrupted
    plan.because(`something can be done here again (it was ${why}): the clocks of #${incident.anchor.number} go on`)
    const current = plan.record(incident, { type: 'Continued', why, since })
    if (!isEnded(current))
      plan.put(current, {
        type: 'PostComment',
        thread: current.anchor.number,
        message: { type: 'Continued', incident: current.id, why, since },
      })
    const { freeze } = current
    if (freeze?.status === 'lifting' && freeze.problem !== undefined)
      requestThaw(plan, current, 'Firebreak can work here again')
    else if (freeze && wasRefused(current, since)) requestFreeze(plan, current, freeze)
  }
}

/** Whether the freeze was asked for, and could not be made because of the interruption. */
function wasRefused(incident: Incident, since: number): boolean {
  const { freeze, timeline } = incident
  if (!isOngoing(incident) || incident.status === 'mitigated') return false
  if (freeze?.status === 'advisory') return freeze.advisory?.reason === 'archived'
  const failed = timeline.findLast(({ type }) => type === 'FreezeFailed')
  return freeze?.status === 'failed' && failed !== undefined && failed.at >= since
}
