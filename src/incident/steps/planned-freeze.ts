import type { FreezePolicy, FreezeWindow } from '../../policy/policy.ts'
import { isHeld } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type PlannedFreeze, type WindowPolicy, windowCheckName } from '../planned-freeze.ts'
import { type Asking, openPullRequests } from '../question.ts'
import { releaseHeldChecks, withdrawChecks } from './freeze-check.ts'
import { closeNotice } from './planned-notice.ts'

/** Asks for a window's freeze as the configuration has it now, or for the change of the one that is on. */
export function* requestPlanned(plan: Plan, before: PlannedFreeze, window: FreezeWindow): Asking<void> {
  const policy = windowPolicy(plan.situation.policy.freeze)
  const held = isHeld(before.freeze) ? before.freeze : undefined
  if (before.freeze) plan.cancel(before.freeze.applyKey)
  const planned = plan.windows.keep({ ...before, window, policy: { freeze: policy } })
  const { slug } = planned
  // What was given up may have got through unseen.
  const isRepeated = before.freeze?.status === 'failed'
  const effect = plan.put(
    planned,
    {
      type: 'ApplyFreeze',
      ...(isRepeated && { again: true }),
      incident: planned.id,
      number: undefined,
      window: { slug, to: window.to, timezone: window.timezone },
      mode: window.mode,
      branches: policy.branches,
      mechanism: policy.mechanism,
      reviewed: policy.reviewed,
      checkName: windowCheckName(slug),
      replaces: held?.applied,
      firstKey: held?.firstKey,
    },
    // A key of its own making: after a loss of the database what it may have made before is looked for.
    { urgent: true, key: `${planned.id}/${plan.windows.version}/ApplyFreeze` },
  )
  plan.because(`the planned freeze "${window.name}" is on until ${window.to} (${window.timezone})`)
  const { branches } = policy
  const requested = plan.record(planned, { type: 'FreezeRequested', mode: window.mode, branches, effect })
  if (!held) yield* withdrawEarlier(plan, requested)
}

export const windowPolicy = ({ branches, mechanism, exempt, reviewed }: FreezePolicy): WindowPolicy => ({
  branches,
  mechanism,
  exempt,
  reviewed,
})

/**
 * A window of the same name may have been on before, and its check has the same name: a success of then must not let
 * anything pass. Only commits that open pull requests stand for matter; most of that time are long gone.
 */
function* withdrawEarlier(plan: Plan, planned: PlannedFreeze): Asking<void> {
  const { freeze } = planned
  if (!freeze || Object.keys(freeze.checks).length === 0) return
  const heads = new Set((yield* openPullRequests()).map(({ head }) => head.sha))
  const checks = Object.fromEntries(Object.entries(freeze.checks).filter(([sha]) => heads.has(sha)))
  withdrawChecks(plan, plan.windows.keep({ ...planned, freeze: { ...freeze, checks } }))
}

/** Asks for a window's freeze to be lifted, also one that was never seen to hold. Where none can be on, it is over at once. */
export function liftPlanned(plan: Plan, planned: PlannedFreeze, why: string): void {
  const { freeze, slug, window } = planned
  if (!freeze) return
  plan.because(`the planned freeze "${window.name}" ends: ${why}`)
  // An attempt that waits to be repeated must not freeze afterwards; one that got through unseen is looked for.
  plan.cancel(freeze.applyKey)
  const requested = plan.record(planned, { type: 'ThawRequested', why })
  // One that was taken away may have been switched on again unheard, so that it is looked for.
  if (freeze.status === 'advisory') {
    const over = plan.record(requested, { type: 'Thawed', comparison: [], wasMissing: true })
    closeNotice(plan, releaseHeldChecks(plan, over))
    return
  }
  plan.put(
    requested,
    {
      type: 'LiftFreeze',
      incident: planned.id,
      number: undefined,
      window: { slug, to: window.to, timezone: window.timezone },
      checkName: freeze.checkName,
      applied: freeze.applied,
      applyKey: freeze.firstKey,
    },
    { urgent: true },
  )
}
