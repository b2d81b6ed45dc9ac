import type { EffectSettled, IssueChanged, PullRequestChanged } from '../event.ts'
import { type Incident, isFrozen, isOngoing, placeOf } from '../incident.ts'
import type { Plan } from '../plan.ts'

type ThreadChanged = IssueChanged | PullRequestChanged

/** The anchor is gone: the freeze stays, and an issue is opened in its place where that is said and the incident ended. */
export function loseAnchor(plan: Plan, incident: Incident, event: ThreadChanged): void {
  if (!incident.anchor.present) return
  const lost = plan.record(incident, { type: 'AnchorLost', ...departure(event) }, event.actor.login)
  openReplacement(plan, lost, event)
}

/** What stood in its place is gone too: another takes its turn. */
export function loseReplacement(plan: Plan, incident: Incident, event: ThreadChanged): void {
  openReplacement(plan, incident, event)
}

function openReplacement(plan: Plan, incident: Incident, event: ThreadChanged): void {
  if (!isOngoing(incident) && !isFrozen(incident)) return
  const { how, to } = departure(event)
  const { number, replacement } = incident.anchor
  plan.put(
    incident,
    {
      type: 'KeepIssue',
      open: true,
      title: `Incident #${number} lost its issue`,
      labels: [],
      message: { type: 'Lost', incident: incident.id, how: to ? `${how} to ${to}` : how },
    },
    // Each issue that is lost is replaced once, however often its loss is told. Until then there is no place to speak at.
    { key: `${incident.id}/lost${replacement === undefined ? '' : `/${replacement}`}`, urgent: true },
  )
}

function departure(event: ThreadChanged): { how: 'deleted' | 'transferred'; to: string | undefined } {
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
  plan.put(
    incident,
    { type: 'PostComment', thread: placeOf(incident), message: effect.message },
    { key: put.key, keep: 'latest', urgent: put.urgent },
  )
  return true
}
