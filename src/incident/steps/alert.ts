import type { Alert, AlertIssue } from '../alert.ts'
import { isSecret } from '../disclosure.ts'
import type { OpenIssue } from '../effect.ts'
import type { AlertChanged, EffectSettled } from '../event.ts'
import type { Incident } from '../incident.ts'
import { respondersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import type { Thread } from '../repository.ts'
import { followAlertEnd } from './alert-end.ts'
import { openIssueFor } from './alert-issue.ts'
import { isListed, noteAlert, noteUnknownAlerts, ongoingAbout } from './alert-known.ts'
import { declare, report } from './declare.ts'

/** What a security alert means: a new incident, another manifest of a known one, or its end. */
export function* followAlert(plan: Plan, event: AlertChanged): Asking<void> {
  const { ghsa } = event.alert
  if (event.change === 'published') return notePublished(plan, event)
  if (event.change === 'closed') return yield* followAlertEnd(plan, event)
  const known = ongoingAbout(plan, ghsa)
  if (known) return sayReturned(plan, known, yield* noteAlert(plan, known, event.alert))
  yield* openIssueFor(plan, event)
}

/** A repair that was taken back, or a dismissal: people heard that every alert is closed, and now hear that one is not. */
function sayReturned(plan: Plan, before: Incident, incident: Incident): void {
  if (before.alert?.closed === undefined || incident.alert?.closed !== undefined) return
  plan.because('an alert is open again after all of them were closed')
  plan.put(incident, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'AlertReturned', incident: incident.id, members: respondersOf(plan, incident) },
  })
}

/** Begins the incident whose issue was opened for an alert. Returns whether the outcome was of such an issue. */
export function* beginFromAlert(plan: Plan, { put: { effect, key }, outcome }: EffectSettled): Asking<boolean> {
  if (effect.type !== 'OpenIssue' || effect.message.type !== 'AlertIssue') return false
  if (!outcome.succeeded || outcome.result.type !== 'IssueOpened') {
    plan.because('the issue for an alert could not be opened', false)
    return true
  }
  const { number, url } = outcome.result
  if (plan.at(number)) return true
  const other = ongoingAbout(plan, effect.message.alert.ghsa)
  if (other) {
    yield* noteAlert(plan, other, effect.message.alert)
    closeInFavourOf(plan, other, { effect, key })
    return true
  }
  yield* begin(plan, effect.message, threadOf(plan, effect, { number, url }))
  return true
}

/** Alerts that came minutes apart, while GitHub was down, opened two issues: the second one gives way. */
function closeInFavourOf(plan: Plan, incident: Incident, { effect, key }: { effect: OpenIssue; key: string }): void {
  const message = { type: 'AlertElsewhere', number: incident.anchor.number } as const
  plan.put(
    undefined,
    { type: 'KeepIssue', open: false, title: effect.title, labels: effect.labels, message },
    // Under the same key, so that it is the issue which that effect opened.
    { key, keep: 'latest' },
  )
}

function threadOf({ situation: { self } }: Plan, effect: OpenIssue, at: Pick<Thread, 'number' | 'url'>): Thread {
  return {
    ...at,
    type: 'issue',
    title: effect.title,
    body: '',
    author: `${self.slug}[bot]`,
    authorType: 'Bot',
    labels: effect.labels.map(({ name }) => name),
    state: 'open',
  }
}

function* begin(plan: Plan, { alert, ...message }: AlertIssue, thread: Thread): Asking<void> {
  const { policy, repository, now } = plan.situation
  const isOnScale = policy.severities.some(({ id }) => id === message.severity)
  const kind = message.kind !== undefined && Object.hasOwn(policy.kinds, message.kind) ? message.kind : undefined
  const severity = isOnScale ? message.severity : policy.defaultSeverity
  const incident = plan.begin({ repositoryId: repository.id, thread, policy, severity, kind, now })
  const grounds = [reason('graded by the `when` of the severities', isOnScale)]
  plan.because(`the issue for an alert is open, and its severity is ${severity}`, true, grounds)
  const raised = plan.record(incident, { type: 'AlertRaised', alert, secret: message.confidential })
  const current = yield* noteUnknownAlerts(plan, yield* doubtWhenUnlisted(plan, raised, alert))
  const how = originOf(alert, message.confidential)
  if (message.believed) yield* declare(plan, current, undefined, how)
  else yield* report(plan, current, undefined, how)
}

/**
 * News may come late: what is told as new may be fixed by now. Nobody waits for that to be found out, because GitHub's list
 * may be behind as well; but it is looked at again.
 */
function* doubtWhenUnlisted(plan: Plan, incident: Incident, alert: Alert): Asking<Incident> {
  const { number, source } = alert
  if (source !== 'dependabot' || number === undefined || (yield* isListed(alert, number)) !== false) return incident
  plan.because('GitHub does not list the alert as open', false)
  return plan.record(incident, { type: 'AlertDoubted', number })
}

/** In public lines, so a secret's says nothing more. */
function originOf({ source, cve, ghsa }: Alert, secret: boolean): string {
  if (source === 'advisory') return 'a private security report'
  return secret ? 'a security alert' : `Dependabot alert ${cve ?? ghsa}`
}

/** An advisory is public now: its incident need not be a secret any more. Maintainers decide when. */
function notePublished(plan: Plan, { alert: { ghsa, url }, actor }: AlertChanged): void {
  for (const incident of plan.active) {
    const { alert, disclosure } = incident
    const isAboutIt =
      alert?.ghsa === ghsa || (disclosure.details?.place === 'advisory' && disclosure.details.ghsa === ghsa)
    if (!isAboutIt || incident.timeline.some(({ type }) => type === 'AdvisoryPublished')) continue
    plan.because('the advisory is public now: people decide when the incident is')
    const published = plan.record(incident, { type: 'AdvisoryPublished', url }, actor.login)
    if (!isSecret(published)) continue
    plan.put(published, {
      type: 'PostComment',
      thread: published.anchor.number,
      message: { type: 'AdvisoryPublished', incident: published.id, url },
    })
  }
}
