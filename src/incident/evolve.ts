import type { Policy } from '../policy/policy.ts'
import { evolveAftermath } from './evolve-aftermath.ts'
import { evolveAlert } from './evolve-alert.ts'
import { evolveChecklist } from './evolve-checklist.ts'
import { evolveCommunication } from './evolve-communication.ts'
import { evolveCommunity } from './evolve-community.ts'
import { evolveDisclosure } from './evolve-disclosure.ts'
import { evolveDrill } from './evolve-drill.ts'
import { evolveEscalation } from './evolve-escalation.ts'
import { evolveFreeze } from './evolve-freeze.ts'
import { evolveHotfixes } from './evolve-hotfix.ts'
import { evolveDecision, evolveRollbacks, evolveRollOut } from './evolve-roll-out.ts'
import type { Anchor, Incident, Postmortem, Times } from './incident.ts'
import { freezeCheckName, incidentId, isEnded } from './incident.ts'
import { bypassesAfter, suspectsAfter } from './past-the-freeze.ts'
import type { Thread } from './repository.ts'
import type { Entry, Status } from './timeline.ts'
import { untouchedParts } from './untouched.ts'

export interface NewIncident {
  readonly repositoryId: number
  readonly thread: Thread
  readonly policy: Policy
  readonly severity: string
  readonly kind: string | undefined
  readonly now: number
}

/** An incident before its first entry. */
export function newIncident({ repositoryId, thread, policy, severity, kind, now }: NewIncident): Incident {
  return {
    id: incidentId(repositoryId, thread.number),
    repositoryId,
    anchor: { number: thread.number, type: thread.type, title: thread.title, url: thread.url, present: true },
    status: 'reported',
    severity,
    kind,
    reporter: thread.author,
    commander: undefined,
    policy,
    times: {
      reported: now,
      declared: undefined,
      responded: undefined,
      acknowledged: undefined,
      mitigated: undefined,
      resolved: undefined,
      closed: undefined,
      updated: undefined,
    },
    escalation: {
      next: 0,
      repeated: 0,
      lastReachedAt: undefined,
      told: [],
      snoozedUntil: undefined,
      askedAt: undefined,
      stopped: false,
      responseBreached: false,
      resolutionBreached: false,
    },
    freeze: undefined,
    hotfixes: [],
    bypasses: [],
    checklists: [],
    cardComment: undefined,
    postmortem: undefined,
    suspects: [],
    ...untouchedParts,
    version: 0,
    timeline: [],
  }
}

/** The incident after one more line of its timeline. Total: an entry that does not fit changes nothing but the timeline. */
export function evolve(incident: Incident, entry: Entry): Incident {
  return {
    ...incident,
    ...header(incident, entry),
    status: statusAfter(incident, entry),
    times: timesAfter(incident.times, entry),
    escalation: evolveEscalation(incident.escalation, entry),
    freeze: evolveFreeze(incident.freeze, freezeCheckName(incident.anchor.number), entry),
    hotfixes: evolveHotfixes(incident.hotfixes, entry),
    bypasses: bypassesAfter(incident.bypasses, entry),
    suspects: suspectsAfter(incident.suspects, entry),
    checklists: evolveChecklist(incident.checklists, entry),
    alert: evolveAlert(incident.alert, entry),
    decision: evolveDecision(incident.decision, entry),
    communication: evolveCommunication(incident.communication, entry),
    rollOut: evolveRollOut(incident.rollOut, entry),
    rollbacks: evolveRollbacks(incident.rollbacks, entry),
    cooldowns: evolveCommunity(incident.cooldowns, entry),
    disclosure: evolveDisclosure(incident.disclosure, entry),
    aftermath: evolveAftermath(incident.aftermath, entry),
    drill: evolveDrill(incident.drill, entry),
    timeline: isKept(entry) ? [...incident.timeline, entry] : incident.timeline,
  }
}

/** Bookkeeping that no reader of a timeline looks for; it moves the state and is not kept. */
const isKept = (entry: Entry): boolean => !unkept.has(entry.type)

const unkept: ReadonlySet<Entry['type']> = new Set([
  'FreezeCheckGiven',
  'CardPosted',
  'Reanchored',
  'PushSuspected',
  'PushCleared',
  'ChecklistPosted',
  'ChannelAsked',
  'MessageRequested',
  'ActionsRead',
  'CooldownAsked',
  'CooldownEnding',
])

