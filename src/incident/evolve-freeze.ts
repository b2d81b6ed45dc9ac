import type { GivenCheck } from './given-check.ts'
import { type Freeze, isHeld } from './incident.ts'
import type { Entry } from './timeline.ts'

/** The freeze after one more line of the timeline; undefined as long as none was asked for. */
export function evolveFreeze(freeze: Freeze | undefined, checkName: string, entry: Entry): Freeze | undefined {
  if (entry.type === 'FreezeRequested') return requested(freeze, checkName, entry)
  if (!freeze) return undefined
  switch (entry.type) {
    case 'FrozenSeen':
      return {
        ...freeze,
        status: 'on',
        appliedAt: freeze.appliedAt ?? entry.at,
        applied: entry.applied,
        seen: { mode: freeze.mode, branches: freeze.branches },
        problem: undefined,
      }
    case 'FreezeIsAdvisory':
      return { ...freeze, ...nothing, status: 'advisory', advisory: { reason: entry.reason, commands: entry.commands } }
    case 'BegunAnew':
      return entry.frozen === undefined ? freeze : { ...freeze, requestedAt: entry.frozen, appliedAt: entry.frozen }
    case 'FreezeFailed':
      // What could not be changed stands as it did.
      return { ...freeze, ...freeze.seen, status: freeze.seen ? 'on' : 'failed', problem: entry.reason }
    case 'FreezeDurationAsked':
      return { ...freeze, durationAsked: true }
    case 'ThawRequested':
      return { ...freeze, status: 'lifting', problem: undefined }
    case 'Thawed':
      return {
        ...freeze,
        seen: undefined,
        status: 'off',
        liftedAt: entry.at,
        comparison: entry.comparison,
        problem: undefined,
      }
    case 'ThawFailed':
      return { ...freeze, problem: entry.reason }
    case 'FreezeTampered':
      return entry.lost ? { ...freeze, seen: undefined, status: 'lost', liftedAt: entry.at } : freeze
    case 'FreezeOutOfReach':
      return { ...freeze, isOutOfReach: true }
    case 'FreezeInReach':
      return { ...freeze, isOutOfReach: false }
    case 'FreezeCheckGiven':
      return {
        ...freeze,
        checks: { ...stillStanding(freeze.checks, entry), [entry.sha]: given(entry) },
      }
    default:
      return freeze
  }
}

/**
 * Of what is held back only the newest head is kept in mind: anybody may push a thousand times to a pull request of their own,
 * and each commit would be a check to write when the freeze is over.
 */
function stillStanding(checks: Freeze['checks'], { pullRequest, passed }: GivenCheck): Freeze['checks'] {
  if (pullRequest === undefined || passed !== false) return checks
  const isLeft = (check: GivenCheck): boolean => check.pullRequest === pullRequest && check.passed === false
  return Object.fromEntries(Object.entries(checks).filter(([, check]) => !isLeft(check)))
}

const given = ({ pullRequest, passed, group }: GivenCheck): GivenCheck => ({
  pullRequest,
  passed,
  ...(group && { group }),
})

/** Nothing of ours stands on GitHub. */
const nothing = { applied: undefined, seen: undefined } as const

function requested(
  before: Freeze | undefined,
  checkName: string,
  entry: Extract<Entry, { type: 'FreezeRequested' }>,
): Freeze {
  const held = isHeld(before) ? before : undefined
  return {
    status: 'applying',
    mode: entry.mode,
    branches: entry.branches,
    checkName,
    applyKey: entry.effect,
    firstKey: held ? held.firstKey : entry.effect,
    // A person who changes a freeze wants it now: its clock starts again.
    requestedAt: entry.at,
    appliedAt: held?.appliedAt,
    liftedAt: undefined,
    applied: held?.applied,
    seen: held?.seen,
    advisory: undefined,
    comparison: [],
    durationAsked: false,
    problem: undefined,
    // Checks stand on GitHub under the same name, also those of a freeze that is over.
    checks: before?.checks ?? {},
  }
}
