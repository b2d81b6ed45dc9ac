import type { EffectSettled, IssueChanged, PullRequestChanged } from '../event.ts'
import { type Incident, isFrozen, isOngoing, placeOf } from '../incident.ts'
import type { Plan } from '../plan.ts'

type ThreadChanged = IssueChanged | PullRequestChanged

interface Departure {
  /** `gone`: deleted, or made a discussion. */
  readonly how: 'deleted' | 'transferred' | 'gone'
  readonly to: string | undefined
}

/** The anchor is gone: the freeze stays, and an issue is opened in its place where that is said and the incident ended. */
export function loseAnchor(plan: Plan, incident: Incident, event: ThreadChanged): void {
  if (incident.anchor.present) noteLoss(plan, incident, { ...departure(event), by: event.actor.login })
}

/** What stood in its place is gone too: another takes its turn. */
export function loseReplacement(plan: Plan, incident: Incident, event: ThreadChanged): void {
  const how = departure(event)
  plan.because(`#${placeOf(incident)} is ${how.how}: another takes its place`, false)
  openReplacement(plan, incident, how)
}

/** The place where the incident is talked about is gone, whoever tells of it. */
export function noteLoss(plan: Plan, incident: Incident, { by, ...how }: Departure & { readonly by: string }): void {
  plan.because(`#${placeOf(incident)} is ${how.how}: nobody can speak there any more`, false)
  const lost = incident.anchor.present ? plan.record(incident, { type: 'AnchorLost', ...how }, by) : incident
  openReplacement(plan, lost, how)
}

function openReplacement(plan: Plan, incident: Incident, { how, to }: Departure): void {
  if (!isOngoing(incident) && !isFrozen(incident)) return
  const { number, replacement } = incident.anchor
  plan.put(
    incident,
    {
      type: 'KeepIssue',
      open: true,
      title: `Incident #${number} lost its issue`,
      labels: [],
      message: { type: 'Lost', incident: incident.id, how: lossWords(how, to) },
    },
    // Each issue that is lost is replaced once, however often its loss is told. Until then there is no place to speak at.
    { key: `${incident.id}/lost${replacement === undefined ? '' : `/${replacement}`}`, urgent: true },
  )
}

const lossWords = (how: Departure['how'], to: string | undefined): string =>
  how === 'gone' ? 'deleted, or made a discussion' : to ? `${how} to ${to}` : how

function departure(event: ThreadChanged): Departure {
  const counterpart = event.type === 'IssueChanged' ? event.counterpart : undefined
  const to = counterpart && `${counterpart.repository}#${counterpart.number}`
  return { how: event.change === 'deleted' ? 'deleted' : 'transferred', to }
}

/** The issue that takes a lost anchor's place is open: commands and comments go there from now on. */
export function noteReplacement(plan: Plan, { put, outcome }: EffectSettled): void {
  const incident = put.incident === undefined ? undefined : plan.find(put.incident)
  if (!incident || put.effect.type !== 'KeepIssue' || !outcome.succeeded) return
  const { result } = outcome
  if (result.type !== 'IssueOpened' || incident.anchor.replacement === result.number) return
  plan.because(`#${result.number} stands in the place of #${incident.anchor.number} now`)
  plan.record(incident, { type: 'Reanchored', title: incident.anchor.title, replacement: result.number })
}

/**
 * What was to be said on an issue that is gone, and was under way when it went, is said on the one in its place.
 * @returns true when it is said there
 */
export function sayInPlace(plan: Plan, { put, outcome }: EffectSettled): boolean {
  const incident = put.incident === undefined ? undefined : plan.find(put.incident)
  const { effect } = put
  if (!incident || outcome.succeeded || effect.type !== 'PostComment' || effect.repository !== undefined) return false
  const { number, replacement } = incident.anchor
  if (replacement === undefined || effect.thread !== number) return false
  plan.because(`#${number} is gone, so it is said on #${placeOf(incident)}`)
  plan.put(
    incident,
    { type: 'PostComment', thread: placeOf(incident), message: effect.message },
    { key: put.key, keep: 'latest', urgent: put.urgent },
  )
  return true
}
