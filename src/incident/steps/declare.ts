import { sectionText } from '../../lib/markdown.ts'
import { detectKind, detectSeverity, type Mark } from '../detect.ts'
import { escalationPolicyOf } from '../escalation-clock.ts'
import { type Incident, severityOf } from '../incident.ts'
import { membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import { freezeReason, severityReason, silenceReason, stepReason, type Telling } from '../reasons.ts'
import type { Thread } from '../repository.ts'
import { postChecklists } from './checklist.ts'
import { tellChannels } from './communication.ts'
import { postDrafts } from './community.ts'
import { keepConfidential } from './disclosure.ts'
import { stepsPassed, tellPassed } from './escalate.ts'
import { requestFreeze } from './freeze.ts'
import { rejudgeHotfixes } from './judge.ts'
import { reach } from './moment.ts'

export interface Beginning {
  readonly mark: Mark
  /** Who put the mark there. */
  readonly by: string
  readonly trusted: boolean
}

/** Begins an incident at a thread: only reported when the one who marked it lacks the trust level. */
export function* begin(plan: Plan, thread: Thread, { mark, by, trusted }: Beginning): Asking<Incident> {
  const { policy } = plan.situation
  const kind = detectKind(policy, thread, sectionText(thread.body, 'Kind') ?? sectionText(thread.body, 'Type'))
  const found = detectSeverity(policy, thread, sectionText(thread.body, 'Severity'))
  const severity = found?.severity ?? (kind && policy.kinds[kind.kind]?.severity) ?? policy.defaultSeverity
  const incident = plan.begin({
    repositoryId: plan.situation.repository.id,
    thread,
    policy,
    severity,
    kind: kind?.kind,
    now: plan.now,
  })
  const how = mark.by === 'title' ? `title ${mark.mark}` : `label ${mark.mark}`
  plan.because(`#${thread.number} carries the ${how}`)
  if (kind) plan.because(`its kind is ${kind.kind}`, true, [reason(`its ${kind.how} names it`)])
  plan.because(severityReason(policy, severity, { kind: kind?.kind, found }))
  if (trusted) return yield* declare(plan, incident, by, how)
  plan.because('it is only reported, until somebody who is believed confirms it', false)
  return yield* report(plan, incident, by, how)
}

/** Reports an incident: somebody has to confirm it before anything is frozen. @param by undefined: nobody who is to be named */
export function* report(plan: Plan, incident: Incident, by: string | undefined, how: string): Asking<Incident> {
  const reported = plan.record(incident, { type: 'Reported', how }, by)
  const told = tellFirst(plan, yield* keepConfidential(plan, reported))
  return postDrafts(plan, yield* postChecklists(plan, told, 'declared'))
}

/** Declares an incident, new or reported before: freeze, checklists, and the first people told. */
export function* declare(plan: Plan, incident: Incident, by: string | undefined, how: string): Asking<Incident> {
  const declared = plan.record(incident, { type: 'Declared', how }, by)
  const mode = severityOf(declared)?.freeze ?? false
  plan.because(freezeReason(declared))
  const frozen = mode === false ? declared : requestFreeze(plan, declared, { mode })
  const kept = yield* keepConfidential(plan, frozen)
  // Steps that were reached while it was only reported told people alone; now that it is real, their channels follow.
  const told = tellFirst(plan, tellPassed(plan, kept, stepsPassed(kept)))
  return postDrafts(plan, yield* reach(plan, told, 'declared'))
}

/** The steps that are due at once: the card's first appearance tells them, or a comment where the card stands already. */
function tellFirst(plan: Plan, incident: Incident): Incident {
  const escalation = escalationPolicyOf(incident)
  if (!escalation) plan.because(silenceReason(incident))
  const step = escalation?.steps[0]
  if (!step || step.after > 0 || incident.escalation.next > 0) return incident
  // What is only reported reaches nobody outside GitHub.
  const channels = incident.status === 'reported' ? [] : step.channels
  const members = membersOf(plan.situation.policy, step.notify, incident, plan.now)
  const telling: Telling = { step: 0, why: 'declared', roles: step.notify, members, channels }
  plan.because(stepReason(incident, telling))
  const reached = plan.record(incident, { type: 'StepReached', ...telling, late: 0, reason: undefined })
  return tellChannels(plan, reached, { notice: { occasion: 'escalation', text: undefined }, channels })
}

/** A trusted person says that a report is real. */
export function* confirm(plan: Plan, incident: Incident, by: string, how: string): Asking<Incident> {
  plan.because(`${by} confirmed the report of #${incident.anchor.number}`)
  const declared = yield* declare(plan, incident, by, how)
  const roles = severityOf(declared)?.responders ?? []
  plan.put(declared, {
    type: 'PostComment',
    thread: declared.anchor.number,
    message: {
      type: 'Confirmed',
      incident: declared.id,
      by,
      members: membersOf(plan.situation.policy, roles, declared, plan.now),
    },
  })
  return yield* rejudgeHotfixes(plan, declared)
}
