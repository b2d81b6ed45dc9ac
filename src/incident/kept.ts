import type { Incident } from './incident.ts'
import type { Entry } from './timeline.ts'

/** A durable scrap of data of an effect, under its key; see `Memory` in `engine/ports.ts`. */
export interface Scrap {
  readonly key: string
  readonly data: unknown
}

/** What is kept of an incident outside the database, so that it can go on when the database is lost. */
export interface KeptIncident {
  readonly incident: Incident
  /** When it stood so, in epoch milliseconds. */
  readonly at: number
  readonly memory: readonly Scrap[]
}

/** A freeze of this App that stands on GitHub although nothing that was kept tells of its incident. */
export interface StrayFreeze {
  /** Of the anchor, as the freeze's name says. */
  readonly number: number
  /** Undefined: it is laid on classic branch protection. */
  readonly rulesetId: number | undefined
  /** When it was made, in epoch milliseconds, where GitHub tells. */
  readonly since?: number
  readonly memory: readonly Scrap[]
}

/** A comment with a command that may not have been carried out before the database was lost. */
export interface LateComment {
  readonly thread: number
  readonly commentId: number
  readonly by: string
  readonly body: string
}

/** A comment of ours whose boxes may have been ticked since the incident was kept. */
export interface StandingList {
  readonly commentId: number
  readonly body: string
}

/** Everything that GitHub tells about a repository's incidents. */
export interface KeptState {
  readonly incidents: readonly KeptIncident[]
  readonly strays: readonly StrayFreeze[]
  /** Oldest first. */
  readonly comments: readonly LateComment[]
  readonly lists: readonly StandingList[]
}

/**
 * How far the version of an incident that is rebuilt lies beyond the one that was kept: more decisions than can have been made
 * between two edits of a card.
 */
export const versionsSkipped = 1000

/**
 * An incident that a database knows from a back-up, as its card was kept since.
 * @returns undefined when the database knows as much, or more
 */
export function furtherOn(known: Incident, kept: Incident): Incident | undefined {
  const gained = gainedSince(known.timeline, kept.timeline)
  return gained.length === 0 ? undefined : { ...kept, version: known.version, timeline: [...known.timeline, ...gained] }
}

/** Of a long timeline the middle is not kept: then what came later by its moment has to do. */
function gainedSince(known: readonly Entry[], kept: readonly Entry[]): readonly Entry[] {
  const last = known.at(-1)
  if (!last) return kept
  const counterpart = kept[known.length - 1]
  const isWhole = counterpart?.type === last.type && counterpart.at === last.at
  return isWhole ? kept.slice(known.length) : kept.filter(({ at }) => at > last.at)
}

/** The keys of the memories without which an incident cannot be brought to its end exactly. */
export function memoriesOf({ id, freeze, cooldowns, repositoryId }: Incident): readonly string[] {
  const locks = cooldowns.map(({ firstKey }) => firstKey)
  const limits = cooldowns.some(({ interactions }) => interactions !== undefined)
  return [
    ...(freeze ? [freeze.firstKey] : []),
    `${id}/labels`,
    ...locks,
    ...(limits ? [`interaction-limit/${repositoryId}`] : []),
  ]
}
