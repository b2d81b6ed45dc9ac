import type { FreezeStanding } from '../check-up.ts'
import type { Freeze, Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, freezeStanding } from '../question.ts'
import { requestThaw } from './freeze.ts'
import { noteRestoredFreeze } from './tamper.ts'
import { editWords, findingOf, isOnRecord, noteTampering, standardsOf } from './tampering.ts'

/** Whether a freeze that counts as on is on, one that is gone has come back, and one that could not be lifted is gone. */
export function* compareFreeze(plan: Plan, incident: Incident): Asking<void> {
  const { freeze } = incident
  if (freeze?.status === 'lost' && freeze.applied?.rulesetId !== undefined)
    return yield* noteRestoredFreeze(plan, incident)
  const standards = standardsOf(incident)
  if (!freeze || !standards || !(freeze.status === 'on' || isStuck(freeze))) return
  const standing = yield* freezeStanding(standards)
  const current = noteReach(plan, incident, standing)
  if (!isStuck(freeze)) return noteStanding(plan, current, standing)
  const isFree = standing.is === 'gone' || (freeze.isOutOfReach === true && standing.administered === true)
  if (isFree) requestThaw(plan, current, standing.is === 'gone' ? 'its rules are gone' : 'it can be lifted again')
}

const isStuck = ({ status, problem }: Freeze): boolean => status === 'lifting' && problem !== undefined

/** Without the right to administer, the App cannot lift what it has made: people must know before they wait for it. */
function noteReach(plan: Plan, incident: Incident, { administered }: FreezeStanding): Incident {
  const isKnown = incident.freeze?.isOutOfReach === true
  if (administered === true && isKnown) {
    plan.because('this App may administer the repository again, so the freeze can be lifted')
    return plan.record(incident, { type: 'FreezeInReach' })
  }
  if (administered !== false || isKnown) return incident
  plan.because('this App may not administer the repository any more: the freeze could not be lifted', false)
  const noted = plan.record(incident, { type: 'FreezeOutOfReach' })
  plan.put(noted, {
    type: 'PostComment',
    thread: noted.anchor.number,
    message: { type: 'FreezeOutOfReach', incident: noted.id },
  })
  return noted
}

/** Nobody told who did it, unless GitHub's history of the ruleset does. */
function noteStanding(plan: Plan, incident: Incident, standing: FreezeStanding): void {
  const what = incident.freeze?.applied?.mechanism === 'ruleset' ? 'the ruleset' : 'the protection of its branches'
  const actor = standing.by
  const found = findingOf(standing)
  const how = standing.is === 'gone' ? `deleted ${what}` : editWords(`edited ${what}`, standing)
  const lost = standing.is === 'gone' || standing.is === 'open'
  const isNews = standing.is === 'changed' && !isOnRecord(incident, found)
  if (lost || isNews) noteTampering(plan, incident, { actor, how, lost, found })
}
