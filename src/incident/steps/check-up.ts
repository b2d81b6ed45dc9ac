import type { Interruption } from '../check-up.ts'
import type { CheckUpDue, InstallationChanged, RepositoryChanged } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { compareAftermath } from './check-up-aftermath.ts'
import { compareAnchor } from './check-up-anchor.ts'
import { compareFreeze } from './check-up-freeze.ts'
import { compareHotfixes } from './check-up-hotfix.ts'
import { compareTraces } from './check-up-traces.ts'
import { goOn, interrupt } from './interruption.ts'

/**
 * Compares what is at hand with what is on GitHub. What a delivery should have told leads into the very step that the
 * delivery would have led to; where nothing happened, nothing is decided. Timers are set anew: they follow from the state.
 */
export function* followCheckUp(plan: Plan, { interruption, since }: CheckUpDue): Asking<void> {
  plan.restoreTimers()
  if (interruption) return interrupt(plan, interruption)
  goOn(plan, ['archived', 'suspended', 'removed', 'deleted'])
  yield* compareAll(plan, since)
}

/** The freeze comes first: what was merged after it was taken away did not go past it. A merge may have closed the anchor. */
const comparisons = [compareFreeze, compareHotfixes, compareAnchor, compareTraces, compareAftermath]

/** GitHub's answers may lag behind. Whatever moved a moment ago is compared the next time. */
const settling = 60_000

const isSettled = ({ now }: Plan, { timeline }: Incident): boolean =>
  timeline.every(({ type, at }) => at === now || type === 'Continued' || now - at >= settling)

/** @param since what has not changed since then was judged already; undefined: not known */
function* compareAll(plan: Plan, since: number | undefined): Asking<void> {
  for (const { id } of plan.atHand)
    for (const compare of comparisons) {
      const incident = plan.find(id)
      if (incident && !incident.interrupted && isSettled(plan, incident)) yield* compare(plan, incident, since)
    }
}

/** The repository was archived, given back or deleted; of its names the engine takes note. */
export function* noteRepository(plan: Plan, { change }: RepositoryChanged): Asking<void> {
  if (change === 'archived' || change === 'deleted') return interrupt(plan, change)
  if (change === 'unarchived') yield* comeBack(plan, ['archived'])
}

/** What was done to the installation, as far as it concerns this repository. */
export function* noteInstallation(plan: Plan, { change }: InstallationChanged): Asking<void> {
  if (change === 'suspended' || change === 'removed') return interrupt(plan, change)
  yield* comeBack(plan, ['suspended', 'removed'])
}

/** Whatever happened meanwhile came in no delivery, so it is looked for. */
function* comeBack(plan: Plan, over: readonly Interruption[]): Asking<void> {
  goOn(plan, over)
  yield* compareAll(plan, undefined)
}
