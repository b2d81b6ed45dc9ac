import { detectMark, hasLabel, type Mark } from '../detect.ts'
import type { CommentAdded, DatabaseLost } from '../event.ts'
import { type Incident, isActive, isBeingLifted, isOngoing } from '../incident.ts'
import { furtherOn, type KeptIncident, type LateComment, type StrayFreeze, versionsSkipped } from '../kept.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueAt, keptState, openPullRequests } from '../question.ts'
import type { RebuiltEntry } from '../rebuilt.ts'
import type { Thread } from '../repository.ts'
import { isAtHand } from '../still-to-do.ts'
import type { Status } from '../timeline.ts'
import { followThread } from './anchor.ts'
import { noteNotTold } from './channel-outcome.ts'
import { compareHotfixes } from './check-up-hotfix.ts'
import { noteLostTicks, postAgain } from './checklist.ts'
import { followCommands } from './command.ts'
import { begin } from './declare.ts'
import { applyAgain, liftAgain } from './freeze-again.ts'
import { followPullRequest } from './hotfix.ts'
import { passThoseOpenBefore } from './judge.ts'
import { askForPostmortemAgain } from './postmortem.ts'

/**
 * Nothing is stored of a repository: its incidents go on from what their cards keep. Nothing of it is believed that GitHub
 * contradicts: whatever is on GitHub is looked at before it is changed, and the next check-up compares the rest.
 */
export function* rebuild(plan: Plan, event: DatabaseLost): Asking<void> {
  const { incidents, strays, comments, lists } = yield* keptState(plan.situation.policy.freeze.mechanism)
  for (const kept of incidents) yield* adopt(plan, kept)
  for (const { commentId, body } of lists)
    for (const incident of plan.atHand) noteLostTicks(plan, incident, { commentId, body })
  const left: StrayFreeze[] = []
  for (const stray of strays) if (!(yield* isDeclaredAnew(plan, stray))) left.push(stray)
  reportStrays(plan, left)
  for (const comment of comments) yield* carryOutLate(plan, event, comment)
  yield* hearOfPullRequests(plan, incidents)
  // What was merged lifted the freeze: that comes before anybody asks where the freeze is.
  for (const { incident } of incidents) yield* hearOfHotfixes(plan, incident.id)
}

function* hearOfHotfixes(plan: Plan, id: string): Asking<void> {
  const incident = plan.find(id)
  if (incident && isActive(incident)) yield* compareHotfixes(plan, incident, undefined)
}

/** GitHub's clock is not ours, and what was told last may not have been decided upon. */
const overlap = 15 * 60_000

/** Pull requests that were opened or changed after what is kept was written: they may have been told of, and lost. */
function* hearOfPullRequests(plan: Plan, kept: readonly KeptIncident[]): Asking<void> {
  const moments = kept.filter(({ incident }) => isOngoing(incident)).map(({ at }) => at)
  if (moments.length === 0) return
  const since = Math.min(...moments) - overlap
  for (const pullRequest of yield* openPullRequests()) {
    if ((pullRequest.updatedAt ?? 0) < since) continue
    const actor = { login: pullRequest.author, type: pullRequest.authorType, isSelf: false }
    const { repository } = plan.situation
    const event = {
      type: 'PullRequestChanged',
      repository,
      at: plan.now,
      actor,
      change: 'opened',
      pullRequest,
    } as const
    yield* followThread(plan, event)
    yield* followPullRequest(plan, event)
  }
}

function* adopt(plan: Plan, { incident: kept, at }: KeptIncident): Asking<void> {
  const known = plan.find(kept.id)
  // Effects are named after versions: none of before may be taken for one that is still to come.
  const latest = known ? furtherOn(known, kept) : { ...kept, version: kept.version + versionsSkipped }
  if (!latest) return
  const incident = plan.adopt({ ...latest, rebuilt: plan.now })
  if (!isAtHand(incident)) return
  plan.because(`the database knew nothing of #${incident.anchor.number}: it goes on from what its card keeps`)
  const rebuilt = plan.record(incident, { type: 'Rebuilt', keptAt: at })
  const label = yield* labelledFurther(rebuilt)
  plan.put(rebuilt, {
    type: 'PostComment',
    thread: rebuilt.anchor.number,
    message: { type: 'Rebuilt', incident: rebuilt.id, keptAt: at, ...(label !== undefined && { label }) },
  })
  yield* askAgain(plan, rebuilt)
}

