import type { RepairDecision, Rollback, RollOut, StageState } from './roll-out.ts'
import type { Entry } from './timeline.ts'

/** How far a merged hotfix has come after one more line of the timeline. Another hotfix goes the whole way anew. */
export function evolveRollOut(rollOut: RollOut | undefined, entry: Entry): RollOut | undefined {
  switch (entry.type) {
    case 'RollOutBegun':
      return { hotfix: entry.hotfix, stages: entry.stages.map(waiting(entry.followed)), finished: false }
    case 'StageChanged':
      return rollOut && { ...rollOut, stages: rollOut.stages.map(moved(entry)) }
    case 'RollOutFinished':
      return rollOut && { ...rollOut, finished: true }
    default:
      return rollOut
  }
}

const waiting =
  (followed: readonly number[]) =>
  (name: string, place: number): StageState => ({
    name,
    followed: followed.includes(place),
    status: 'waiting',
    at: undefined,
    url: undefined,
    news: undefined,
  })

/** Whatever is told of a stage's deployment has it followed from then on. */
const moved =
  ({ stage: changed, status, at, url, news }: Extract<Entry, { type: 'StageChanged' }>) =>
  (stage: StageState, place: number): StageState =>
    place === changed
      ? { ...stage, followed: true, status, at, url: url ?? stage.url, news: news ?? stage.news }
      : stage

/** The last decision on how to repair counts. */
export function evolveDecision(decision: RepairDecision | undefined, entry: Entry): RepairDecision | undefined {
  if (entry.type !== 'RepairDecided') return decision
  return { choice: entry.choice, reason: entry.reason, by: entry.by, at: entry.at }
}

/** The roll-backs that were asked for, oldest first. */
export function evolveRollbacks(rollbacks: readonly Rollback[], entry: Entry): readonly Rollback[] {
  switch (entry.type) {
    case 'RollbackRequested': {
      const { pullRequest, effect } = entry
      return [...rollbacks, { pullRequest, effect, number: undefined, failed: false }]
    }
    case 'RollbackOpened':
      return rollbacks.map((one) => (one.effect === entry.effect ? { ...one, number: entry.number } : one))
    case 'RollbackFailed':
      return rollbacks.map((one) => (one.effect === entry.effect ? { ...one, failed: true } : one))
    default:
      return rollbacks
  }
}
