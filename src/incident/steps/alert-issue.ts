import type { Policy } from '../../policy/policy.ts'
import type { Alert, AlertIssue } from '../alert.ts'
import { alertSeverity } from '../alert-severity.ts'
import { detectKind } from '../detect.ts'
import type { OpenIssue } from '../effect.ts'
import type { AlertChanged } from '../event.ts'
import { isOngoing } from '../incident.ts'
import { markLabel, severityLabel } from '../labels.ts'
import { believes } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, effectsAskedFor, openAlerts } from '../question.ts'
import { gradeReasons } from '../reasons.ts'

/** Opens the issue that an alert's incident is to be anchored at, where the policy asks for one. */
export function* openIssueFor(plan: Plan, { alert, actor }: AlertChanged): Asking<void> {
  const { policy, repository } = plan.situation
  const asked = alert.source === 'dependabot' ? policy.detection.alerts.dependabot : policy.detection.alerts.advisories
  if (!asked) return plan.because(`the configuration opens no incident from a ${alert.source} alert`, false)
  const severity = alertSeverity(policy, alert)
  if (severity === undefined) return plan.because('no severity of the scale is meant for this alert', false)
  const kind = kindOf(policy, alert)
  const isSecret = alert.source === 'advisory' || (kind !== undefined && policy.kinds[kind]?.confidential === true)
  // Anybody may report a vulnerability and call it critical; Dependabot's alerts are GitHub's own.
  const believed = alert.source === 'dependabot' || (yield* believes(plan, actor.login))
  plan.because(`an alert is ${severity}`, true, gradeReasons(policy, severity, alert))
  const keys = keysOf(plan, alert, believed)
  const { asked: before, waiting } = yield* effectsAskedFor(keys)
  if (waiting > 0) return plan.because('its issue is on its way', false)
  const most = mostAtOnce(policy, severity, believed)
  if ((yield* atOnce(plan, believed)) >= most) return holdBack(plan, alert, most)
  const message: AlertIssue = {
    type: 'AlertIssue',
    alert,
    prefix: policy.detection.titlePrefixes[0] ?? '',
    severity,
    kind,
    confidential: isSecret && !repository.private,
    believed,
  }
  // What was opened within these minutes is over: what was fixed is back.
  plan.put(undefined, openIssue(policy, message), { key: `${keys}${before}`, urgent: true })
}

/**
 * A repository's own rules may dismiss an alert the moment it is raised. Where its issue is still on its way and GitHub
 * lists no other alert of the advisory that is meant for the scale, nobody is called.
 */
export function* callOffIssue(plan: Plan, { alert }: AlertChanged): Asking<void> {
  if (alert.source !== 'dependabot' || alert.package === undefined) return
  const keys = keysOf(plan, alert, true)
  const { asked: before, waiting } = yield* effectsAskedFor(keys)
  if (waiting === 0) return
  const listed = yield* openAlerts(alert.ghsa, alert.package)
  const others = listed?.filter(({ number }) => number !== alert.number)
  if (!others || others.some((other) => alertSeverity(plan.situation.policy, other) !== undefined)) return
  plan.because('the alert was closed before its issue was opened')
  plan.cancel(`${keys}${before - 1}`)
}

/**
 * What the keys of an advisory's issues begin with: a number follows. Its alerts come within seconds, one for each manifest,
 * and make one issue. One that comes when that issue's incident is over, or ten minutes later, is another matter.
 */
const keysOf = (plan: Plan, { ghsa }: Alert, believed: boolean): string =>
  `${keysOfHour(plan, believed)}:${new Date(plan.now).toISOString().slice(14, 15)}0/${ghsa}/`

/** Reports that nobody trusted made are counted by themselves, so that no flood of them keeps an alert back. */
const keysOfHour = ({ situation: { repository }, now }: Plan, believed: boolean): string =>
  `alert/${repository.id}/${believed ? 'declared' : 'reported'}/${new Date(now).toISOString().slice(0, 13)}`

/** How many incidents from alerts are open, or had their issue asked for within this hour, whichever is more. */
function* atOnce(plan: Plan, believed: boolean): Asking<number> {
  const open = plan.active.filter(
    (incident) => incident.alert && isOngoing(incident) && (incident.status !== 'reported') === believed,
  )
  return Math.max(open.length, (yield* effectsAskedFor(keysOfHour(plan, believed))).asked)
}

const mostOfOne = 5

/**
 * A team works on few emergencies at a time; Dependabot, switched on in an old repository, finds many at once. The less
 * severe leave room: each severity has five of its own beyond those of the ones below it.
 */
function mostAtOnce({ severities }: Policy, severity: string, believed: boolean): number {
  const place = severities.findIndex(({ id }) => id === severity)
  return believed ? mostOfOne * (severities.length - Math.max(0, place)) : mostOfOne
}

/** One issue for all of them, which says nothing of any: they may be secrets. */
function holdBack(plan: Plan, { source, url }: Alert, most: number): void {
  const { policy, repository } = plan.situation
  plan.because(`there are ${most} incidents from alerts already`, false)
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: true,
      title: 'More security alerts than incidents',
      labels: [],
      message: { type: 'AlertsHeldBack', source, url, most, marks: policy.detection.labels },
    },
    { key: `alert/${repository.id}/held-back`, keep: 'latest' },
  )
}

function openIssue(policy: Policy, message: AlertIssue): OpenIssue {
  const mark = markLabel(policy.detection)
  const severity = policy.severities.find(({ id }) => id === message.severity)
  const labels = [...(mark ? [mark] : []), ...(severity ? [severityLabel(severity)] : [])]
  return { type: 'OpenIssue', title: `${message.prefix} Security alert`.trim(), labels, assignees: [], message }
}

/** The kind that a keyword in the alert names; else the one of the policy that is called after such alerts. */
function kindOf(policy: Policy, alert: Alert): string | undefined {
  const title = [alert.package?.name, alert.cve, alert.ghsa].filter((part) => part !== undefined).join(' ')
  const found = detectKind(policy, { title, body: alert.summary, labels: [] }, undefined)
  const named = alert.source === 'dependabot' ? ['dependency', 'security'] : ['security']
  return found?.kind ?? named.find((kind) => Object.hasOwn(policy.kinds, kind))
}
