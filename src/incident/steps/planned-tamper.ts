import type { FreezeStanding } from '../check-up.ts'
import type { ProtectionChanged, RulesetChanged } from '../event.ts'
import type { FreezeStandards } from '../freeze-result.ts'
import type { Plan } from '../plan.ts'
import { type PlannedFreeze, windowCheckName } from '../planned-freeze.ts'
import { type Asking, freezeStanding } from '../question.ts'
import { releaseHeldChecks, withdrawChecks } from './freeze-check.ts'
import { passThoseOpenBefore } from './judge.ts'
import { closeNotice, tellOfPlanned } from './planned-notice.ts'
import { editWords } from './tampering.ts'

/**
 * Somebody else touched the ruleset of a planned freeze. Whoever deletes or disables it is believed: it is said with the
 * name, and not put back before the next window. What an edit has made of it is asked from GitHub.
 */
export function* notePlannedRuleset(plan: Plan, event: RulesetChanged): Asking<void> {
  if (event.change === 'created') return
  const planned = plan.windows.all.find(({ freeze }) => freeze?.applied?.rulesetId === event.rulesetId)
  if (!planned) return
  if (event.actor.isSelf) return noteThawByHand(plan, planned, event)
  const by = event.actor.login
  if (event.change === 'deleted') return noteTampering(plan, planned, { by, how: 'deleted the ruleset', lost: true })
  const standards = standardsOf(planned)
  if (!standards) return
  const standing = yield* freezeStanding(standards)
  // As for an incident's freeze, one that was switched off may be on again by now.
  if (event.enforcement !== 'active' && standing.is !== 'as-made')
    return noteTampering(plan, planned, { by, how: `set the ruleset to ${event.enforcement}`, lost: true })
  if (planned.freeze?.status === 'lost') return yield* noteRestored(plan, planned, standing)
  noteEdit(plan, planned, standing, { by, edited: 'edited the ruleset' })
}

/** The server deletes no ruleset of a freeze that counts as on: this App's command line did. */
function noteThawByHand(plan: Plan, planned: PlannedFreeze, { change }: RulesetChanged): void {
  if (change !== 'deleted' || planned.freeze?.status !== 'on') return
  noteTampering(plan, planned, { by: '', how: 'lifted it from the command line', lost: true })
}

/** It was taken away, and somebody has switched it on again: it holds, and is lifted at its end. */
function* noteRestored(plan: Plan, planned: PlannedFreeze, { is }: FreezeStanding): Asking<void> {
  const { freeze } = planned
  if (!freeze?.applied || is !== 'as-made') return
  plan.because(`the planned freeze "${planned.window.name}" holds again`)
  const frozen = withdrawChecks(plan, plan.record(planned, { type: 'FrozenSeen', applied: freeze.applied }))
  if (freeze.mode === 'hotfix-only') yield* passThoseOpenBefore(plan, frozen)
  tellOfPlanned(plan, frozen, 'state')
}

/** The same for the classic protection of a branch that is frozen through it. */
export function notePlannedProtection(plan: Plan, event: ProtectionChanged): void {
  if (event.actor.isSelf) return
  const lost = event.change === 'deleted'
  const how = `${lost ? 'deleted' : 'edited'} the protection of ${event.pattern}`
  for (const planned of plan.windows.all) {
    const applied = planned.freeze?.applied
    if (applied?.mechanism === 'branch-protection' && applied.verified.includes(event.pattern))
      noteTampering(plan, planned, { by: event.actor.login, how, lost })
  }
}

/** GitHub may show what was made a moment later only. */
const settling = 60_000

/**
 * What no delivery told: whether each planned freeze that counts as on is on, one that is gone has come back, and one that
 * could not be lifted is gone.
 */
export function* comparePlanned(plan: Plan): Asking<void> {
  for (const planned of plan.windows.all) {
    const standards = standardsOf(planned)
    if (standards && isComparable(plan, planned)) yield* compareOne(plan, planned, standards)
  }
}

function isComparable(plan: Plan, { freeze }: PlannedFreeze): boolean {
  if (!freeze) return false
  if (freeze.status === 'on') return plan.now - (freeze.appliedAt ?? 0) >= settling
  return isStuck({ freeze }) || (freeze.status === 'lost' && freeze.applied?.rulesetId !== undefined)
}

function* compareOne(plan: Plan, planned: PlannedFreeze, standards: FreezeStandards): Asking<void> {
  const standing = yield* freezeStanding(standards)
  if (planned.freeze?.status === 'lost') return yield* noteRestored(plan, planned, standing)
  const by = standing.by?.login ?? ''
  const what = standards.applied.mechanism === 'ruleset' ? 'the ruleset' : 'the protection of its branches'
  if (standing.is === 'gone') noteTampering(plan, planned, { by, how: `deleted ${what}`, lost: true })
  else noteEdit(plan, planned, standing, { by, edited: `edited ${what}` })
}

interface Edit {
  readonly by: string
  readonly edited: string
}

/** One change is said once, however long it stays. */
function noteEdit(plan: Plan, planned: PlannedFreeze, standing: FreezeStanding, { by, edited }: Edit): void {
  const how = editWords(edited, standing)
  const isNews = standing.is === 'changed' && planned.edits.at(-1)?.how !== how
  if (standing.is === 'open' || isNews) noteTampering(plan, planned, { by, how, lost: standing.is === 'open' })
}

interface Tampering {
  /** Empty where nobody here knows. */
  readonly by: string
  readonly how: string
  readonly lost: boolean
}

function noteTampering(plan: Plan, planned: PlannedFreeze, { by, how, lost }: Tampering): void {
  // It was to be lifted and could not be: somebody has done it by hand.
  if (isStuck(planned) && lost) {
    plan.because(`${by || 'somebody'} ${how}, which the end of the planned freeze waited for`)
    const over = plan.record(planned, { type: 'Thawed', comparison: [], wasMissing: true }, by)
    closeNotice(plan, releaseHeldChecks(plan, over))
    return
  }
  if (planned.freeze?.status !== 'on' && planned.freeze?.status !== 'applying') return
  plan.because(`${by || 'somebody'} ${how}`)
  const tampered = plan.record(planned, { type: 'FreezeTampered', how, lost }, by)
  tellOfPlanned(plan, lost ? releaseHeldChecks(plan, tampered) : tampered, lost ? 'state' : 'edit')
}

const isStuck = ({ freeze }: Pick<PlannedFreeze, 'freeze'>): boolean =>
  freeze?.status === 'lifting' && freeze.problem !== undefined

/** What a planned freeze is compared with; undefined: nothing of it was seen to stand. */
function standardsOf({ slug, window, policy, freeze }: PlannedFreeze): FreezeStandards | undefined {
  if (!freeze?.applied) return undefined
  const { mechanism, rulesetId, verified } = freeze.applied
  return {
    number: undefined,
    window: { slug, to: window.to, timezone: window.timezone },
    mode: freeze.mode,
    branches: freeze.branches,
    reviewed: policy.freeze.reviewed,
    checkName: windowCheckName(slug),
    applied: { mechanism, rulesetId, verified },
  }
}
