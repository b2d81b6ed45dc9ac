import { type Incident, isBeingLifted, isFrozen } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import { tellChannels } from './communication.ts'
import { requestThaw } from './freeze.ts'
import { reach } from './moment.ts'
import { isPostmortemWanted, openPostmortemWhenDue } from './postmortem.ts'
import { beginRollOut } from './roll-out.ts'

/** The hotfix is in: the emergency is over for users, the incident is not. */
export function* mitigate(plan: Plan, incident: Incident, number: number, by: string | undefined): Asking<Incident> {
  const isFirst = incident.status === 'declared' || incident.status === 'acknowledged'
  const notice = { occasion: 'mitigated', text: undefined } as const
  let current = isFirst
    ? tellChannels(plan, plan.record(incident, { type: 'Mitigated', number }, by), { notice })
    : incident
  plan.because(`hotfix #${number} was merged`, true, [
    reason(`\`freeze.lift\` is ${current.policy.freeze.lift}`, current.policy.freeze.lift === 'hotfix-merged'),
    reason(`\`postmortem.open\` is ${current.policy.postmortem.open || 'off'}`, isPostmortemWanted(current)),
  ])
  const wasLifting = isBeingLifted(current.freeze)
  if (current.policy.freeze.lift === 'hotfix-merged')
    current = requestThaw(plan, current, `hotfix #${number} was merged`, by)
  // With a thaw under way for it, one comment says both, when the thaw was seen.
  if (wasLifting || !isBeingLifted(current.freeze))
    plan.put(
      current,
      {
        type: 'PostComment',
        thread: current.anchor.number,
        message: { type: 'Mitigated', incident: current.id, number, freezeStays: isFrozen(current) },
      },
      // A pull request is merged once; by this name its comment is found where the database was lost before the card had it.
      { key: `${current.id}/mitigated/${number}` },
    )
  current = yield* reach(plan, current, 'hotfix-merged')
  current = yield* beginRollOut(plan, current, number)
  return yield* openPostmortemWhenDue(plan, current)
}
