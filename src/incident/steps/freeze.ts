import { branchMatches } from '../../lib/glob.ts'
import type { FreezeMode } from '../../policy/policy.ts'
import { type Freeze, freezeCheckName, type Incident, isBeingLifted, isHeld } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { fromCommandLine } from '../thaw-note.ts'
import { releaseHeldChecks, withdrawChecks } from './freeze-check.ts'
import { rehearseFreeze } from './rehearsal.ts'

export interface FreezeWish {
  readonly mode: FreezeMode
  /** GitHub's ref patterns, on top of those that are frozen already; the policy's when left out and nothing is. */
  readonly branches?: readonly string[]
  readonly by?: string
  /** Of the command that asks for it, the same whenever that is carried out. */
  readonly name?: string
}

const named = '/freeze/'

/** Under this key a freeze is asked for, and what it came to is told, also where the command is carried out again after a loss. */
const keyOf = ({ id }: Incident, { name }: FreezeWish) => (name === undefined ? {} : { key: `${id}${named}${name}` })

/** What the freeze that was asked for last is called: one without a name of its own by the moment, too, for it may be begun anew. */
export const nameOfFreeze = ({ applyKey, requestedAt }: Freeze): string =>
  applyKey.includes(named) ? applyKey : `${applyKey}/${requestedAt}`

/**
 * Asks for a freeze, or for another mode or more branches of the one that is on: freezing opens nothing, only a thaw does.
 * Nothing is said to be frozen before it was seen.
 */
export function requestFreeze(plan: Plan, incident: Incident, wish: FreezeWish): Incident {
  if (incident.drill) return rehearseFreeze(plan, incident, wish.mode)
  const policy = incident.policy.freeze
  const before = isHeld(incident.freeze) ? incident.freeze : undefined
  if (before) plan.cancel(before.applyKey)
  // It must not take away the new freeze, which may be the old ruleset, switched on.
  else plan.cancel(leftoverKey(incident))
  const branches = before ? widened(plan, before, wish.branches) : (wish.branches ?? policy.branches)
  const effect = plan.put(
    incident,
    {
      type: 'ApplyFreeze',
      incident: incident.id,
      number: incident.anchor.number,
      mode: wish.mode,
      branches,
      mechanism: policy.mechanism,
      reviewed: policy.reviewed,
      checkName: freezeCheckName(incident.anchor.number),
      replaces: before?.applied,
      firstKey: before?.firstKey,
    },
    { urgent: true, ...keyOf(incident, wish) },
  )
  const requested = plan.record(incident, { type: 'FreezeRequested', mode: wish.mode, branches, effect }, wish.by)
  return before ? requested : withdrawChecks(plan, requested)
}

/** The branches of a freeze that is on and those that are named, each once; a branch that a pattern covers is no more. */
function widened(plan: Plan, { branches }: Freeze, named: readonly string[] = []): readonly string[] {
  const isCovered = (pattern: string): boolean =>
    branches.includes('~ALL') ||
    branches.includes(pattern) ||
    (!/[~*?[\]]/u.test(pattern) && branchMatches(branches, pattern, plan.situation.repository.defaultBranch))
  return [...branches, ...new Set(named.filter((pattern) => !isCovered(pattern)))]
}

/**
 * Whether a freeze as wished is on, or under way, already. Asking again renews one whose max-duration was asked about, and
 * tries again where it is not known to hold.
 */
export function isFrozenAsWished(plan: Plan, incident: Incident, { mode, branches }: FreezeWish): boolean {
  const { freeze } = incident
  if (freeze?.status !== 'on' && freeze?.status !== 'applying') return false
  if (freeze.mode !== mode || widened(plan, freeze, branches).length > freeze.branches.length) return false
  return !freeze.durationAsked && !isInDoubt(incident)
}

/** Somebody edited its rules since, or there are branches on which it was not seen. */
function isInDoubt({ freeze, timeline }: Incident): boolean {
  if (freeze?.status !== 'on') return false
  const last = timeline.findLast(({ type }) => type === 'FrozenSeen' || type === 'FreezeTampered')
  const missed = [...(freeze.applied?.unverified ?? []), ...(freeze.applied?.refused ?? [])]
  return last?.type === 'FreezeTampered' || missed.length > 0
}

/** Asks for the freeze to be lifted; does nothing where none can be on, or where it is being lifted already. */
export function requestThaw(plan: Plan, incident: Incident, why: string, by?: string): Incident {
  const { freeze } = incident
  if (!freeze || freeze.status === 'off' || freeze.status === 'lost' || isBeingLifted(freeze)) return incident
  plan.because(`the branches are to be given back: ${why}`)
  // An attempt that waits to be repeated must not freeze after the thaw; one that got through unseen is looked for.
  plan.cancel(freeze.applyKey)
  const requested = plan.record(incident, { type: 'ThawRequested', why }, by)
  if (freeze.status === 'advisory')
    return releaseHeldChecks(plan, plan.record(requested, { type: 'Thawed', comparison: [], wasMissing: true }))
  plan.put(
    incident,
    {
      type: 'LiftFreeze',
      incident: incident.id,
      number: incident.anchor.number,
      checkName: freeze.checkName,
      applied: freeze.applied,
      applyKey: freeze.firstKey,
      // It finds nothing to lift, and nobody is to be blamed for that.
      ...(why === fromCommandLine && { again: true }),
    },
    { urgent: true },
  )
  return requested
}

/**
 * A ruleset that somebody switched off stands on, and would freeze for nobody when it is switched on after the incident. At its
 * end it is deleted; one that somebody deleted is looked for in vain.
 */
export function removeLeftover(plan: Plan, incident: Incident): void {
  const { freeze } = incident
  if (freeze?.status !== 'lost' || freeze.applied?.mechanism !== 'ruleset') return
  const { applied, checkName, firstKey: applyKey } = freeze
  const lift = { type: 'LiftFreeze', incident: incident.id, number: incident.anchor.number } as const
  plan.put(incident, { ...lift, checkName, applied, applyKey }, { key: leftoverKey(incident), urgent: true })
}

/** One for each end of the incident. */
function leftoverKey({ id, timeline }: Incident): string {
  const ends = timeline.filter(({ type }) => type === 'Resolved' || type === 'Cancelled')
  return `${id}/leftover/${ends.length}`
}
