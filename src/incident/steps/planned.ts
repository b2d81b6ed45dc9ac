import type { Event, ProtectionChanged, RulesetChanged, TimerFired } from '../event.ts'
import { type Plan, windowTimers } from '../plan.ts'
import type { PlannedFreeze } from '../planned-freeze.ts'
import type { Asking } from '../question.ts'
import { plannedTimers } from '../timers-planned.ts'
import { lookAgain } from './bypass.ts'
import { releaseHeldChecks } from './freeze-check.ts'
import { lookAtGroupAgain } from './merge-group.ts'
import { keepCalendar } from './planned-calendar.ts'
import { closeNotice, tellOfPlanned } from './planned-notice.ts'
import { followPlannedOutcome } from './planned-outcome.ts'

/** What an event means to the freezes of `freeze.windows`; then they are brought in step with the calendar. */
export function* followPlanned(plan: Plan, event: Event): Asking<void> {
  switch (event.type) {
    case 'TimerFired':
      yield* followTimer(plan, event)
      break
    case 'EffectSettled':
      yield* followPlannedOutcome(plan, event)
      break
    case 'RulesetChanged':
      noteRulesetChange(plan, event)
      break
    case 'ProtectionChanged':
      noteProtectionChange(plan, event)
      break
    default:
  }
  yield* keepCalendar(plan, event)
}

/** A second look; boundaries need nothing but the calendar. */
function* followTimer(plan: Plan, event: TimerFired): Asking<void> {
  if (event.incident !== windowTimers(plan.situation.repository.id)) return
  const planned = plan.windows.all.find((one) =>
    plannedTimers([one], undefined).some(({ name }) => name === event.timer),
  )
  if (!planned) return
  if (event.timer.includes('/push/')) yield* lookAgain(plan, planned, event)
  else yield* lookAtGroupAgain(plan, planned, event)
}

/** Somebody else touched its ruleset. Whoever deletes or disables it is believed: it is said, and not put back. */
function noteRulesetChange(plan: Plan, event: RulesetChanged): void {
  if (event.actor.isSelf || event.change === 'created') return
  const planned = plan.windows.all.find(({ freeze }) => freeze?.applied?.rulesetId === event.rulesetId)
  if (!planned) return
  const isDisabled = event.change === 'edited' && event.enforcement !== 'active'
  const edited = isDisabled ? `set the ruleset to ${event.enforcement}` : 'edited the ruleset'
  noteTampering(plan, planned, {
    by: event.actor.login,
    how: event.change === 'deleted' ? 'deleted the ruleset' : edited,
    lost: event.change === 'deleted' || isDisabled,
  })
}

/** The same for the classic protection of a branch that is frozen through it. */
function noteProtectionChange(plan: Plan, event: ProtectionChanged): void {
  if (event.actor.isSelf) return
  const lost = event.change === 'deleted'
  const how = `${lost ? 'deleted' : 'edited'} the protection of ${event.pattern}`
  for (const planned of plan.windows.all)
    if (planned.freeze?.applied?.mechanism === 'branch-protection')
      if (planned.freeze.applied.verified.includes(event.pattern))
        noteTampering(plan, planned, { by: event.actor.login, how, lost })
}

interface Tampering {
  readonly by: string
  readonly how: string
  readonly lost: boolean
}

function noteTampering(plan: Plan, planned: PlannedFreeze, { by, how, lost }: Tampering): void {
  const status = planned.freeze?.status
  const isStuck = status === 'lifting' && planned.freeze?.problem !== undefined
  // It was to be lifted and could not be: somebody has done it by hand.
  if (isStuck && lost) {
    const over = plan.record(planned, { type: 'Thawed', comparison: [], wasMissing: true }, by)
    closeNotice(plan, releaseHeldChecks(plan, over))
    return
  }
  if (status !== 'on' && status !== 'applying') return
  plan.because(`${by} ${how}`)
  const tampered = plan.record(planned, { type: 'FreezeTampered', how, lost }, by)
  tellOfPlanned(plan, lost ? releaseHeldChecks(plan, tampered) : tampered, lost ? 'state' : 'edit')
}
