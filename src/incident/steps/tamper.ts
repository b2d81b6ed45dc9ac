import type { ProtectionChanged, RulesetChanged, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import { respondersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, freezeStanding } from '../question.ts'
import type { Actor } from '../repository.ts'
import { requestThaw } from './freeze.ts'
import { withdrawChecks } from './freeze-check.ts'
import { passThoseOpenBefore } from './judge.ts'
import { lateness } from './lateness.ts'
import { editWords, findingOf, isOnRecord, noteTampering, standardsOf } from './tampering.ts'

/**
 * Somebody else touched a freeze's ruleset. A person who deletes or disables it is believed: recorded, said aloud, not
 * put back. What an edit has made of it is asked from GitHub.
 */
export function* noteRulesetChange(plan: Plan, event: RulesetChanged): Asking<void> {
  const incident = plan.active.find(
    ({ freeze }) =>
      freeze?.applied?.rulesetId === event.rulesetId &&
      (freeze.status === 'on' || freeze.status === 'applying' || freeze.status === 'lost'),
  )
  if (!incident || event.change === 'created') return
  const { actor } = event
  if (incident.freeze?.status === 'lost') {
    if (event.change === 'edited') yield* noteRestoredFreeze(plan, incident)
  } else if (event.change === 'deleted')
    noteTampering(plan, incident, { actor, how: 'deleted the ruleset', lost: true })
  else if (event.enforcement !== 'active') yield* noteSwitchedOff(plan, incident, event)
  else yield* noteEdit(plan, incident, { actor, edited: 'edited the ruleset' })
}

/**
 * Switched off, and perhaps on again before this was told: what waits for the freeze would be let go although it holds. So
 * GitHub is asked; should its answer lag behind, the next check-up finds it.
 */
function* noteSwitchedOff(plan: Plan, incident: Incident, { actor, enforcement }: RulesetChanged): Asking<void> {
  const standards = standardsOf(incident)
  if (standards && (yield* freezeStanding(standards)).is === 'as-made')
    return plan.because('it was switched off, and holds again', false)
  noteTampering(plan, incident, { actor, how: `set the ruleset to ${enforcement}`, lost: true })
}

/** Somebody else touched the classic protection of a branch that is frozen through it. */
export function* noteProtectionChange(plan: Plan, event: ProtectionChanged): Asking<void> {
  for (const incident of plan.active) {
    const { freeze } = incident
    if (freeze?.status !== 'on' || freeze.applied?.mechanism !== 'branch-protection') continue
    if (!freeze.applied.verified.includes(event.pattern)) continue
    const { actor, pattern } = event
    if (event.change === 'deleted')
      noteTampering(plan, incident, { actor, how: `deleted the protection of ${pattern}`, lost: true })
    else yield* noteEdit(plan, incident, { actor, edited: `edited the protection of ${pattern}` })
  }
}

/** What an edit left of the freeze is asked, so that the card does not go on saying that it holds where it does not. */
function* noteEdit(
  plan: Plan,
  incident: Incident,
  { actor, edited }: { readonly actor: Actor; readonly edited: string },
): Asking<void> {
  const standards = standardsOf(incident)
  if (!standards) return noteTampering(plan, incident, { actor, how: edited, lost: false })
  const standing = yield* freezeStanding(standards)
  const lost = standing.is === 'open' || standing.is === 'gone'
  // A check-up was faster than the delivery.
  if (!lost && isOnRecord(incident, findingOf(standing), actor.login)) return
  noteTampering(plan, incident, { actor, how: editWords(edited, standing), lost, found: findingOf(standing) })
}

/** A freeze that was taken away and stands again, because somebody switched it on: it will be lifted with the others. */
export function* noteRestoredFreeze(plan: Plan, incident: Incident): Asking<void> {
  const { freeze } = incident
  const standards = standardsOf(incident)
  if (!freeze?.applied || !standards) return
  const { is } = yield* freezeStanding(standards)
  if (is !== 'as-made') return
  // What was let go meanwhile is judged again, as with a freeze that is asked for anew.
  const frozen = withdrawChecks(plan, plan.record(incident, { type: 'FrozenSeen', applied: freeze.applied }))
  if (freeze.mode === 'hotfix-only') yield* passThoseOpenBefore(plan, frozen)
  plan.put(frozen, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'Frozen', incident: incident.id },
  })
}

/** The freeze has lasted as long as was planned: the maintainers are asked, and at twice that it is lifted. */
export function noteFreezeDuration(plan: Plan, incident: Incident, event: TimerFired): void {
  const { freeze } = incident
  const limit = incident.policy.freeze.maxDuration
  if (!freeze || limit === undefined || (freeze.status !== 'on' && freeze.status !== 'applying')) return
  if (event.timer === 'freeze-end') {
    if (freeze.durationAsked) requestThaw(plan, incident, 'it had lasted twice its max-duration and nobody renewed it')
    return
  }
  if (freeze.durationAsked) return
  const late = lateness(event)
  const asked = plan.record(incident, { type: 'FreezeDurationAsked', late })
  const members = respondersOf(plan, asked)
  const liftsAt = freeze.requestedAt + 2 * limit
  plan.put(asked, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'FreezeDurationAsked', incident: incident.id, members, liftsAt, late },
  })
}
