import { isStillSo, threadAsItStands } from '../as-it-stands.ts'
import { detectMark, hasLabel } from '../detect.ts'
import type { IssueChanged, PullRequestChanged } from '../event.ts'
import { closesAnchor, linkedIncident, namedIncident } from '../hotfix-link.ts'
import { type Incident, isEnded, isOngoing } from '../incident.ts'
import type { Message } from '../message.ts'
import { believes } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, pullRequestAt } from '../question.ts'
import type { PullRequest, Thread } from '../repository.ts'
import { setKind, setSeverity } from './classify.ts'
import { type Beginning, begin, confirm } from './declare.ts'
import { noteResponse } from './escalate.ts'
import { link } from './hotfix.ts'
import { loseAnchor, loseReplacement } from './lost-anchor.ts'
import { hasRoomForReport, holdBackReport } from './report-flood.ts'
import { cancel, resolve } from './resolve.ts'

type ThreadChanged = IssueChanged | PullRequestChanged

const threadOf = (event: ThreadChanged): Thread => (event.type === 'IssueChanged' ? event.issue : event.pullRequest)

/** What a change of an issue or pull request means for the incident it anchors, or begins. */
export function* followThread(plan: Plan, event: ThreadChanged): Asking<void> {
  const thread = threadOf(event)
  const incident = plan.at(thread.number)
  if (incident?.anchor.replacement === thread.number) return yield* followReplacement(plan, incident, thread, event)
  if (incident) return yield* followAnchor(plan, incident, thread, event)
  // What the App itself opened reports on emergencies and is none, however it is titled and labelled.
  if (!isOwn(plan, thread)) yield* beginIfMarked(plan, thread, event)
}

/** Whether this App opened it. */
export const isOwn = ({ situation: { self } }: Plan, { author, authorType }: Thread): boolean =>
  authorType === 'Bot' && author.toLowerCase() === `${self.slug}[bot]`.toLowerCase()

function* beginIfMarked(plan: Plan, thread: Thread, event: ThreadChanged): Asking<void> {
  const begins: readonly string[] = ['opened', 'edited', 'retargeted', 'labelled', 'reopened']
  if (!begins.includes(event.change) || thread.state !== 'open') return
  const mark = detectMark(plan.situation.policy.detection, thread)
  if (!mark) return
  // A pull request that repairs an incident is its hotfix, and no incident of its own.
  if (event.type === 'PullRequestChanged' && repairs(plan, event.pullRequest)) return
  const { detection } = plan.situation.policy
  const holds = (one: Thread): boolean => one.state === 'open' && detectMark(detection, one) !== undefined
  if (!(yield* isStillSo(thread, plan.now, holds))) return plan.because('it is old news, and no longer so', false)
  const by = event.actor.login
  const incident = yield* beginMarked(plan, thread, { mark, by })
  if (!incident || event.type !== 'PullRequestChanged') return
  yield* link(plan, incident, event.pullRequest, { by, byHand: false, how: 'it is its own incident' })
}

/** Begins the incident that a mark asks for, as far as whoever put it there is trusted. @returns undefined: held back, as one report too many */
export function* beginMarked(
  plan: Plan,
  thread: Thread,
  { mark, by }: Omit<Beginning, 'trusted'>,
): Asking<Incident | undefined> {
  const trusted = yield* believes(plan, by)
  if (trusted || hasRoomForReport(plan)) return yield* begin(plan, thread, { mark, by, trusted })
  yield* holdBackReport(plan)
  return undefined
}

const repairs = (plan: Plan, pullRequest: PullRequest): boolean =>
  linkedIncident(plan.active, pullRequest.number) !== undefined || namedIncident(plan.active, pullRequest) !== undefined

function* followAnchor(plan: Plan, incident: Incident, thread: Thread, event: ThreadChanged): Asking<void> {
  const by = event.actor.login
  const { title } = thread.title === incident.anchor.title ? thread : yield* threadAsItStands(thread)
  const isRenamed = title !== incident.anchor.title
  const current = isRenamed ? plan.record(incident, { type: 'Reanchored', title }) : incident
  if (isRenamed) plan.because(`#${thread.number} has another title`)
  switch (event.change) {
    case 'labelled':
      return yield* followLabel(plan, current, event)
    case 'edited':
    case 'unlabelled':
      if (current.status === 'reported' && (isRenamed || isRetitled(event)))
        yield* confirmByTitle(plan, current, thread, by)
      return noteMarkRemoved(plan, current, thread, event)
    case 'closed':
      return yield* followClose(plan, current, { by, closedAt: thread.closedAt })
    case 'reopened':
      return followReopen(plan, current, by)
    case 'deleted':
    case 'transferred':
      return loseAnchor(plan, current, event)
    case 'assigned':
      return void (yield* noteResponse(plan, current, event.actor, 'assigned somebody'))
    default:
      return
  }
}

/** The new title may be known from a comment that was told of before the edit. */
const isRetitled = (event: ThreadChanged): boolean => event.type === 'IssueChanged' && event.retitled === true

/** The issue that stands in a lost anchor's place ends the incident as the anchor would; its text is our own. */
function* followReplacement(plan: Plan, incident: Incident, thread: Thread, event: ThreadChanged): Asking<void> {
  switch (event.change) {
    case 'labelled':
      return yield* followLabel(plan, incident, event)
    case 'closed':
      return yield* followClose(plan, incident, { by: event.actor.login, closedAt: thread.closedAt })
    case 'reopened':
      return followReopen(plan, incident, event.actor.login)
    case 'deleted':
    case 'transferred':
      return loseReplacement(plan, incident, event)
    case 'assigned':
      return void (yield* noteResponse(plan, incident, event.actor, 'assigned somebody'))
    default:
      return
  }
}

