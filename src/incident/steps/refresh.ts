import type { Event } from '../event.ts'
import type { Incident } from '../incident.ts'
import { labelsOf } from '../labels.ts'
import type { Plan } from '../plan.ts'

/** Keeps card and labels of every incident that changed in step with it. @param event what the decision is about */
export function refresh(plan: Plan, event: Event): void {
  for (const incident of plan.changed()) {
    if (!incident.anchor.present || plan.isAsAdopted(incident)) continue
    const before = plan.situation.incidents.find(({ id }) => id === incident.id)
    if (isNews(before, incident)) putCard(plan, incident)
    if (!before || labelKey(before) !== labelKey(incident)) putLabels(plan, incident, toldLabels(event, incident))
  }
}

/** What happens of itself after the card was written is on it with the next change; else the card would chase its own tail. */
const quiet: ReadonlySet<string> = new Set([
  'Told',
  'EffectGivenUp',
  'FoundMissing',
  'Interrupted',
  'StepMissed',
  'DeadlineMissed',
])

function isNews(before: Incident | undefined, after: Incident): boolean {
  const news = after.timeline.slice(before?.timeline.length ?? 0)
  return news.some(({ type }) => !quiet.has(type))
}

/** The stored key of an incident's card. */
export const cardKey = (incident: string): string => `${incident}/card`

function putCard(plan: Plan, incident: Incident): void {
  plan.put(
    incident,
    { type: 'SyncCard', incident: incident.id, thread: incident.anchor.number },
    // Its first appearance is what tells the first people.
    { key: cardKey(incident.id), keep: 'latest', urgent: incident.cardComment === undefined },
  )
}

const labelKey = (incident: Incident): string =>
  labelsOf(incident)
    .map(({ name }) => name)
    .join('\n')

/** What stands on the anchor, where the event tells it. */
function toldLabels(event: Event, { anchor }: Incident): readonly string[] | undefined {
  const told =
    event.type === 'IssueChanged' ? event.issue : event.type === 'PullRequestChanged' ? event.pullRequest : undefined
  return told?.number === anchor.number ? told.labels : undefined
}

function putLabels(plan: Plan, incident: Incident, standing: readonly string[] | undefined): void {
  plan.put(
    incident,
    {
      type: 'SyncLabels',
      thread: incident.anchor.number,
      labels: labelsOf(incident),
      ...(standing && { standing }),
    },
    { key: `${incident.id}/labels`, keep: 'latest' },
  )
}