const course: readonly Status[] = ['reported', 'declared', 'acknowledged', 'mitigated', 'resolved']

/** A label is no record, and anybody with triage puts it on: it is not believed, but people should read that it says more. */
function* labelledFurther({ anchor, status }: Incident): Asking<Status | undefined> {
  const reached = course.indexOf(status)
  if (reached < 0 || !anchor.present) return undefined
  const thread = yield* issueAt(anchor.number)
  return thread && course.slice(reached + 1).findLast((each) => hasLabel(thread.labels, `incident/${each}`))
}

/** What was asked for and not seen to be done may have been lost: it is asked for once more, and looked for first. */
function* askAgain(plan: Plan, incident: Incident): Asking<void> {
  if (incident.freeze?.status === 'applying') applyAgain(plan, incident)
  if (isBeingLifted(incident.freeze)) liftAgain(plan, incident)
  yield* askForPostmortemAgain(plan, incident)
  postAgain(plan, incident)
  let current = incident
  for (const { channel, occasion, status } of incident.communication.channels)
    if (status === 'asked') current = noteNotTold(plan, current, { channel, occasion, reason: untold })
  if (current.freeze?.status === 'on') yield* passThoseOpenBefore(plan, current)
}

const untold = "Firebreak's database was lost before the answer was known"

/**
 * A freeze that stands at an open emergency whose card had not been written: what is kept nowhere begins anew, under the
 * freeze that is there. Who could give a ruleset such a name, or had the App keep what stood before, was trusted.
 */
function* isDeclaredAnew(plan: Plan, { number, since: frozen }: StrayFreeze): Asking<boolean> {
  if (plan.at(number)) return true
  const thread = yield* issueAt(number)
  const mark = thread && thread.state === 'open' ? detectMark(plan.situation.policy.detection, thread) : undefined
  if (!thread || !mark) return false
  const begun = yield* begin(plan, thread, { mark, by: thread.author, trusted: true })
  sayBegunAnew(plan, begun, { declared: frozen ?? openedMarked(thread, mark), frozen })
  return true
}

/** A title is mostly given from the start; when a label was put on is not told. */
const openedMarked = ({ createdAt }: Thread, { by }: Mark): number | undefined =>
  by === 'title' ? createdAt : undefined

type Moments = Pick<Extract<RebuiltEntry, { type: 'BegunAnew' }>, 'declared' | 'frozen'>

/** The moments are GitHub's, so that promises, the escalation and the length of the freeze count from them. */
function sayBegunAnew(plan: Plan, begun: Incident, moments: Moments): void {
  const incident = plan.record(begun, { type: 'BegunAnew', ...moments })
  plan.put(incident, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'BegunAnew', incident: incident.id, ...moments },
  })
}

function reportStrays(plan: Plan, strays: readonly StrayFreeze[]): void {
  if (strays.length === 0) return
  plan.because(`${strays.length} freeze(s) stand without an incident`)
  const freezes = strays.map(({ number, rulesetId }) => ({ number, rulesetId }))
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: true,
      title: 'Action required: a freeze stands whose incident is not known',
      labels: [],
      message: { type: 'StrayFreezes', freezes },
    },
    { key: `${plan.situation.repository.id}/stray-freezes`, keep: 'latest' },
  )
}

/** A command that was taken in, and whose answer is not there: it is carried out now. */
function* carryOutLate(plan: Plan, { repository, at }: DatabaseLost, comment: LateComment): Asking<void> {
  const { thread: number, commentId, by, body } = comment
  const thread = yield* issueAt(number)
  if (!thread) return
  const actor = { login: by, type: 'User', isSelf: false } as const
  const event: CommentAdded = { type: 'CommentAdded', repository, at, actor, thread, commentId, body }
  yield* followCommands(plan, event)
}
