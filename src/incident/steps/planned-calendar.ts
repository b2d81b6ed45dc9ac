import type { FreezeWindow } from '../../policy/policy.ts'
import { slugOf } from '../../policy/slug.ts'
import type { Event } from '../event.ts'
import { isBeingLifted } from '../incident.ts'
import type { Plan } from '../plan.ts'
import {
  beginOf,
  endOfWindow,
  newPlannedFreeze,
  nextBoundary,
  type PlannedFreeze,
  type WindowPolicy,
  windowsAt,
} from '../planned-freeze.ts'
import type { Asking } from '../question.ts'
import { plannedTimers } from '../timers-planned.ts'
import { liftPlanned, requestPlanned, windowPolicy } from './planned-freeze.ts'

/** GitHub archives checks of this age: https://docs.github.com/rest/checks. Until then one may let something pass. */
const checksKeptFor = 400 * 86_400_000

/**
 * Brings the planned freezes in step with the calendar, with every decision about the repository: what should be on by the
 * configuration and by this moment, and what is. So it does not matter what brought the two apart: a boundary that has come
 * (on time, or after the process was down), an edited file, or a file that is read for the first time.
 */
export function* keepCalendar(plan: Plan, event: Event): Asking<void> {
  if (isWithout(event)) return
  const { windows } = plan.situation.policy.freeze
  const wanted = new Map(windowsAt(windows, plan.now).map((window) => [slugOf(window.name), window]))
  for (const planned of plan.windows.all) if (!wanted.has(planned.slug)) endOrForget(plan, planned, event)
  for (const [slug, window] of wanted) yield* keepOn(plan, { slug, window, event })
  if (event.type === 'DatabaseLost') liftForgotten(plan, windows)
  setTimers(plan, nextBoundary(windows, plan.now))
}

/** How long after its end a window is looked for that a lost database may have known of. */
const lookBack = 90 * 86_400_000

/** The database was lost, and a window has ended since: its freeze may stand, and nobody else would lift it. */
function liftForgotten(plan: Plan, windows: readonly FreezeWindow[]): void {
  const { repository, policy } = plan.situation
  for (const window of windows) {
    const end = endOfWindow(window)
    const before = newPlannedFreeze(repository.id, window, windowPolicy(policy.freeze))
    if (end > plan.now || end < plan.now - lookBack || plan.windows.find(before.id)) continue
    const { mode } = window
    const effect = `${before.id}/forgotten`
    const { branches } = policy.freeze
    liftPlanned(plan, plan.record(before, { type: 'FreezeRequested', mode, branches, effect }), 'its end has come')
  }
}

/** The repository is out of this App's reach, or there is none: nothing is begun or lifted. */
const isWithout = (event: Event): boolean =>
  (event.type === 'CheckUpDue' && event.interruption !== undefined) ||
  (event.type === 'InstallationChanged' && (event.change === 'removed' || event.change === 'suspended')) ||
  (event.type === 'RepositoryChanged' && event.change === 'deleted')

/** What was refused may be allowed by now. */
const isSecondChance = (event: Event): boolean =>
  event.type === 'CheckUpDue' ||
  event.type === 'InstallationChanged' ||
  (event.type === 'RepositoryChanged' && (event.change === 'unarchived' || event.change === 'visibility'))

function endOrForget(plan: Plan, planned: PlannedFreeze, event: Event): void {
  const { freeze, window } = planned
  if (!freeze || freeze.status === 'off') {
    const isStale = plan.now > (freeze?.liftedAt ?? 0) + checksKeptFor
    if (isStale || Object.keys(freeze?.checks ?? {}).length === 0) plan.windows.forget(planned)
    return
  }
  const isStuck = freeze.status === 'lifting' && freeze.problem !== undefined
  if (isBeingLifted(freeze) || (isStuck && !isSecondChance(event))) return
  const isOver = plan.now >= endOfWindow(window)
  liftPlanned(plan, planned, isOver ? 'its end has come' : 'the configuration does not have it at this time any more')
}

interface Wanted {
  readonly slug: string
  readonly window: FreezeWindow
  readonly event: Event
}

function* keepOn(plan: Plan, { slug, window, event }: Wanted): Asking<void> {
  const { repository, policy } = plan.situation
  const planned =
    plan.windows.all.find((one) => one.slug === slug) ??
    newPlannedFreeze(repository.id, window, windowPolicy(policy.freeze))
  const { freeze } = planned
  const isNew = beginOf(planned.window) !== beginOf(window)
  if (!freeze || freeze.status === 'off') return yield* requestPlanned(plan, anew(planned), window)
  // Whoever took it away is believed until another window begins.
  if (freeze.status === 'lost') return isNew ? yield* requestPlanned(plan, anew(planned), window) : undefined
  const isRefused = freeze.status === 'failed' || freeze.status === 'advisory'
  const isDue = freeze.status === 'lifting' || (isRefused && isSecondChance(event))
  if (!isDue && !isChanged(plan, planned, window)) return noteExemptions(plan, planned)
  if (isNarrowed(plan, planned)) liftPlanned(plan, planned, 'it is to hold fewer branches')
  yield* requestPlanned(plan, plan.current(planned), window)
}

const anew = (planned: PlannedFreeze): PlannedFreeze => ({
  ...planned,
  bypasses: [],
  suspects: [],
  edits: [],
  notice: undefined,
  told: undefined,
})

/** Whether its ruleset would be another one by the configuration as it is now; the ruleset's name tells of the end. */
function isChanged(plan: Plan, { window, policy }: PlannedFreeze, wanted: FreezeWindow): boolean {
  const asked = (of: FreezeWindow, { branches, reviewed }: WindowPolicy): string =>
    JSON.stringify([of.mode, of.from, of.to, of.timezone, branches, of.mode === 'reviewed' && reviewed])
  return asked(window, policy.freeze) !== asked(wanted, windowPolicy(plan.situation.policy.freeze))
}

/** Whether branches are to be given back that are frozen one by one: a ruleset is rewritten as a whole, they are not. */
const isNarrowed = (plan: Plan, { freeze }: PlannedFreeze): boolean =>
  freeze?.applied?.mechanism === 'branch-protection' &&
  freeze.branches.some((pattern) => !plan.situation.policy.freeze.branches.includes(pattern))

/** Who may pass is asked of the configuration as it is now; nothing on GitHub changes for it. */
function noteExemptions(plan: Plan, planned: PlannedFreeze): void {
  const policy = windowPolicy(plan.situation.policy.freeze)
  if (JSON.stringify(policy) === JSON.stringify(planned.policy.freeze)) return
  plan.because('who may pass is other than before: the configuration was changed')
  plan.windows.keep({ ...planned, policy: { freeze: policy } })
}

function setTimers(plan: Plan, next: number | undefined): void {
  if (!plan.windows.hasNews && next === plan.windows.nextKnown) return
  const timers = plannedTimers(plan.windows.all, next)
  // What is overdue already, because the process was down, is due now and not late.
  plan.windows.schedule(
    timers.map(({ name, at }) => ({ name, at: Math.max(at, plan.now) })),
    next,
  )
}
