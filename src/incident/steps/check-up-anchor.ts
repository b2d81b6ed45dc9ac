import type { Whereabouts } from '../check-up.ts'
import { type Incident, isEnded, isOngoing, placeOf } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, whereaboutsOf } from '../question.ts'
import type { Thread } from '../repository.ts'
import { followThread } from './anchor.ts'
import { noteLoss } from './lost-anchor.ts'
import { changed } from './unheard.ts'

/** An anchor that was closed, reopened, renamed, moved or deleted unheard. */
export function* compareAnchor(plan: Plan, incident: Incident): Asking<void> {
  const { present, replacement } = incident.anchor
  // Its replacement is on its way.
  if (isEnded(incident) || (!present && replacement === undefined)) return
  const where = yield* whereaboutsOf(placeOf(incident))
  if (where.is === 'here') yield* compareThread(plan, incident, where.thread)
  else noteWhereabouts(plan, incident, where)
}

function noteWhereabouts(plan: Plan, incident: Incident, where: Exclude<Whereabouts, { is: 'here' }>): void {
  if (where.is === 'gone') noteLoss(plan, incident, { how: 'gone', to: undefined, by: '' })
  if (where.is === 'moved') noteLoss(plan, incident, { how: 'transferred', to: where.to, by: '' })
}

function* compareThread(plan: Plan, incident: Incident, thread: Thread): Asking<void> {
  const isAnchor = thread.number === incident.anchor.number
  if (isAnchor && thread.title !== incident.anchor.title) yield* followThread(plan, changed(plan, 'edited', thread))
  // What became of a pull request, its comparison as a hotfix has found.
  const current = plan.find(incident.id) ?? incident
  if (thread.type === 'pull-request') return
  if (thread.state === 'closed' && isOngoing(current) && !isPast(current, thread))
    yield* followThread(plan, changed(plan, 'closed', thread))
  if (thread.state === 'open' && !isOngoing(current) && wasClosed(current))
    yield* followThread(plan, changed(plan, 'reopened', thread))
}

/** It was closed before the incident was opened again, and has stayed so. */
const isPast = ({ timeline }: Incident, { closedAt = 0 }: Thread): boolean =>
  timeline.some(({ type, at }) => type === 'Reopened' && at >= closedAt)

/** Whether the last that is known of the anchor is that somebody closed it. */
const wasClosed = ({ timeline }: Incident): boolean =>
  timeline.findLast(({ type }) => type === 'AnchorClosed' || type === 'AnchorReopened')?.type === 'AnchorClosed'
