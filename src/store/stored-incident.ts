import type { Incident } from '../incident/incident.ts'
import { isAtHand } from '../incident/still-to-do.ts'
import type { Entry } from '../incident/timeline.ts'
import { untouchedParts } from '../incident/untouched.ts'
import { upgradedPolicy } from '../policy/upgrade.ts'
import { endOf, type Watched } from './interest.ts'
import { jsonIn, type Row } from './row.ts'

/** What every store keeps of an incident beside its timeline. */
export function incidentColumns(incident: Incident) {
  const { timeline: _, ...state } = incident
  return {
    id: incident.id,
    version: incident.version,
    active: Number(isAtHand(incident)),
    endedAt: endOf(incident) ?? null,
    state: JSON.stringify(state),
  }
}

/** @param row its state; what an earlier version stored lacks the parts that came later */
export function wholeIncident(row: Row, timeline: readonly Entry[]): Incident {
  const state = jsonIn<Omit<Incident, 'timeline'>>(row, 'state')
  return { ...untouchedParts, ...state, policy: upgradedPolicy(state.policy), timeline }
}

export const watchedIn = (row: Row): Watched => ({ ...untouchedParts, ...jsonIn<Watched>(row, 'state') })
