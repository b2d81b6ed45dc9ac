import type { Action } from '../aftermath.ts'
import type { IssueChanged } from '../event.ts'
import { type Incident, isEnded, type Postmortem } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueElsewhere, whereaboutsOf } from '../question.ts'
import type { Thread } from '../repository.ts'
import { followAftermath } from './aftermath.ts'
import { inTurn } from './in-turn.ts'
import { noteClosedElsewhere } from './postmortem-elsewhere.ts'
import { closeWhenDone } from './resolve.ts'
import { changed, knownActor } from './unheard.ts'

/** Each costs a read: those beyond are looked at the next time. */
const mostActions = 3

/** A post-mortem and issues of action items that were closed, reopened or lost unheard. */
export function* compareAftermath(plan: Plan, incident: Incident): Asking<void> {
  const { postmortem } = incident
  if (postmortem?.number !== undefined && !isEnded(incident)) yield* comparePostmortem(plan, incident, postmortem)
  const actions = (plan.find(incident.id) ?? incident).aftermath.actions.filter(({ status }) => status === 'open')
  for (const action of inTurn(actions, mostActions, plan.now)) yield* compareAction(plan, action)
}

function* comparePostmortem(
  plan: Plan,
  incident: Incident,
  { number, repository, closed, gone }: Postmortem,
): Asking<void> {
  if (number === undefined || gone) return
  if (repository !== undefined)
    return closed ? undefined : yield* compareElsewhere(plan, incident, { number, repository })
  const found = yield* whatHappened(number, closed)
  if (found) yield* followAftermath(plan, changed(plan, found.change, found.thread))
}

function* compareElsewhere(
  plan: Plan,
  incident: Incident,
  { number, repository }: { readonly number: number; readonly repository: string },
): Asking<void> {
  const thread = yield* issueElsewhere(repository, number)
  if (thread?.state !== 'closed') return
  const home = plan.situation.repository
  const done = noteClosedElsewhere(plan, {
    type: 'PostmortemClosedElsewhere',
    ...{ repository: home, home: home.id, at: plan.now, incident: incident.id, number },
    actor: knownActor(plan, thread.closedBy),
  })
  if (done) closeWhenDone(plan, done)
}

function* compareAction(plan: Plan, { number }: Action): Asking<void> {
  const found = number === undefined ? undefined : yield* whatHappened(number, false)
  if (found) yield* followAftermath(plan, changed(plan, found.change, found.thread))
}

interface Found {
  readonly change: IssueChanged['change']
  readonly thread: Thread
}

function* whatHappened(number: number, wasClosed: boolean): Asking<Found | undefined> {
  const where = yield* whereaboutsOf(number)
  switch (where.is) {
    case 'unknown':
      return undefined
    case 'here': {
      const { thread } = where
      if ((thread.state === 'closed') === wasClosed) return undefined
      return { change: wasClosed ? 'reopened' : 'closed', thread }
    }
    default:
      return { change: where.is === 'gone' ? 'deleted' : 'transferred', thread: { ...lost, number } }
  }
}

/** Of an issue that is not here any more nothing is known but its number. */
const lost: Omit<Thread, 'number'> = {
  type: 'issue',
  title: '',
  body: '',
  author: '',
  authorType: 'User',
  labels: [],
  state: 'closed',
  url: '',
}
