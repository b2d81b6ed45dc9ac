import type { FreezeMode } from '../../policy/policy.ts'
import { freezeCheckName, type Incident, isBeingLifted, isHeld } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { releaseHeldChecks, withdrawChecks } from './freeze-check.ts'

export interface FreezeWish {
  readonly mode: FreezeMode
  /** GitHub's ref patterns; the policy's when left out. */
  readonly branches?: readonly string[]
  readonly by?: string
}

/** Asks for a freeze, or for another mode of the one that is on. Nothing is said to be frozen before it was seen. */
export function requestFreeze(plan: Plan, incident: Incident, wish: FreezeWish): Incident {
  const policy = incident.policy.freeze
  const before = isHeld(incident.freeze) ? incident.freeze : undefined
  if (before) plan.cancel(before.applyKey)
  const branches = wish.branches ?? before?.branches ?? policy.branches
  const effect = plan.put(
    incident,
    {
      type: 'ApplyFreeze',
      incident: incident.id,
      number: incident.anchor.number,
      mode: wish.mode,
      branches,
      mechanism: policy.mechanism,
      reviewed: policy.reviewed,
      checkName: freezeCheckName(incident.anchor.number),
      replaces: before?.applied,
      firstKey: before?.firstKey,
    },
    { urgent: true },
  )
  const requested = plan.record(incident, { type: 'FreezeRequested', mode: wish.mode, branches, effect }, wish.by)
  return before ? requested : withdrawChecks(plan, requested)
}

/** Asks for the freeze to be lifted; does nothing where none can be on, or where it is being lifted already. */
export function requestThaw(plan: Plan, incident: Incident, why: string, by?: string): Incident {
  const { freeze } = incident
  if (!freeze || freeze.status === 'off' || freeze.status === 'lost' || isBeingLifted(freeze)) return incident
  // An attempt that waits to be repeated must not freeze after the thaw; one that got through unseen is looked for.
  plan.cancel(freeze.applyKey)
  const requested = plan.record(incident, { type: 'ThawRequested', why }, by)
  if (freeze.status === 'advisory')
    return releaseHeldChecks(plan, plan.record(requested, { type: 'Thawed', comparison: [], wasMissing: true }))
  plan.put(
    incident,
    {
      type: 'LiftFreeze',
      incident: incident.id,
      number: incident.anchor.number,
      checkName: freeze.checkName,
      applied: freeze.applied,
      applyKey: freeze.firstKey,
    },
    { urgent: true },
  )
  return requested
}
