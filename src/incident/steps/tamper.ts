import type { ProtectionChanged, RulesetChanged, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import { respondersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Actor } from '../repository.ts'
import { requestThaw } from './freeze.ts'
import { releaseHeldChecks } from './freeze-check.ts'
import { lateness } from './lateness.ts'

/**
 * Somebody else touched a freeze's ruleset. A person who deletes or disables it is believed: recorded, said aloud, not
 * put back.
 */
export function noteRulesetChange(plan: Plan, event: RulesetChanged): void {
  const incident = plan.active.find(
    ({ freeze }) =>
      freeze?.applied?.rulesetId === event.rulesetId && (freeze.status === 'on' || freeze.status === 'applying'),
  )
  if (!incident || event.change === 'created') return
  const isDisabled = event.change === 'edited' && event.enforcement !== 'active'
  const how =
    event.change === 'deleted'
      ? 'deleted the ruleset'
      : isDisabled
        ? `set the ruleset to ${event.enforcement}`
        : 'edited the ruleset'
  noteTampering(plan, incident, { actor: event.actor, how, lost: event.change === 'deleted' || isDisabled })
}

/** Somebody else touched the classic protection of a branch that is frozen through it. */
export function noteProtectionChange(plan: Plan, event: ProtectionChanged): void {
  for (const incident of plan.active) {
    const { freeze } = incident
    if (freeze?.status !== 'on' || freeze.applied?.mechanism !== 'branch-protection') continue
    if (!freeze.applied.verified.includes(event.pattern)) continue
    const lost = event.change === 'deleted'
    noteTampering(plan, incident, {
      actor: event.actor,
      how: `${lost ? 'deleted' : 'edited'} the protection of ${event.pattern}`,
      lost,
    })
  }
}

interface Tampering {
  readonly actor: Actor
  readonly how: string
  readonly lost: boolean
}

function noteTampering(plan: Plan, incident: Incident, { actor, how, lost }: Tampering): void {
  plan.because(`${actor.login} ${how}`)
  const tampered = plan.record(incident, { type: 'FreezeTampered', how, lost }, actor.login)
  const bot = actor.type === 'Bot'
  const members = bot && lost ? respondersOf(plan, tampered) : []
  const noted = lost ? releaseHeldChecks(plan, tampered) : tampered
  plan.put(noted, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'FreezeTampered', incident: incident.id, by: actor.login, bot, members, how, lost },
  })
}

/** The freeze has lasted as long as was planned: the maintainers are asked, and at twice that it is lifted. */
export function noteFreezeDuration(plan: Plan, incident: Incident, event: TimerFired): void {
  const { freeze } = incident
  const limit = incident.policy.freeze.maxDuration
  if (!freeze || limit === undefined || (freeze.status !== 'on' && freeze.status !== 'applying')) return
  if (event.timer === 'freeze-end') {
    if (freeze.durationAsked) requestThaw(plan, incident, 'it had lasted twice its max-duration and nobody renewed it')
    return
  }
  if (freeze.durationAsked) return
  const late = lateness(event)
  const asked = plan.record(incident, { type: 'FreezeDurationAsked', late })
  const members = respondersOf(plan, asked)
  const liftsAt = freeze.requestedAt + 2 * limit
  plan.put(asked, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'FreezeDurationAsked', incident: incident.id, members, liftsAt, late },
  })
}
