import { type Freeze, freezeCheckName } from './incident.ts'
import type { Entry } from './timeline.ts'

/** The freeze after one more line of the timeline; undefined as long as none was asked for. */
export function evolveFreeze(freeze: Freeze | undefined, anchorNumber: number, entry: Entry): Freeze | undefined {
  if (entry.type === 'FreezeRequested') return requested(freeze, anchorNumber, entry)
  if (!freeze) return undefined
  switch (entry.type) {
    case 'FrozenSeen':
      return {
        ...freeze,
        status: 'on',
        appliedAt: freeze.appliedAt ?? entry.at,
        applied: entry.applied,
        problem: undefined,
      }
    case 'FreezeIsAdvisory':
      return { ...freeze, status: 'advisory', advisory: { reason: entry.reason, commands: entry.commands } }
    case 'FreezeFailed':
      return { ...freeze, status: 'failed', problem: entry.reason }
    case 'FreezeDurationAsked':
      return { ...freeze, durationAsked: true }
    case 'ThawRequested':
      return { ...freeze, status: 'lifting' }
    case 'Thawed':
      return { ...freeze, status: 'off', liftedAt: entry.at, comparison: entry.comparison, problem: undefined }
    case 'ThawFailed':
      return { ...freeze, problem: entry.reason }
    case 'FreezeTampered':
      return entry.lost ? { ...freeze, status: 'lost', liftedAt: entry.at } : freeze
    case 'FreezeCheckGiven':
      return {
        ...freeze,
        checks: { ...freeze.checks, [entry.sha]: { pullRequest: entry.pullRequest, passed: entry.passed } },
      }
    default:
      return freeze
  }
}

function requested(
  before: Freeze | undefined,
  anchorNumber: number,
  entry: Extract<Entry, { type: 'FreezeRequested' }>,
): Freeze {
  const held = before?.status === 'on' || before?.status === 'applying'
  return {
    status: 'applying',
    mode: entry.mode,
    branches: entry.branches,
    checkName: freezeCheckName(anchorNumber),
    applyKey: entry.effect,
    firstKey: held ? before.firstKey : entry.effect,
    // A person who changes a freeze wants it now: its clock starts again.
    requestedAt: entry.at,
    appliedAt: held ? before.appliedAt : undefined,
    liftedAt: undefined,
    applied: held ? before.applied : undefined,
    advisory: undefined,
    comparison: [],
    durationAsked: false,
    problem: undefined,
    checks: held ? before.checks : {},
  }
}
