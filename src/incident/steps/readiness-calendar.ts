import { nextOccurrence } from '../../policy/cron.ts'
import type { Event, TimerFired } from '../event.ts'
import { isOngoing } from '../incident.ts'
import { type Plan, repositoryTimers } from '../plan.ts'
import type { Timer } from '../timer.ts'

const minute = 60_000

/** The repository's own timer at which it is looked what would not work in an emergency. */
export const readinessTimer = 'readiness'

/** Whether the event is that timer. */
export const isLookDue = (plan: Plan, event: Event): event is TimerFired =>
  event.type === 'TimerFired' &&
  event.incident === repositoryTimers(plan.situation.repository.id) &&
  event.timer === readinessTimer

/** In an emergency nobody needs to hear what else could be better; what is followed up afterwards is none. */
export const isEmergency = ({ active }: Plan): boolean =>
  active.some((incident) => isOngoing(incident) && incident.drill === undefined)

/**
 * When it is looked next: a minute after the configuration first asks for it, and then by its calendar. To be called when
 * everything else of the event was decided.
 * @param after epoch milliseconds: what was due by then has fired
 */
export function lookTimers(plan: Plan, event: Event, after: number): readonly Timer[] {
  if (!plan.situation.policy.readiness.dashboard) return []
  const at = momentOfLook(plan, event, after)
  return at === undefined ? [] : [{ name: readinessTimer, at }]
}

function momentOfLook(plan: Plan, event: Event, after: number): number | undefined {
  if (!isLookDue(plan, event) && !plan.windows.dashboard) return plan.now + minute
  return nextLook(plan, after)
}

/** @param after epoch milliseconds; the answer is later */
export function nextLook({ situation: { policy, repository } }: Plan, after: number): number | undefined {
  const { cron, timezone } = policy.readiness
  const spread = spreadOf(repository.id)
  const hour = nextOccurrence(cron, timezone, after - spread)
  return hour === undefined ? undefined : hour + spread
}

/**
 * Milliseconds within an hour, always the same for one repository, so that hundreds of them with the same `cron` are not
 * looked at in one minute. 977 and 3,600 have no divisor in common, so neighbours by number are far apart.
 */
export const spreadOf = (repositoryId: number): number => ((repositoryId * 977) % 3_600) * 1000
