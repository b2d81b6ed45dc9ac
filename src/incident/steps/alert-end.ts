import type { AlertEnd } from '../alert.ts'
import type { AlertChanged } from '../event.ts'
import { isStillThere } from '../evolve-alert.ts'
import { type Incident, isOngoing } from '../incident.ts'
import { believes } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { callOffIssue } from './alert-issue.ts'
import { isListed, noteUnknownAlerts } from './alert-known.ts'
import { resolve } from './resolve.ts'

/** An alert was fixed or dismissed. With the last one of its advisory the incident is over, unless something speaks against it. */
export function* followAlertEnd(plan: Plan, event: AlertChanged): Asking<void> {
  const { ghsa, number } = event.alert
  const about = plan.active.filter(({ alert }) => alert?.ghsa === ghsa)
  const incident = about.find(isOngoing) ?? about[0]
  if (!incident) return yield* callOffIssue(plan, event)
  const end = endOf(event)
  const by = end.how === 'dismissed' ? event.actor.login : undefined
  yield* noteEnd(plan, incident, { number, end, by })
}

/** The timer `alert/N`: an alert that GitHub did not list when its incident began. Still not listed, it is over. */
export function* lookAtAlertAgain(plan: Plan, incident: Incident): Asking<void> {
  const { alert } = incident
  const number = alert?.doubted?.number
  if (!alert || number === undefined) return
  const current = plan.record(incident, { type: 'AlertDoubted', number: undefined })
  if ((yield* isListed(alert, number)) !== false || !alert.open.includes(number)) return
  yield* noteEnd(plan, current, { number, end: { how: 'fixed', reason: undefined }, by: undefined })
}

function* noteEnd(
  plan: Plan,
  incident: Incident,
  { number, end, by }: Ending & { readonly number: number | undefined },
): Asking<void> {
  plan.because(`the alert is over (${wordOf(end)})`, !isStillThere(end))
  const noted = plan.record(incident, { type: 'AlertClosed', number, end }, by)
  if (isStillThere(end) || !isOngoing(noted) || noted.alert?.closed === undefined) return
  // Before branches are given back it is made sure that no manifest was missed.
  const current = yield* noteUnknownAlerts(plan, noted)
  if (current.alert?.closed === undefined) return plan.because('other alerts of the same advisory are open', false)
  yield* endIncident(plan, current, { end, by })
}

function endOf({ how, reason }: AlertChanged): AlertEnd {
  if (how === 'dismissed') return { how, reason }
  return { how: how === 'auto_dismissed' ? 'auto-dismissed' : 'fixed', reason: undefined }
}

interface Ending {
  readonly end: AlertEnd
  /** Who dismissed the last alert; undefined where nobody did. */
  readonly by: string | undefined
}

function* endIncident(plan: Plan, incident: Incident, { end, by }: Ending): Asking<void> {
  // Security managers dismiss alerts without a say in the repository; what is frozen is given back by those who have one.
  const trusted = by === undefined || (yield* believes(plan, by))
  const goesOn = !trusted ? 'untrusted' : isRollingOut(incident) ? 'roll-out' : undefined
  // Between two ends of an incident somebody reopens it.
  const cause = `alert/${incident.timeline.filter(({ type }) => type === 'Reopened').length}`
  if (goesOn === undefined)
    return void (yield* resolve(plan, incident, { by, summary: summaries[wordOf(end)], how: 'alert', cause }))
  plan.put(incident, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'AlertClosed', incident: incident.id, end, goesOn, by },
  })
}

/** Whether a merged hotfix is on its way and has not arrived everywhere. */
const isRollingOut = ({ rollOut }: Incident): boolean => rollOut !== undefined && !rollOut.finished

const wordOf = ({ how, reason }: AlertEnd): keyof typeof summaries => reason ?? how

/** What the record says of the end. Nothing of the alert itself: the record may be public while the alert is a secret. */
const summaries = {
  fixed: 'Its security alert is fixed on the default branch.',
  'auto-dismissed': "Its security alert was dismissed by one of the repository's own rules.",
  dismissed: 'Its security alert was dismissed.',
  inaccurate: 'Its security alert was dismissed as inaccurate.',
  not_used: 'Its security alert was dismissed: the vulnerable code is not used.',
  no_bandwidth: 'Its security alert was dismissed: nobody has the time to fix it.',
  tolerable_risk: 'Its security alert was dismissed as a risk that can be tolerated.',
  fix_started: 'Its security alert was dismissed: a fix is begun.',
} as const
