import type { EscalationStep } from '../../policy/policy.ts'
import { channelsOf } from '../communication.ts'
import { dueSteps, escalationPolicyOf } from '../escalation-clock.ts'
import type { TimerFired } from '../event.ts'
import { type Incident, isOngoing, severityOf } from '../incident.ts'
import { isResponder, membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason as reasonOf } from '../reason.ts'
import { stepReason } from '../reasons.ts'
import type { Actor } from '../repository.ts'
import type { Entry } from '../timeline.ts'
import { alarmsThatCount } from '../told.ts'
import { informedAt } from '../update-clock.ts'
import { tellChannels } from './communication.ts'
import { lateness } from './lateness.ts'

type Why = 'no-response' | 'repeat' | 'asked' | 'silent'

/** The escalation's timer: tells the next step if it is still due. */
export function escalateWhenDue(plan: Plan, incident: Incident, event: TimerFired): void {
  const next = dueSteps(incident)
  if (!next || next.at > plan.now) return
  const why = next.why === 'repeat' ? 'repeat' : 'no-response'
  reachStep(plan, incident, next.step, { why, late: lateness(event) })
}

/** Acknowledged, and then silence: the ones told last are asked again. */
export function escalateSilence(plan: Plan, incident: Incident, event: TimerFired): void {
  if (incident.status !== 'acknowledged') return
  const last = Math.max(0, incident.escalation.next - 1)
  reachStep(plan, incident, last, { why: 'silent', late: lateness(event) })
}

/** Somebody asks for the next step; past the last one, it is told again. */
export function escalateByHand(plan: Plan, incident: Incident, by: string, reason: string | undefined): boolean {
  const steps = escalationPolicyOf(incident)?.steps ?? []
  if (steps.length === 0) return false
  const step = Math.min(incident.escalation.next, steps.length - 1)
  reachStep(plan, incident, step, { why: 'asked', late: 0, by, reason })
  return true
}

interface Reach {
  readonly why: Why
  readonly late: number
  readonly by?: string
  readonly reason?: string | undefined
}

function reachStep(plan: Plan, incident: Incident, step: number, reach: Reach): void {
  const { policy } = plan.situation
  const { why, late, by, reason } = reach
  const wanted = escalationPolicyOf(incident)?.steps[step]
  const roles = wanted?.notify ?? severityOf(incident)?.responders ?? []
  const members = membersOf(policy, roles, incident, plan.now)
  const channels = incident.status === 'reported' ? [] : (wanted?.channels ?? [])
  plan.because(stepReason(incident, { step, why, roles, members, channels }))
  const reached = plan.record(incident, { type: 'StepReached', step, roles, members, channels, why, late, reason }, by)
  const since = why === 'silent' ? informedAt(incident) : incident.times.declared
  const waited = plan.now - (since ?? incident.times.reported)
  plan.put(
    reached,
    {
      type: 'PostComment',
      thread: incident.anchor.number,
      message: { type: 'Escalated', incident: incident.id, step, members, why, waited, late, reason },
    },
    { urgent: true },
  )
  tellChannels(plan, reached, { notice: { occasion: 'escalation', text: reason }, channels })
}

/**
 * The comment of a step was refused because nothing can be done here for now. Nobody was called by it, so it counts as not
 * reached, and is due when it goes on.
 */
export function missStep(plan: Plan, incident: Incident, { step, why }: Pick<Reached, 'step' | 'why'>): void {
  const before = alarmsThatCount(incident).filter((alarm): alarm is Reached => alarm.type === 'StepReached')
  const missed = before.findLastIndex((one) => one.step === step && one.why === why)
  if (missed < 0) return
  before.splice(missed, 1)
  const told = [...new Set(before.flatMap(({ roles }) => roles))]
  plan.record(incident, { type: 'StepMissed', step, why, told, reachedBefore: before.at(-1)?.at })
}

type Reached = Extract<Entry, { type: 'StepReached' }>

/** The steps of the escalation that have had their turn, by the policy of the severity as it is now. */
export const stepsPassed = (incident: Incident): readonly EscalationStep[] =>
  escalationPolicyOf(incident)?.steps.slice(0, incident.escalation.next) ?? []

/** Tells the channels of steps that have had their turn without them. */
export function tellPassed(plan: Plan, incident: Incident, steps: readonly EscalationStep[]): Incident {
  const told = channelsOf(incident)
  const channels = steps.flatMap((step) => step.channels).filter((channel) => !told.includes(channel))
  return tellChannels(plan, incident, { notice: { occasion: 'escalation', text: undefined }, channels })
}

/** Takes note of somebody's doing as a response, where activity counts as one. */
export function* noteResponse(plan: Plan, incident: Incident, actor: Actor, how: string): Asking<Incident> {
  const isOpen = incident.times.responded === undefined || !incident.escalation.stopped
  const counts = isOngoing(incident) && incident.status !== 'mitigated'
  if (!isOpen || !counts || incident.policy.escalation.response !== 'activity') return incident
  // A monitoring bot's chatter is nobody's answer.
  if (actor.type !== 'User') return incident
  if (!(yield* isResponder(plan, incident, actor.login))) {
    plan.because(`that ${actor.login} ${how} is no answer: the escalation goes on`, false, [
      reasonOf(`${actor.login} is neither among the responders nor among those who were told`, false),
    ])
    return incident
  }
  plan.because(`${actor.login} is a responder and ${how}: the escalation stops`)
  return plan.record(incident, { type: 'Responded', how }, actor.login)
}

/** The promises on the card, broken: a line on the timeline, once. */
export function notePromise(plan: Plan, incident: Incident, event: TimerFired): void {
  const severity = severityOf(incident)
  const { escalation, times } = incident
  const late = lateness(event)
  if (event.timer === 'respond-within') {
    const promised = severity?.respondWithin
    if (promised === undefined || times.responded !== undefined || escalation.responseBreached) return
    plan.record(incident, { type: 'ResponsePromiseBroken', promised, late })
    return
  }
  const promised = severity?.resolveWithin
  if (promised === undefined || escalation.resolutionBreached) return
  plan.record(incident, { type: 'ResolutionPromiseBroken', promised, late })
}