/** A trusted person who puts the mark on somebody else's report declares it; a label of the scale sets the severity. */
function* followLabel(plan: Plan, incident: Incident, event: ThreadChanged): Asking<void> {
  const { policy } = incident
  const label = event.label ?? ''
  const severity = policy.severities.find((candidate) => hasLabel([label], candidate.label))
  const kind = Object.entries(policy.kinds).find(
    ([, candidate]) => candidate.label !== undefined && hasLabel([label], candidate.label),
  )
  const isMark = hasLabel(plan.situation.policy.detection.labels, label)
  if ((!severity && !kind && !isMark) || isEnded(incident)) return
  const thread = threadOf(event)
  // Whoever took it off since, or had another put in its place, meant something newer.
  if (!(yield* isStillSo(thread, plan.now, ({ labels }) => hasLabel(labels, label))))
    return plan.because(`the label ${label} does not stand there any more`, false)
  if (!(yield* believes(plan, event.actor.login))) return
  const by = event.actor.login
  let current = incident
  if (isMark && current.status === 'reported') current = yield* confirm(plan, current, by, `label ${label}`)
  if (severity && severity.id !== current.severity)
    current = yield* setSeverity(plan, current, { to: severity.id, by, how: `label ${label}` })
  if (kind && kind[0] !== current.kind) yield* setKind(plan, current, { to: kind[0], by, how: `label ${label}` })
}

/** A trusted person who edits the title of a report and has it carry the mark declares it. */
function* confirmByTitle(plan: Plan, incident: Incident, thread: Thread, by: string): Asking<void> {
  const mark = detectMark(plan.situation.policy.detection, thread)
  if (mark?.by !== 'title') return
  if (yield* believes(plan, by)) yield* confirm(plan, incident, by, `title ${mark.mark}`)
}

/** Taking the mark away lifts nothing: it says how to end the incident instead, once. */
function noteMarkRemoved(plan: Plan, incident: Incident, thread: Thread, event: ThreadChanged): void {
  if (!isOngoing(incident) || detectMark(plan.situation.policy.detection, thread)) return
  if (incident.timeline.some(({ type }) => type === 'MarkRemoved')) return
  plan.because('taking the mark off ends nothing: that takes `/incident cancel` or `/incident resolve`', false)
  const what = event.change === 'unlabelled' ? `the label ${event.label ?? ''}`.trim() : 'the mark in the title'
  const by = event.actor.login
  say(plan, plan.record(incident, { type: 'MarkRemoved', what }, by), {
    type: 'MarkRemoved',
    incident: incident.id,
    by,
    what,
  })
}

interface Close {
  readonly by: string
  /** By GitHub's clock. */
  readonly closedAt: number | undefined
}

/** One close may be told twice, by a delivery and by a comparison. */
const isOnRecord = ({ timeline }: Incident, { by, closedAt = Number.POSITIVE_INFINITY }: Close): boolean =>
  timeline.some((entry) => entry.type === 'AnchorClosed' && entry.by === by && (entry.closedAt ?? entry.at) >= closedAt)

/** A trusted person who closes the anchor resolves; anybody else's close leaves the incident as it is. */
function* followClose(plan: Plan, incident: Incident, { by, closedAt }: Close): Asking<void> {
  if (!isOngoing(incident) || isOnRecord(incident, { by, closedAt })) return
  const entry = { type: 'AnchorClosed', ...(closedAt !== undefined && { closedAt }) } as const
  if (yield* isClosedByMerge(incident)) {
    plan.because(`GitHub closed #${incident.anchor.number} because of a closing keyword, which only ever mitigates`)
    return void plan.record(incident, { ...entry, how: 'by-merge' }, by)
  }
  const cause = closedAt === undefined ? undefined : `closed/${closedAt}`
  const trusted = yield* believes(plan, by)
  const closed = plan.record(incident, { ...entry, how: trusted ? 'trusted' : 'untrusted' }, by)
  if (!trusted) say(plan, closed, { type: 'AnchorClosedByUntrusted', incident: incident.id, by })
  else if (incident.status === 'reported') yield* cancel(plan, closed, { by, reason: 'the report was closed', cause })
  else yield* resolve(plan, closed, { by, summary: undefined, how: 'closed the anchor', cause })
}

/**
 * Whether a close is GitHub's own doing: "Fixes #12" closes the anchor with the merge, and a merge only ever mitigates.
 * Of the two deliveries either may come first.
 */
function* isClosedByMerge(incident: Incident): Asking<boolean> {
  const merges = incident.hotfixes.filter(({ closesAnchor }) => closesAnchor).length
  const seen = incident.timeline.filter((entry) => entry.type === 'AnchorClosed' && entry.how === 'by-merge').length
  if (merges > seen) return true
  for (const { number, state } of incident.hotfixes) {
    if (state !== 'open' || number === incident.anchor.number) continue
    const pullRequest = yield* pullRequestAt(number)
    if (pullRequest?.merged && closesAnchor(pullRequest, incident)) return true
  }
  return false
}

function followReopen(plan: Plan, incident: Incident, by: string): void {
  const last = incident.timeline.findLast(({ type }) => type === 'AnchorClosed' || type === 'AnchorReopened')
  if (isOngoing(incident) || last?.type === 'AnchorReopened') return
  plan.because(`#${incident.anchor.number} was opened again; the incident goes on by \`/incident reopen\` alone`, false)
  const reopened = plan.record(incident, { type: 'AnchorReopened' }, by)
  say(plan, reopened, { type: 'ReopenAsked', incident: incident.id, by })
}

function say(plan: Plan, incident: Incident, message: Message): void {
  plan.put(incident, { type: 'PostComment', thread: incident.anchor.number, message })
}
