import type { Event, TimerFired } from '../event.ts'
import { type Plan, windowTimers } from '../plan.ts'
import type { Asking } from '../question.ts'
import { plannedTimers } from '../timers-planned.ts'
import { lookAgain } from './bypass.ts'
import { lookAtGroupAgain } from './merge-group.ts'
import { keepCalendar } from './planned-calendar.ts'
import { followPlannedOutcome } from './planned-outcome.ts'
import { comparePlanned, notePlannedProtection, notePlannedRuleset } from './planned-tamper.ts'

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
      yield* notePlannedRuleset(plan, event)
      break
    case 'ProtectionChanged':
      notePlannedProtection(plan, event)
      break
    case 'CheckUpDue':
      if (!event.interruption) yield* comparePlanned(plan)
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
