import type { Effect, EffectOutcome, EffectResult, PutEffect } from '../effect.ts'
import type { EffectSettled } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { type Reason, reason } from '../reason.ts'
import { outcomeReason } from '../reasons.ts'
import { isForAction } from './action-items.ts'
import { beginReview, noteAftermath } from './aftermath.ts'
import { noteChannel, noteSaid } from './channel-outcome.ts'
import { checklistKey } from './checklist.ts'
import { noteCooldown, noteDrafts } from './community.ts'
import { isForDetails, noteDetails } from './disclosure.ts'
import { missStep } from './escalate.ts'
import { addFinalRecord } from './final-record.ts'
import { nameOfFreeze } from './freeze.ts'
import { releaseHeldChecks } from './freeze-check.ts'
import { interrupt } from './interruption.ts'
import { passThoseOpenBefore } from './judge.ts'
import { missDeadline } from './keep-informed.ts'
import { reach } from './moment.ts'
import { openPostmortemWhenDue } from './postmortem.ts'
import { notePrivatePostmortem, noteRefusedPostmortem } from './postmortem-elsewhere.ts'
import { noteRehearsal } from './rehearsal.ts'
import { noteRollback } from './rollback.ts'

/** Effects whose outcome is another file's business; an opened issue may be anybody's, who looks at its message. */
const outcomes: {
  readonly [Type in Effect['type']]?: (
    plan: Plan,
    incident: Incident,
    put: PutEffect,
    outcome: EffectOutcome,
  ) => Asking<void>
} = {
  OpenRevert: noteRollback,
  OpenAdvisory: noteDetails,
  OpenIssue: function* (plan, incident, put, outcome) {
    yield* noteAftermath(plan, incident, put, outcome)
    yield* noteDetails(plan, incident, put, outcome)
  },
  LockThread: noteCooldown,
  LimitInteractions: noteCooldown,
  PublishDiscussion: noteAftermath,
  RehearseFreeze: noteRehearsal,
  EndRehearsal: noteRehearsal,
}

/** What was seen to be true, or was given up: only now may it be said. */
export function* followOutcome(plan: Plan, { put, outcome }: EffectSettled): Asking<void> {
  if (!outcome.succeeded && outcome.interruption) interrupt(plan, outcome.interruption)
  const incident = put.incident === undefined ? undefined : plan.find(put.incident)
  if (!incident) return
  plan.because(outcomeReason(put, outcome))
  const { type } = put.effect
  if (type === 'NotifyChannel') return noteChannel(plan, incident, put, outcome)
  const ofItsOwn = outcomes[type]
  if (ofItsOwn) yield* ofItsOwn(plan, incident, put, outcome)
  if (ofItsOwn && type !== 'OpenIssue') return
  const current = plan.find(incident.id) ?? incident
  if (!outcome.succeeded) return yield* giveUp(plan, current, put, outcome)
  yield* follow(plan, current, put, outcome.result)
}

function* follow(plan: Plan, incident: Incident, put: PutEffect, result: EffectResult): Asking<void> {
  switch (result.type) {
    case 'Commented':
      return noteComment(plan, incident, put, result)
    case 'Frozen':
    case 'Advisory':
      return yield* noteFreeze(plan, incident, put, result)
    case 'Lifted':
      if (incident.freeze?.status === 'lost') return noteLeftover(plan, incident, put, result)
      return addFinalRecord(plan, yield* openPostmortemWhenDue(plan, noteThaw(plan, incident, result)))
    case 'IssueOpened':
      return yield* notePostmortem(plan, incident, put, result)
    default:
      return
  }
}

function noteComment(
  plan: Plan,
  incident: Incident,
  put: PutEffect,
  { commentId, url }: Extract<EffectResult, { type: 'Commented' }>,
): void {
  const { effect } = put
  if (effect.type === 'SyncCard') {
    if (incident.cardComment === commentId) return
    const isFirst = incident.cardComment === undefined
    const carded = plan.record(incident, { type: 'CardPosted', commentId })
    if (isFirst) noteFirstTold(plan, carded, url)
    return
  }
  if (effect.type !== 'PostComment') return
  const { message } = effect
  if (message.type === 'Checklist' && put.key === checklistKey(incident, message.checklist))
    plan.record(incident, { type: 'ChecklistPosted', checklist: message.checklist, commentId })
  if (message.type === 'Escalated' && message.members.length > 0)
    plan.record(incident, { type: 'Told', step: message.step, members: message.members, url })
  noteDrafts(plan, incident, message)
  noteSaid(plan, incident, put, url)
}

