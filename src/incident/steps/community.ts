import { parseDuration } from '../../lib/duration.ts'
import { readNumber } from '../command.ts'
import type { Cooldown, CooldownStep } from '../community.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'
import { lateness } from './lateness.ts'

const longest = 30 * 86_400_000

/**
 * `cooldown DURATION [#N]`: locks a conversation, the one in which it is typed or another one of the repository. Nothing is
 * said before it was seen to be locked.
 */
export function* coolDown(context: CommandContext, incident: Incident): Asking<Refusal | undefined> {
  const { plan, event, by, args, description } = context
  const [length = '', target] = args.trim().split(/\s+(.*)/su)
  const duration = parseDuration(length)
  if (duration === undefined || duration > longest)
    return { type: 'unknown-name', what: 'duration', found: length, allowed: ['30m', '4h', '24h'] }
  const thread = target ? readNumber(target) : event.thread.number
  if (thread === undefined) return { type: 'usage', usage: `/incident ${description.usage}` }
  const running = cooldownOf(incident, thread)
  // What still waits for the one that runs would come after this.
  if (running) plan.cancel(running.ending?.key ?? running.lockKey)
  const firstKey = running?.firstKey
  const lockKey = plan.put(incident, { type: 'LockThread', thread, locked: true, firstKey }, { urgent: true })
  const { interactions } = plan.situation.policy.cooldown
  const until = plan.now + duration
  const asked = { type: 'CooldownAsked', thread, until, interactions, lockKey, firstKey: firstKey ?? lockKey } as const
  plan.record(incident, asked, by)
  return undefined
}

/** Posts the kind's drafts, once: texts that people adapt and send. */
export function postDrafts(plan: Plan, incident: Incident): Incident {
  const { kind, id } = incident
  const drafts = incident.policy.kinds[kind ?? '']?.drafts ?? []
  if (kind === undefined || drafts.length === 0) return incident
  const message = { type: 'Drafts', incident: id, kind, drafts } as const
  const key = draftsKey(id, kind)
  plan.put(incident, { type: 'PostComment', thread: incident.anchor.number, message }, { key })
  return incident
}

const draftsKey = (incident: string, kind: string): string => `${incident}/drafts/${kind}`

/** The comment with a kind's drafts was seen. */
export function noteDrafts(plan: Plan, incident: Incident, message: Message): void {
  if (message.type === 'Drafts') plan.record(incident, { type: 'DraftsPosted', kind: message.kind })
}

/** The timers `cooldown/THREAD`: the conversation is opened again. */
export function* followCooldownTimer(plan: Plan, incident: Incident, event: TimerFired): Asking<void> {
  const cooldown = cooldownOf(incident, Number(event.timer.split('/')[1]))
  if (!cooldown) return
  const { thread, firstKey, lockKey } = cooldown
  plan.cancel(lockKey)
  const key = plan.put(incident, { type: 'LockThread', thread, locked: false, firstKey }, { urgent: true })
  plan.record(incident, { type: 'CooldownEnding', thread, key, late: lateness(event) })
}

/** The outcome of `LockThread` and `LimitInteractions`. */
export function* noteCooldown(
  plan: Plan,
  incident: Incident,
  { key, effect }: PutEffect,
  outcome: EffectOutcome,
): Asking<void> {
  if (effect.type === 'LimitInteractions') return noteLimit(plan, incident, effect.limit, outcome)
  if (effect.type !== 'LockThread') return
  const cooldown = cooldownOf(incident, effect.thread)
  // Another end was asked for meanwhile: what this attempt did is no longer the question.
  if (!cooldown || key !== (cooldown.ending?.key ?? cooldown.lockKey)) return
  if (!outcome.succeeded) return noteRefusal(plan, incident, cooldown, outcome.reason)
  if (outcome.result.type !== 'LockSeen') return
  const { locked, wasLocked = false } = outcome.result
  if (effect.locked) noteLocked(plan, incident, cooldown, wasLocked)
  else noteOpened(plan, incident, cooldown, locked)
}

