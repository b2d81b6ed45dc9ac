import type { Alert } from '../alert.ts'
import { alertSeverity, isMoreSevere } from '../alert-severity.ts'
import { type Incident, isOngoing } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, openAlerts } from '../question.ts'
import { setSeverity } from './classify.ts'

/** The incident about an advisory that people still work on; one that is over is another matter. */
export const ongoingAbout = (plan: Plan, ghsa: string): Incident | undefined =>
  plan.active.find((incident) => incident.alert?.ghsa === ghsa && isOngoing(incident))

/** Another manifest: the same incident, more severe if this one is. One that would open nothing by itself is left out. */
export function* noteAlert(plan: Plan, incident: Incident, alert: Alert): Asking<Incident> {
  const severity = alertSeverity(incident.policy, alert)
  const isKnown = alert.number === undefined || incident.alert?.open.includes(alert.number)
  if (severity === undefined || isKnown) return incident
  const secret = incident.alert?.secret ?? false
  plan.because(`another alert of the same advisory is ${severity}, by the \`when\` of the severities`)
  const raised = plan.record(incident, { type: 'AlertRaised', alert, secret })
  if (!isMoreSevere(incident.policy, severity, raised.severity)) return raised
  return yield* setSeverity(plan, raised, { to: severity, by: undefined, how: 'another alert of the same advisory' })
}

/** Notes those alerts of the same advisory that GitHub lists and that no delivery has told of, or told too early. */
export function* noteUnknownAlerts(plan: Plan, incident: Incident): Asking<Incident> {
  const { ghsa, package: of, source, shut } = incident.alert ?? {}
  if (ghsa === undefined || of === undefined || source !== 'dependabot') return incident
  const listed = (yield* openAlerts(ghsa, of)) ?? []
  let current = incident
  for (const alert of listed)
    if (alert.number !== undefined && !shut?.includes(alert.number)) current = yield* noteAlert(plan, current, alert)
  return current
}

/** Whether GitHub, asked now, lists an alert as open; undefined when it does not tell. */
export function* isListed(
  of: { readonly ghsa: string; readonly package: Alert['package'] },
  number: number,
): Asking<boolean | undefined> {
  if (of.package === undefined) return undefined
  return (yield* openAlerts(of.ghsa, of.package))?.some((alert) => alert.number === number)
}