/** The card's first appearance mentioned those of the first step: a comment that exists is what "told" rests on. */
function noteFirstTold(plan: Plan, incident: Incident, url: string): void {
  const first = incident.timeline.find((entry) => entry.type === 'StepReached' && entry.why === 'declared')
  if (first?.type === 'StepReached' && first.members.length > 0)
    plan.record(incident, { type: 'Told', step: first.step, members: first.members, url })
}

type FreezeResult = Extract<EffectResult, { type: 'Frozen' | 'Advisory' }>

function* noteFreeze(plan: Plan, incident: Incident, put: PutEffect, result: FreezeResult): Asking<void> {
  // A thaw or another mode was asked for meanwhile: what this attempt did is no longer the question.
  if (incident.freeze?.status !== 'applying' || incident.freeze.applyKey !== put.key) return
  plan.because(heldReason(result))
  if (result.type === 'Advisory') {
    // Another mode was refused: the freeze that was on before stands. One that was found not to hold was taken away.
    if (incident.freeze.seen && result.reason !== 'not-effective')
      return noteFreezeFailed(plan, incident, `GitHub refused the change (${result.reason})`)
    const advisory = plan.record(incident, {
      type: 'FreezeIsAdvisory',
      reason: result.reason,
      commands: result.commands,
    })
    // The card's first appearance says it; a card that stands already is an edit that nobody is notified of.
    if (advisory.cardComment !== undefined)
      say(plan, advisory, { type: 'FreezeAdvisory', incident: incident.id }, ofFreeze(advisory, 'advisory'))
    return
  }
  const frozen = plan.record(incident, { type: 'FrozenSeen', applied: result.applied })
  const { unverified, refused } = result.applied
  // The card's first appearance says that it holds; where it does not, and why, takes a comment of its own.
  if (frozen.cardComment !== undefined || unverified.length + refused.length > 0)
    say(plan, frozen, { type: 'Frozen', incident: incident.id }, ofFreeze(frozen, 'on'))
  if (frozen.freeze?.mode === 'hotfix-only') yield* passThoseOpenBefore(plan, frozen)
}

/** How far the freeze was seen to hold, read back branch by branch. */
function heldReason(result: FreezeResult): Reason {
  if (result.type === 'Advisory') return reason(`nothing can be enforced here: ${result.reason}`, false)
  const { mechanism, verified, unverified, refused } = result.applied
  return reason(`a ${mechanism} holds`, unverified.length + refused.length === 0, [
    ...verified.map((branch) => reason(`${branch}: it was seen to hold`)),
    ...unverified.map((branch) => reason(`${branch}: it was not seen`, false)),
    ...refused.map(({ branch, reason: why }) => reason(`${branch}: ${why}`, false)),
  ])
}

type LiftResult = Extract<EffectResult, { type: 'Lifted' }>

/** What somebody switched off was still there; after a loss of the database it is not known whether it was. */
function noteLeftover(plan: Plan, incident: Incident, { effect }: PutEffect, { wasMissing }: LiftResult): void {
  if (!wasMissing && !effect.again) plan.record(incident, { type: 'LeftoverRemoved' })
}

function noteThaw(plan: Plan, incident: Incident, { comparison, wasMissing }: LiftResult): Incident {
  // Frozen again meanwhile, or lost: what an earlier thaw did is no longer the question.
  if (incident.freeze?.status !== 'lifting') return incident
  const requested = incident.timeline.findLast((entry) => entry.type === 'ThawRequested')
  const why = requested?.type === 'ThawRequested' ? requested.why : ''
  const merged = incident.timeline.findLast((entry) => entry.type === 'HotfixMerged')
  const byHotfix = merged?.type === 'HotfixMerged' && requested?.at === merged.at ? merged.number : undefined
  const thawed = plan.record(incident, { type: 'Thawed', comparison, wasMissing })
  plan.because(comparedReason(comparison))
  const planned = plan.windows.told
  const seen = { comparison, why, wasMissing, mitigatedBy: byHotfix }
  const message = { type: 'Thawed', incident: incident.id, ...seen, ...(planned.length > 0 && { planned }) } as const
  say(plan, thawed, message, ofFreeze(thawed, 'off'))
  return releaseHeldChecks(plan, thawed)
}

