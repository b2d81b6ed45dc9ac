import { type Incident, isFrozen, isOngoing, severityOf } from '../incident.ts'
import { membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { membersTold } from '../told.ts'
import { postDrafts } from './community.ts'
import { keepConfidential } from './disclosure.ts'
import { stepsPassed, tellPassed } from './escalate.ts'
import { requestFreeze } from './freeze.ts'
import { rejudgeHotfixes } from './judge.ts'
import { reach } from './moment.ts'

export interface Classification {
  /** Id of a severity or of a kind. */
  readonly to: string
  /** Undefined: Firebreak itself, from what it saw. */
  readonly by: string | undefined
  readonly how: string
}

/** Sets the severity. One that freezes freezes now; one that does not never lifts what is on. */
export function* setSeverity(plan: Plan, incident: Incident, { to, by, how }: Classification): Asking<Incident> {
  const from = incident.severity
  let current = plan.record(incident, { type: 'SeverityChanged', severity: to, from, how }, by)
  if (!isOngoing(current) || current.status === 'reported') return current
  const mode = severityOf(current)?.freeze ?? false
  if (mode !== false && !isFrozen(current) && current.status !== 'mitigated')
    current = requestFreeze(plan, current, { mode })
  current = yield* reach(plan, current, 'declared')
  // Another escalation goes on where the one before had come to. Whom its steps would have told by then is told now.
  const passed = stepsPassed(current)
  current = tellPassed(plan, current, passed)
  const roles = [...(severityOf(current)?.responders ?? []), ...passed.flatMap(({ notify }) => notify)]
  const told = membersTold(current)
  const members = membersOf(plan.situation.policy, roles, current, plan.now).filter((member) => !told.has(member))
  plan.put(current, {
    type: 'PostComment',
    thread: current.anchor.number,
    message: { type: 'SeverityChanged', incident: current.id, from, to, by, members },
  })
  return yield* rejudgeHotfixes(plan, current)
}

/** Sets what sort of incident it is; its checklists are posted, its severity stays what people made it. */
export function* setKind(plan: Plan, incident: Incident, { to, by, how }: Classification): Asking<Incident> {
  const changed = plan.record(incident, { type: 'KindChanged', kind: to, how }, by)
  if (!isOngoing(changed)) return changed
  const kept = yield* keepConfidential(plan, changed)
  return yield* rejudgeHotfixes(plan, postDrafts(plan, yield* reach(plan, kept, 'declared')))
}
