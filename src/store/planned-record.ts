import { StaleDecision } from '../engine/ports.ts'
import { noPlannedFreezes, type PlannedFreezes } from '../incident/planned-freeze.ts'

/**
 * The planned freezes of a repository are one record of the store's memory, which has a key for whatever is kept beside
 * incidents. A decision writes it in its own transaction; its version makes a decision stale like an incident's.
 */
const prefix = 'planned-freezes/'

/** Keys of such records lie between these two. */
export const plannedKeys = { from: prefix, before: 'planned-freezes0' } as const

export const plannedKey = (repositoryId: number): string => `${prefix}${repositoryId}`

/** The repository whose record it is. */
export const repositoryOfKey = (key: string): number => Number(key.slice(prefix.length))

/** @param data what is stored under the key; undefined where nothing is */
export const plannedIn = (data: unknown): PlannedFreezes => (data as PlannedFreezes | undefined) ?? noPlannedFreezes

/** @throws StaleDecision unless what is stored is what the decision started from */
export function assertFollows(next: PlannedFreezes, stored: PlannedFreezes): void {
  if (next.version !== stored.version + 1)
    throw new StaleDecision(`The planned freezes are at version ${stored.version}, not at ${next.version - 1}.`)
}

/** Whether one of them is compared with GitHub: it is on, was refused, or was taken away. */
export const isAnyAtHand = ({ freezes }: PlannedFreezes): boolean =>
  freezes.some(({ freeze }) => freeze !== undefined && freeze.status !== 'off')
