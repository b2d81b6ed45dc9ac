import { type Incident, isFrozen } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import { isPublishing, openActions } from '../still-to-do.ts'
import { tellChannels } from './communication.ts'
import { addFinalRecord } from './final-record.ts'
import { removeLeftover, requestThaw } from './freeze.ts'
import { rejudgeHotfixes } from './judge.ts'
import { reach } from './moment.ts'
import { isPostmortemWanted, openPostmortemWhenDue } from './postmortem.ts'
import { endDrill, endRehearsal } from './rehearsal.ts'

export interface Resolution {
  /** Undefined: Firebreak itself, from what it saw. */
  readonly by: string | undefined
  readonly summary: string | undefined
  readonly how: string
  readonly cause: Cause
}

interface Turn {
  readonly by: string
  readonly reason: string
  readonly cause: Cause
}

/** Names what brought it about, the same whenever that is told; undefined: it has no name. */
type Cause = string | undefined

/** Says it under a lasting name, so that it is found where the database was lost before the card had heard of it. */
function tell(plan: Plan, incident: Incident, message: Message, cause: Cause): void {
  const comment = { type: 'PostComment', thread: incident.anchor.number, message } as const
  plan.put(incident, comment, cause === undefined ? {} : { key: `${incident.id}/${message.type}/${cause}` })
}

/** The emergency is over. The incident closes at once where no post-mortem is wanted. */
export function* resolve(plan: Plan, incident: Incident, { by, summary, how, cause }: Resolution): Asking<Incident> {
  const resolved = plan.record(incident, { type: 'Resolved', summary, how }, by)
  let current = tellChannels(plan, resolved, { notice: { occasion: 'resolved', text: summary } })
  plan.because(`it is resolved: ${by === undefined ? how : `${by} did it (${how})`}`, true, [
    reason(`\`freeze.lift\` is ${current.policy.freeze.lift}`, current.policy.freeze.lift !== 'manual'),
    reason(`\`postmortem.open\` is ${current.policy.postmortem.open || 'off'}`, isPostmortemWanted(current)),
  ])
  if (current.policy.freeze.lift !== 'manual') current = requestThaw(plan, current, 'the incident was resolved', by)
  removeLeftover(plan, current)
  current = yield* reach(plan, current, 'resolved')
  current = yield* openPostmortemWhenDue(plan, current)
  const askReason = summary === undefined
  tell(plan, current, { type: 'Resolved', incident: current.id, by, summary, askReason }, cause)
  addFinalRecord(plan, current)
  current = yield* endDrill(plan, current)
  current = closeWhenDone(plan, current)
  return yield* rejudgeHotfixes(plan, current)
}

/** Resolved and nothing left to write: closed. */
export function closeWhenDone(plan: Plan, incident: Incident): Incident {
  if (incident.status !== 'resolved') return incident
  if (incident.postmortem?.closed) return closeAfterActions(plan, incident)
  if (incident.postmortem || isPostmortemWanted(incident)) return incident
  return close(plan, incident, incident.drill ? 'the drill is over' : 'no post-mortem is wanted')
}

function close(plan: Plan, incident: Incident, why: string): Incident {
  plan.because(`it is closed: ${why}`)
  return plan.record(incident, { type: 'Closed', why })
}

/** The post-mortem's action items are done too, and it is published where it is to be. */
function closeAfterActions(plan: Plan, incident: Incident): Incident {
  if (openActions(incident).length > 0 || isPublishing(incident)) return incident
  const tracked = incident.aftermath.actions.length > 0
  const isGone = incident.postmortem?.gone === true
  const allClosed = tracked ? 'the post-mortem and its action items were closed' : 'the post-mortem was closed'
  return close(plan, incident, isGone ? 'nothing is left to do, and the post-mortem is gone' : allClosed)
}

/** A false alarm: everything is given back. */
export function* cancel(plan: Plan, incident: Incident, { by, reason, cause }: Turn): Asking<Incident> {
  const cancelled = requestThaw(
    plan,
    plan.record(incident, { type: 'Cancelled', reason }, by),
    'the incident was cancelled',
    by,
  )
  removeLeftover(plan, cancelled)
  tell(plan, cancelled, { type: 'Cancelled', incident: incident.id, by, reason }, cause)
  endRehearsal(plan, tellChannels(plan, cancelled, { notice: { occasion: 'cancelled', text: reason } }))
  return yield* rejudgeHotfixes(plan, cancelled)
}

/** Not over after all. Branches are frozen again only when somebody says so. */
export function* reopen(plan: Plan, incident: Incident, { by, reason, cause }: Turn): Asking<Incident> {
  const reopened = plan.record(incident, { type: 'Reopened', reason }, by)
  const askFreeze = !isFrozen(reopened)
  tell(plan, reopened, { type: 'Reopened', incident: incident.id, by, reason, askFreeze }, cause)
  // Whoever was told that it is over is told that it is not.
  tellChannels(plan, reopened, { notice: { occasion: 'update', text: `Not over after all: ${reason}` } })
  return yield* rejudgeHotfixes(plan, reopened)
}