/** Each branch was compared with what had been kept of it before the freeze. */
const comparedReason = (comparison: LiftResult['comparison']): Reason =>
  reason(
    'the branches are as they were before the freeze',
    comparison.every(({ same }) => same),
    comparison.map(({ branch, same, differences }) => reason([branch, ...differences].join(': '), same)),
  )

function* notePostmortem(
  plan: Plan,
  incident: Incident,
  put: PutEffect,
  { number, url }: Extract<EffectResult, { type: 'IssueOpened' }>,
): Asking<void> {
  if (put.effect.type !== 'OpenIssue' || incident.postmortem?.effect !== put.key) return
  if (incident.postmortem.number === number) return plan.because(`#${number} was told of before`, false)
  const { repository } = put.effect
  const place = { number, url, ...(repository !== undefined && { repository }) }
  const opened = plan.record(incident, { type: 'PostmortemOpened', ...place })
  say(plan, opened, { type: 'PostmortemOpened', incident: incident.id, ...place }, `${put.key}/opened/${number}`)
  // Comments in another repository bring no events of theirs here, so its checklists are ticked on the anchor.
  const thread = repository === undefined ? number : opened.anchor.number
  addFinalRecord(plan, yield* beginReview(plan, yield* reach(plan, opened, 'post-mortem', thread)))
  yield* notePrivatePostmortem(plan, plan.find(incident.id) ?? opened, put)
}

/** What was given up is said where people look: a freeze or a thaw aloud, the rest on the timeline. */
function* giveUp(
  plan: Plan,
  incident: Incident,
  put: PutEffect,
  { reason, interruption }: Extract<EffectOutcome, { succeeded: false }>,
): Asking<void> {
  const { type } = put.effect
  if (type === 'ApplyFreeze') {
    if (incident.freeze?.applyKey !== put.key || incident.freeze.status !== 'applying') return
    noteFreezeFailed(plan, incident, reason)
    return
  }
  if (type === 'LiftFreeze') {
    yield* openPostmortemWhenDue(plan, noteThawFailed(plan, incident, reason))
    return
  }
  if (interruption && type === 'PostComment' && isMissed(plan, incident, put.effect.message)) return
  // A card that cannot be written would ask to be written again; the others are on record already, in words of their own.
  if (type === 'SyncCard' || isForDetails(put.effect) || isForAction(put.effect)) return
  noteRefusedPostmortem(plan, plan.record(incident, { type: 'EffectGivenUp', what: type, reason }), put, reason)
}

/** Whether it was an alarm that is due again. */
function isMissed(plan: Plan, incident: Incident, message: Message): boolean {
  if (message.type === 'Escalated') missStep(plan, incident, message)
  else if (message.type === 'DeadlineReached') missDeadline(plan, incident, message)
  else return false
  return true
}

function noteThawFailed(plan: Plan, incident: Incident, reason: string): Incident {
  if (incident.freeze?.status !== 'lifting') return incident
  const asked = incident.timeline.findLast(({ type }) => type === 'ThawRequested')?.at ?? 0
  const before = incident.timeline.filter(({ type, at }) => type === 'ThawFailed' && at >= asked).length
  const failed = plan.record(incident, { type: 'ThawFailed', reason })
  // Asked for again, it may fail again, and that is told as well.
  const name = ofFreeze(failed, `not-off/${asked}/${before}`)
  say(plan, failed, { type: 'ThawFailed', incident: incident.id, reason }, name)
  return failed
}

function noteFreezeFailed(plan: Plan, incident: Incident, reason: string): void {
  const failed = releaseHeldChecks(plan, plan.record(incident, { type: 'FreezeFailed', reason }))
  say(plan, failed, { type: 'FreezeFailed', incident: incident.id, reason }, ofFreeze(failed, 'failed'))
}

/**
 * What the asked-for freeze came to; of each it is told once. Asked for again, or begun anew after a loss, it is another one.
 */
const ofFreeze = (
  { freeze }: Incident,
  what: 'on' | 'off' | 'advisory' | 'failed' | `not-off/${number}/${number}`,
): string | undefined => freeze && `${nameOfFreeze(freeze)}/${what}`

/**
 * @param key names what is told, so that the comment is found where the database was lost before the card had it;
 * undefined: it may have to be told again
 */
function say(plan: Plan, incident: Incident, message: Message, key?: string): void {
  const comment = { type: 'PostComment', thread: incident.anchor.number, message } as const
  plan.put(incident, comment, key === undefined ? {} : { key })
}
