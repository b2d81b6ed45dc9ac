import type { Plan } from '../plan.ts'
import type { PlannedFreeze, PlannedNews } from '../planned-freeze.ts'

/**
 * A planned freeze has no page. What of it people must notice is one issue, which is kept up to date; what comes after the
 * issue was seen is a comment on it besides, because an edit notifies nobody.
 */
export function tellOfPlanned(plan: Plan, holder: PlannedFreeze, news: PlannedNews): PlannedFreeze {
  const before = plan.current(holder)
  const notice = before.notice ?? { key: `${before.id}/notice/${before.window.from}`, number: undefined }
  const told = news === 'state' ? troubleOf(before) : before.told
  const planned = keepNotice(plan, plan.windows.keep({ ...before, notice, told }), true)
  const isSaid = news === 'state' && told !== undefined && told === before.told
  if (notice.number !== undefined && !isSaid)
    plan.put(planned, {
      type: 'PostComment',
      thread: notice.number,
      message: { type: 'PlannedNews', planned: withoutChecks(planned), news },
    })
  return planned
}

/** What cannot be done about a window, for as long as it is the same window; undefined: it is on or over. */
function troubleOf({ freeze, window: { from, to, timezone, mode } }: PlannedFreeze): string | undefined {
  const isOn = freeze === undefined || freeze.status === 'on' || freeze.status === 'off'
  return isOn ? undefined : [freeze.status, from, to, timezone, mode].join(' ')
}

/** Nothing is to be done about it any more; without a notice, nothing is said. */
export function closeNotice(plan: Plan, holder: PlannedFreeze): PlannedFreeze {
  const planned = plan.current(holder)
  return planned.notice ? keepNotice(plan, planned, false) : planned
}

function keepNotice(plan: Plan, planned: PlannedFreeze, open: boolean): PlannedFreeze {
  if (!planned.notice) return planned
  plan.put(
    planned,
    {
      type: 'KeepIssue',
      open,
      title: titleOf(planned),
      labels: [],
      message: { type: 'PlannedNotice', planned: withoutChecks(planned) },
    },
    { key: planned.notice.key, keep: 'latest' },
  )
  return planned
}

function titleOf({ window, freeze }: PlannedFreeze): string {
  const name = `The planned freeze "${window.name}"`
  switch (freeze?.status) {
    case 'failed':
    case 'advisory':
    case 'lost':
      return `${name} is not enforced`
    case 'lifting':
      return `${name} could not be lifted`
    default:
      return `${name}: what went past it`
  }
}

/** A message is stored with its effect, and there may be many checks. */
const withoutChecks = (planned: PlannedFreeze): PlannedFreeze => ({
  ...planned,
  freeze: planned.freeze && { ...planned.freeze, checks: {} },
})

/** A change that reached a frozen branch in another way. */
export interface PlannedBypass {
  readonly id: string
  readonly branch: string
  readonly sha: string
  readonly how: string
  readonly by: string | undefined
}

export function notePlannedBypass(plan: Plan, planned: PlannedFreeze, { by, ...bypass }: PlannedBypass): void {
  tellOfPlanned(plan, plan.record(planned, { type: 'Bypassed', ...bypass }, by), 'bypass')
}
