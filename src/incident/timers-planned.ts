import { isFrozen } from './incident.ts'
import type { PlannedFreeze } from './planned-freeze.ts'
import type { Timer } from './timer.ts'

/** The timer at which a window begins or ends. */
export const boundaryTimer = 'boundary'

/**
 * Everything that the planned freezes of a repository wait for: the next boundary, and for each one second looks at pushes
 * and merge groups, `SLUG/push/SHA` and `SLUG/group/SHA`.
 * @param next epoch milliseconds of the next boundary
 */
export const plannedTimers = (planned: readonly PlannedFreeze[], next: number | undefined): readonly Timer[] => [
  ...(next === undefined ? [] : [{ name: boundaryTimer, at: next }]),
  ...planned.flatMap(secondLooks),
]

function secondLooks(planned: PlannedFreeze): readonly Timer[] {
  const { slug, suspects, freeze } = planned
  const pushes = suspects.map(({ sha, lookAgainAt }) => ({ name: `${slug}/push/${sha}`, at: lookAgainAt }))
  const groups = Object.entries(isFrozen(planned) ? (freeze?.checks ?? {}) : {}).flatMap(([sha, { passed, group }]) =>
    passed === undefined && group?.lookAgainAt !== undefined
      ? [{ name: `${slug}/group/${sha}`, at: group.lookAgainAt }]
      : [],
  )
  return [...pushes, ...groups]
}
