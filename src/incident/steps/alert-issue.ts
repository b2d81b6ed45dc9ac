import type { Policy } from '../../policy/policy.ts'
import type { Alert, AlertIssue } from '../alert.ts'
import { alertSeverity } from '../alert-severity.ts'
import { detectKind } from '../detect.ts'
import type { OpenIssue } from '../effect.ts'
import type { AlertChanged } from '../event.ts'
import { markLabel, severityLabel } from '../labels.ts'
import { isTrusted } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'

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
  const believed = alert.source === 'dependabot' || (yield* isTrusted(policy, actor.login))
  plan.because(`an alert is ${severity}`)
  const message: AlertIssue = {
    type: 'AlertIssue',
    alert,
    prefix: policy.detection.titlePrefixes[0] ?? '',
    severity,
    kind,
    confidential: isSecret && !repository.private,
    believed,
  }
  plan.put(undefined, openIssue(policy, message), { key: keyOf(plan, alert), urgent: true })
}

/**
 * Alerts of one advisory come within seconds, one for each manifest, and make one issue. An hour later the same advisory
 * is another matter: what was fixed is back.
 */
const keyOf = ({ situation: { repository }, now }: Plan, { ghsa }: Alert): string =>
  `alert/${repository.id}/${ghsa}/${new Date(now).toISOString().slice(0, 13)}`

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
