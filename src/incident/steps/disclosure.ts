import type { Disclosure } from '../disclosure.ts'
import { isSecret } from '../disclosure.ts'
import type { Effect, EffectOutcome, EffectResult, OpenAdvisory, PutEffect } from '../effect.ts'
import { type Incident, severityOf } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'
import { disclosePostmortem, notePublicPostmortem } from './postmortem-elsewhere.ts'
import { templateText } from './template-text.ts'

/**
 * Makes an incident of a confidential kind, or one that began from a secret alert, a secret where its repository is public,
 * and opens the place for its details, once.
 * Another kind later on discloses nothing: that takes a command. What is only reported gets its place when somebody
 * trusted confirms it, so that no outsider can have drafts of advisories made.
 */
export function* keepConfidential(plan: Plan, incident: Incident): Asking<Incident> {
  const ofKind = incident.policy.kinds[incident.kind ?? '']?.confidential === true
  // A private report is a secret whatever its kind.
  const isConfidential = ofKind || incident.alert?.secret === true
  if (!isConfidential || plan.situation.repository.private) return incident
  const kept = incident.disclosure.tracking === undefined ? keepSecret(plan, incident) : incident
  return isSecret(kept) && kept.status !== 'reported' ? yield* openDetails(plan, kept) : kept
}

function keepSecret(plan: Plan, incident: Incident): Incident {
  const year = new Date(incident.times.reported).getUTCFullYear()
  const tracking = `${incident.policy.confidential.tracking}-${year}-${incident.anchor.number}`
  const kept = plan.record(incident, { type: 'KeptConfidential', tracking })
  say(plan, kept, { type: 'Confidential', incident: kept.id })
  return kept
}

/** An exercise opens none: a draft advisory is a real one. */
function* openDetails(plan: Plan, incident: Incident): Asking<Incident> {
  if (incident.disclosure.details || incident.drill) return incident
  const reported = reportedAdvisory(incident)
  if (reported) return plan.record(incident, { type: 'DetailsOpened', details: reported })
  const template = yield* templateText(incident.policy.confidential.advisory)
  plan.put(
    incident,
    {
      type: 'OpenAdvisory',
      title: incident.disclosure.tracking ?? incident.id,
      severity: advisorySeverity(incident),
      message: { type: 'Details', incident: incident.id, template },
    },
    { key: detailsKey(incident.id) },
  )
  return incident
}

/** The stored key under which the place for the details is opened. */
const detailsKey = (incident: string): string => `${incident}/details`

/** The advisory that the incident came from holds its details already. */
function reportedAdvisory({ alert, timeline }: Incident): Disclosure['details'] {
  const raised = timeline.find((entry) => entry.type === 'AlertRaised')
  if (alert?.source !== 'advisory' || raised?.type !== 'AlertRaised') return undefined
  // The list of them: the address of the report itself has its id, which is not public yet.
  return { place: 'advisory', ghsa: raised.alert.ghsa, url: raised.alert.url.replace(/\/GHSA-[^/]*$/iu, '') }
}

const advisorySeverities: readonly OpenAdvisory['severity'][] = ['critical', 'high', 'medium', 'low']

/** GitHub's word for the severity: that of the alert, else by its place in the scale, whose least severe ones are all low. */
export function advisorySeverity(
  incident: Pick<Incident, 'policy' | 'severity' | 'timeline'>,
): OpenAdvisory['severity'] {
  const raised = incident.timeline.find((entry) => entry.type === 'AlertRaised')
  if (raised?.type === 'AlertRaised' && raised.alert.severity !== undefined) return raised.alert.severity
  const severity = severityOf(incident)
  return advisorySeverities[severity ? incident.policy.severities.indexOf(severity) : 0] ?? 'low'
}

/** The outcome of `OpenAdvisory`, of the issue in the private repository, and of the post-mortem that became public. */
export function* noteDetails(plan: Plan, incident: Incident, put: PutEffect, outcome: EffectOutcome): Asking<void> {
  yield* notePublicPostmortem(plan, incident, put, outcome)
  if (!isForDetails(put.effect)) return
  if (!outcome.succeeded) return noteRefusal(plan, incident, put.effect, outcome.reason)
  const details = detailsAt(put.effect, outcome.result)
  if (!details) return
  const opened = plan.record(incident, { type: 'DetailsOpened', details })
  say(plan, opened, { type: 'DetailsPlace', incident: opened.id, url: details.url, reason: undefined })
}

/** Whether an effect opens the place for a secret's details. */
export const isForDetails = (effect: Effect): boolean => 'message' in effect && effect.message.type === 'Details'

function detailsAt(effect: Effect, result: EffectResult): Disclosure['details'] {
  if (result.type === 'AdvisoryOpened') return { place: 'advisory', ghsa: result.ghsa, url: result.url }
  if (result.type !== 'IssueOpened' || effect.type !== 'OpenIssue' || effect.repository === undefined) return undefined
  return { place: 'issue', repository: effect.repository, number: result.number, url: result.url }
}

/** Without a draft advisory the private repository is the place; without that there is none, and this is said. */
function noteRefusal(plan: Plan, incident: Incident, effect: Effect, reason: string): void {
  const place = effect.type === 'OpenAdvisory' ? 'advisory' : 'issue'
  const refused = plan.record(incident, { type: 'DetailsRefused', place, reason })
  const { repository } = refused.policy.confidential
  if (effect.type === 'OpenAdvisory' && repository !== undefined) {
    const { title, message } = effect
    plan.put(
      refused,
      { type: 'OpenIssue', title, labels: [], assignees: [], message, repository, secret: true },
      { key: `${detailsKey(refused.id)}/issue` },
    )
    return
  }
  say(plan, refused, { type: 'DetailsPlace', incident: refused.id, url: undefined, reason })
}

/** `disclose`, in any status: from now on everything is told in full, and the post-mortem becomes public. */
export function* disclose({ plan, by }: CommandContext, incident: Incident): Asking<Refusal | undefined> {
  const { tracking, disclosedAt } = incident.disclosure
  if (tracking === undefined) return { type: 'nothing-to-do', what: 'this incident is not confidential' }
  if (disclosedAt !== undefined) return { type: 'already', what: 'the incident is disclosed' }
  const disclosed = plan.record(incident, { type: 'Disclosed' }, by)
  say(plan, disclosed, { type: 'Disclosed', incident: disclosed.id, by })
  yield* disclosePostmortem(plan, disclosed)
  return undefined
}

function say(plan: Plan, incident: Incident, message: Message): void {
  plan.put(incident, { type: 'PostComment', thread: incident.anchor.number, message })
}
