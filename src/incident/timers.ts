import { dueSteps, respondBy } from './escalation-clock.ts'
import { type Incident, isEnded, isFrozen, isOngoing, severityOf } from './incident.ts'
import { isFor } from './meant-for.ts'
import type { Timer } from './timer.ts'
import { aftermathTimers } from './timers-aftermath.ts'
import { alertTimers } from './timers-alert.ts'
import { communicationTimers } from './timers-communication.ts'
import { cooldownTimers } from './timers-community.ts'
import { drillTimers } from './timers-drill.ts'
import { rollOutTimers } from './timers-roll-out.ts'
import { silentAt } from './update-clock.ts'

/**
 * Every timer an incident wants, worked out from its state alone: so a timer cannot be forgotten, and setting them all
 * again after each decision is harmless. Where nothing can be done in the repository, nothing becomes due.
 */
export function timersOf(incident: Incident): readonly Timer[] {
  if (incident.interrupted) return []
  const always = [
    ...freezeTimers(incident),
    ...suspectTimers(incident),
    ...groupTimers(incident),
    ...cooldownTimers(incident),
    ...aftermathTimers(incident),
  ]
  if (isEnded(incident)) return always
  return [
    ...escalationTimers(incident),
    ...silenceTimers(incident),
    ...promiseTimers(incident),
    ...checklistTimers(incident),
    ...alertTimers(incident),
    ...communicationTimers(incident),
    ...rollOutTimers(incident),
    ...drillTimers(incident),
    ...always,
  ]
}

function escalationTimers(incident: Incident): Timer[] {
  const next = dueSteps(incident)
  return next ? [{ name: 'escalation', at: next.at }] : []
}

function promiseTimers(incident: Incident): Timer[] {
  const { declared, responded } = incident.times
  const severity = severityOf(incident)
  if (declared === undefined || !severity || !isOngoing(incident)) return []
  const timers: Timer[] = []
  // Whoever merged a repair was there.
  const isAwaited = responded === undefined && incident.status !== 'mitigated' && !incident.escalation.responseBreached
  const answerBy = respondBy(incident)
  if (answerBy !== undefined && isAwaited) timers.push({ name: 'respond-within', at: answerBy })
  if (severity.resolveWithin !== undefined && !incident.escalation.resolutionBreached)
    timers.push({ name: 'resolve-within', at: declared + severity.resolveWithin })
  return timers
}

/** The freeze's own clock runs until the freeze is off, whatever became of the incident. */
function freezeTimers(incident: Incident): Timer[] {
  const { freeze } = incident
  const limit = incident.policy.freeze.maxDuration
  if (!freeze || limit === undefined || (freeze.status !== 'on' && freeze.status !== 'applying')) return []
  return freeze.durationAsked
    ? [{ name: 'freeze-end', at: freeze.requestedAt + 2 * limit }]
    : [{ name: 'freeze-asked', at: freeze.requestedAt + limit }]
}

/** A list of another severity or kind than the incident has come to be is nobody's duty any more. */
function checklistTimers(incident: Incident): Timer[] {
  return incident.checklists.flatMap((list) => {
    const template = incident.policy.checklists.find(({ id }) => id === list.id)
    const due = template && isFor(incident, template) ? template.due : undefined
    const isOpen = list.items.some((item) => !item.ticked)
    return due === undefined || list.due || !isOpen
      ? []
      : [{ name: `checklist/${list.id}`, at: list.requestedAt + due }]
  })
}

function silenceTimers(incident: Incident): Timer[] {
  const at = silentAt(incident)
  return at === undefined ? [] : [{ name: 'silence', at }]
}

const suspectTimers = (incident: Incident): Timer[] =>
  incident.suspects.map(({ sha, lookAgainAt }) => ({ name: `push/${sha}`, at: lookAgainAt }))

/** A merge queue waits for an answer only while the freeze asks it to. */
const groupTimers = (incident: Incident): Timer[] =>
  Object.entries(isFrozen(incident) ? (incident.freeze?.checks ?? {}) : {}).flatMap(([sha, { passed, group }]) =>
    passed === undefined && group?.lookAgainAt !== undefined ? [{ name: `group/${sha}`, at: group.lookAgainAt }] : [],
  )
