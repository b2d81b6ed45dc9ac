import type { EffectOutcome, EffectResult, PutEffect } from '../effect.ts'
import type { EffectSettled } from '../event.ts'
import type { Plan } from '../plan.ts'
import type { PlannedFreeze } from '../planned-freeze.ts'
import { type Asking, openPullRequests } from '../question.ts'
import { outcomeReason } from '../reasons.ts'
import { releaseHeldChecks } from './freeze-check.ts'
import { judgePullRequest, passThoseOpenBefore } from './judge.ts'
import { closeNotice, tellOfPlanned } from './planned-notice.ts'

/** What was seen of a planned freeze, or was given up: only now may it be said. */
export function* followPlannedOutcome(plan: Plan, { put, outcome }: EffectSettled): Asking<void> {
  const planned = plan.windows.all.find((one) => isAbout(one, put))
  if (!planned) return
  plan.because(outcomeReason(put, outcome))
  switch (put.effect.type) {
    case 'KeepIssue':
      return noteNotice(plan, planned, outcome)
    case 'ApplyFreeze':
      return yield* noteApplied(plan, planned, put, outcome)
    case 'LiftFreeze':
      return noteLifted(plan, planned, outcome)
    default:
      return
  }
}

const isAbout = ({ id, notice }: PlannedFreeze, { key, effect }: PutEffect): boolean =>
  ('incident' in effect && effect.incident === id) || notice?.key === key

function noteNotice(plan: Plan, planned: PlannedFreeze, outcome: EffectOutcome): void {
  if (!outcome.succeeded || outcome.result.type !== 'IssueOpened' || !planned.notice) return
  const { number } = outcome.result
  if (planned.notice.number !== number) plan.windows.keep({ ...planned, notice: { ...planned.notice, number } })
}

function* noteApplied(plan: Plan, planned: PlannedFreeze, { key }: PutEffect, outcome: EffectOutcome): Asking<void> {
  const { freeze } = planned
  // Its end has come, or it was asked for anew: what this attempt did is no longer the question.
  if (freeze?.status !== 'applying' || freeze.applyKey !== key) return
  if (!outcome.succeeded) return noteFailed(plan, planned, outcome.reason)
  const { result } = outcome
  if (result.type === 'Frozen') return yield* noteFrozen(plan, planned, result)
  if (result.type !== 'Advisory') return
  // A change was refused: what was on before stands. One that was found not to hold was taken away.
  if (freeze.seen && result.reason !== 'not-effective')
    return noteFailed(plan, planned, `GitHub refused the change (${result.reason})`)
  const { reason, commands } = result
  tellOfPlanned(plan, plan.record(planned, { type: 'FreezeIsAdvisory', reason, commands }), 'state')
}

function noteFailed(plan: Plan, planned: PlannedFreeze, reason: string): void {
  const failed = plan.record(planned, { type: 'FreezeFailed', reason })
  tellOfPlanned(plan, releaseHeldChecks(plan, failed), 'state')
}

type Frozen = Extract<EffectResult, { type: 'Frozen' }>

function* noteFrozen(plan: Plan, planned: PlannedFreeze, { applied }: Frozen): Asking<void> {
  const wasOn = planned.freeze?.seen !== undefined
  const frozen = plan.record(planned, { type: 'FrozenSeen', applied })
  if (applied.unverified.length + applied.refused.length > 0) tellOfPlanned(plan, frozen, 'state')
  // What was not enforced is now; what went past it stays to be looked at.
  else if (frozen.bypasses.length + frozen.edits.length === 0) closeNotice(plan, frozen)
  if (frozen.freeze?.mode !== 'hotfix-only') return
  if (wasOn) yield* explainAnew(plan, frozen)
  yield* passThoseOpenBefore(plan, plan.current(frozen))
}

/** The window was changed while it was on: what its checks told of it, such as its end, is told anew. */
function* explainAnew(plan: Plan, planned: PlannedFreeze): Asking<void> {
  const { freeze } = planned
  const given = Object.entries(freeze?.checks ?? {})
  const held = new Set(given.filter(([, { passed }]) => passed === false).map(([sha]) => sha))
  if (!freeze || held.size === 0) return
  const checks = Object.fromEntries(given.filter(([sha]) => !held.has(sha)))
  plan.windows.keep({ ...planned, freeze: { ...freeze, checks } })
  for (const pullRequest of yield* openPullRequests())
    if (held.has(pullRequest.head.sha)) yield* judgePullRequest(plan, pullRequest)
}

function noteLifted(plan: Plan, planned: PlannedFreeze, outcome: EffectOutcome): void {
  // Frozen again meanwhile, or lost: what an earlier attempt did is no longer the question.
  if (planned.freeze?.status !== 'lifting') return
  if (!outcome.succeeded) {
    tellOfPlanned(plan, plan.record(planned, { type: 'ThawFailed', reason: outcome.reason }), 'state')
    return
  }
  if (outcome.result.type !== 'Lifted') return
  const { comparison, wasMissing } = outcome.result
  closeNotice(plan, releaseHeldChecks(plan, plan.record(planned, { type: 'Thawed', comparison, wasMissing })))
}