function header(incident: Incident, entry: Entry): Partial<Incident> {
  switch (entry.type) {
    case 'Reanchored':
      return { anchor: reanchored(incident.anchor, entry) }
    case 'SeverityChanged':
      return { severity: entry.severity }
    case 'KindChanged':
      return { kind: entry.kind }
    case 'CommanderNamed':
      return { commander: entry.login }
    case 'CardPosted':
      return { cardComment: entry.commentId }
    case 'Rebuilt':
    case 'BegunAnew':
      return { rebuilt: entry.at }
    case 'Interrupted':
      return { interrupted: { why: entry.why, since: entry.at } }
    case 'Continued':
      return { interrupted: undefined }
    case 'AnchorLost':
      return { anchor: { ...incident.anchor, present: false } }
    case 'PostmortemRequested':
      return { postmortem: { effect: entry.effect, number: undefined, url: undefined, closed: false } }
    case 'PostmortemOpened':
      return incident.postmortem ? { postmortem: postmortemOpened(incident, incident.postmortem, entry) } : {}
    case 'PostmortemClosed':
      return incident.postmortem ? { postmortem: postmortemClosed(incident.postmortem, entry) } : {}
    case 'PostmortemReopened':
      return incident.postmortem ? { postmortem: { ...incident.postmortem, closed: false } } : {}
    default:
      return {}
  }
}

/**
 * A private post-mortem that becomes public is in this repository from then on. That the private one was closed counts
 * where it has closed the incident; else closing the public one does.
 */
function postmortemOpened(
  incident: Incident,
  { effect, closed: wasClosed }: Postmortem,
  { number, url, repository }: Extract<Entry, { type: 'PostmortemOpened' }>,
): Postmortem {
  const closed = wasClosed && isEnded(incident)
  return { effect, closed, number, url, ...(repository !== undefined && { repository }) }
}

const postmortemClosed = (before: Postmortem, { gone }: Extract<Entry, { type: 'PostmortemClosed' }>): Postmortem => ({
  ...before,
  closed: true,
  ...(gone && { gone: true }),
})

function reanchored(anchor: Anchor, { title, replacement }: Extract<Entry, { type: 'Reanchored' }>): Anchor {
  return { ...anchor, title, ...(replacement !== undefined && { replacement }) }
}

const statusOf: { readonly [K in Entry['type']]?: Status } = {
  Reported: 'reported',
  Declared: 'declared',
  Acknowledged: 'acknowledged',
  Mitigated: 'mitigated',
  Resolved: 'resolved',
  Closed: 'closed',
  Cancelled: 'cancelled',
}

function statusAfter({ status, times }: Incident, entry: Entry): Status {
  // Whoever reopens is on it; a report that was cancelled before anybody confirmed it is a report again.
  if (entry.type === 'Reopened') return times.declared === undefined ? 'reported' : 'acknowledged'
  // A repair is never un-made by somebody acknowledging late.
  if (entry.type === 'Acknowledged' && status === 'mitigated') return status
  return statusOf[entry.type] ?? status
}

function timesAfter(times: Times, entry: Entry): Times {
  switch (entry.type) {
    case 'Declared':
      return { ...times, declared: times.declared ?? entry.at }
    case 'BegunAnew':
      return entry.declared === undefined ? times : { ...times, reported: entry.declared, declared: entry.declared }
    case 'Responded':
      return { ...times, responded: times.responded ?? entry.at }
    case 'Acknowledged':
      return { ...times, ...answered(times, entry.at) }
    case 'Mitigated':
      return { ...times, mitigated: times.mitigated ?? entry.at }
    case 'Resolved':
      return { ...times, resolved: entry.at }
    case 'Closed':
    case 'Cancelled':
      return { ...times, closed: entry.at }
    case 'Reopened':
      return {
        ...times,
        ...(times.declared !== undefined && answered(times, entry.at)),
        resolved: undefined,
        closed: undefined,
      }
    case 'Updated':
      return { ...times, updated: entry.at }
    default:
      return times
  }
}

const answered = ({ acknowledged, responded }: Times, at: number): Pick<Times, 'acknowledged' | 'responded'> => ({
  acknowledged: acknowledged ?? at,
  responded: responded ?? at,
})
