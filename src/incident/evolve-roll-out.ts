import type { RepairDecision, RollOut } from './roll-out.ts'
import type { Entry } from './timeline.ts'

export function evolveRollOut(rollOut: RollOut | undefined, entry: Entry): RollOut | undefined {
  switch (entry.type) {
    default:
      return rollOut
  }
}

/** The last decision on how to repair counts. */
export function evolveDecision(decision: RepairDecision | undefined, entry: Entry): RepairDecision | undefined {
  if (entry.type !== 'RepairDecided') return decision
  return { choice: entry.choice, reason: entry.reason, by: entry.by, at: entry.at }
}