function noteLocked(plan: Plan, incident: Incident, cooldown: Cooldown, wasLocked: boolean): void {
  const { thread, until, by, interactions, seenUntil } = cooldown
  const isPrivate = plan.situation.repository.private
  const begun = plan.record(incident, { type: 'CooldownBegun', thread, until }, by)
  const cannotLimit = interactions !== undefined && isPrivate
  const moved = seenUntil !== undefined
  say(plan, begun, thread, { type: 'CooldownBegun', incident: incident.id, until, by, moved, wasLocked, cannotLimit })
  if (interactions === undefined || isPrivate) return
  plan.put(begun, { type: 'LimitInteractions', limit: interactions, lasts: until - plan.now })
}

function noteOpened(plan: Plan, incident: Incident, { thread, ending }: Cooldown, stillLocked: boolean): void {
  const late = ending?.late ?? 0
  const over = plan.record(incident, { type: 'CooldownOver', thread, late, stillLocked })
  say(plan, over, thread, { type: 'CooldownOver', incident: incident.id, late, stillLocked })
  takeLimitAway(plan, over)
}

function noteRefusal(plan: Plan, incident: Incident, { thread, ending }: Cooldown, reason: string): void {
  const what = ending ? 'unlock' : 'lock'
  const failed = fail(plan, incident, { thread, what, reason })
  if (what === 'unlock') takeLimitAway(plan, failed)
}

/** The repository has one limit: it goes with the last cool-down that asked for it, whichever incident's that is. */
function takeLimitAway(plan: Plan, incident: Incident): void {
  const last = incident.timeline.findLast((entry) => entry.type === 'InteractionsLimited')
  const isWanted = plan.atHand.some(({ cooldowns }) => cooldowns.some(isLimiting))
  if (last?.limit !== undefined && last.ours && !isWanted)
    plan.put(incident, { type: 'LimitInteractions', limit: undefined, lasts: 0 })
}

const isLimiting = ({ interactions, ending }: Cooldown): boolean => interactions !== undefined && ending === undefined

function noteLimit(plan: Plan, incident: Incident, limit: Cooldown['interactions'], outcome: EffectOutcome): void {
  if (!outcome.succeeded) {
    const what = limit === undefined ? 'unlimit' : 'limit'
    fail(plan, incident, { thread: incident.anchor.number, what, reason: outcome.reason })
    return
  }
  if (outcome.result.type !== 'InteractionsLimited') return
  const { ours } = outcome.result
  sayLimit(plan, incident, limit, ours)
  const noted = plan.record(incident, { type: 'InteractionsLimited', limit, ours })
  // It came when the cool-down was over already.
  takeLimitAway(plan, noted)
}

/** Said in the conversation that cools off; a later end of the same limit is nothing new. */
function sayLimit(plan: Plan, incident: Incident, limit: Cooldown['interactions'], ours: boolean): void {
  const last = incident.timeline.findLast((entry) => entry.type === 'InteractionsLimited')
  const cooling = incident.cooldowns.findLast(isLimiting)
  if (limit === undefined || !cooling || (last?.limit === limit && last.ours === ours)) return
  say(plan, incident, cooling.thread, { type: 'InteractionsLimited', incident: incident.id, limit, ours })
}

/** Said where everybody looks, and not where nobody may write. */
function fail(
  plan: Plan,
  incident: Incident,
  failure: { readonly thread: number; readonly what: CooldownStep; readonly reason: string },
): Incident {
  const failed = plan.record(incident, { type: 'CooldownFailed', ...failure })
  say(plan, failed, incident.anchor.number, { type: 'CooldownFailed', incident: incident.id, ...failure })
  return failed
}

function say(plan: Plan, incident: Incident, thread: number, message: Message): void {
  plan.put(incident, { type: 'PostComment', thread, message })
}

const cooldownOf = ({ cooldowns }: Incident, thread: number): Cooldown | undefined =>
  cooldowns.find((one) => one.thread === thread)
