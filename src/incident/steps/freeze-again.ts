import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'

/** Asks once more for the freeze that was asked for and not seen, under the same key. */
export function applyAgain(plan: Plan, incident: Incident): void {
  const { freeze, anchor, policy } = incident
  if (!freeze) return
  const { mode, branches, checkName, applyKey, firstKey, applied } = freeze
  const { mechanism, reviewed } = policy.freeze
  plan.put(
    incident,
    {
      type: 'ApplyFreeze',
      incident: incident.id,
      number: anchor.number,
      ...{ mode, branches, mechanism, reviewed, checkName },
      replaces: applied,
      firstKey: firstKey === applyKey ? undefined : firstKey,
    },
    { key: applyKey, urgent: true },
  )
}

/** Asks once more for the thaw that was asked for and not seen. */
export function liftAgain(plan: Plan, incident: Incident): void {
  const { freeze, anchor } = incident
  if (!freeze) return
  const { checkName, applied, firstKey: applyKey } = freeze
  plan.put(
    incident,
    { type: 'LiftFreeze', incident: incident.id, number: anchor.number, checkName, applied, applyKey },
    { key: `${incident.id}/${incident.version}/lift-again`, urgent: true },
  )
}
