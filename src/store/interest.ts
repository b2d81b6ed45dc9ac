import type { Interest } from '../engine/ports.ts'
import { type Incident, isActive, isEnded, isFrozen, placeOf } from '../incident/incident.ts'
import { noPlannedFreezes, type PlannedFreezes } from '../incident/planned-freeze.ts'
import { isAtHand, openActions } from '../incident/still-to-do.ts'

/** How long after its end an incident's anchor still matters, and its published post-mortem: until then a command may reopen it. */
export const reopenableFor = 30 * 86_400_000

/** What of an incident the question of interest looks at. */
export type Watched = Pick<
  Incident,
  | 'anchor'
  | 'status'
  | 'kind'
  | 'severity'
  | 'times'
  | 'hotfixes'
  | 'checklists'
  | 'postmortem'
  | 'freeze'
  | 'policy'
  | 'drill'
  | 'aftermath'
  | 'cooldowns'
>

/** When an incident ended, in epoch milliseconds; undefined while it goes on. */
export const endOf = (incident: Pick<Incident, 'status' | 'times'>): number | undefined =>
  isEnded(incident) ? (incident.times.closed ?? incident.times.reported) : undefined

/**
 * What of a repository's deliveries can matter, as far as incidents and planned freezes tell.
 * @param incidents all that are at hand, and those that ended lately
 * @param now epoch milliseconds
 * @param planned the freezes by the calendar
 */
export function interestIn(
  incidents: readonly Watched[],
  now: number,
  planned: PlannedFreezes = noPlannedFreezes,
): Omit<Interest, 'waiting'> {
  const active = incidents.filter(isActive)
  const reopenable = incidents.filter((incident) => now < (endOf(incident) ?? now) + reopenableFor)
  return {
    anchors: new Set([...active, ...reopenable].flatMap((incident) => [incident.anchor.number, placeOf(incident)])),
    followed: new Set([
      ...incidents.filter(isAtHand).flatMap(threadsOf),
      ...reopenable.flatMap(publishedFrom),
      ...(planned.dashboard?.number === undefined ? [] : [planned.dashboard.number]),
    ]),
    active: active.length,
    frozen: active.some(mayHold) || planned.freezes.some(mayHold),
  }
}

/** Whether merges may depend on a freeze: whoever took it away may switch it on again. */
const mayHold = (holder: Pick<Incident, 'freeze'>): boolean => isFrozen(holder) || holder.freeze?.status === 'lost'

/** The moment from which `interestIn` may give another answer although nothing was stored; undefined: never. */
export function interestChangesAt(incidents: readonly Watched[], now: number): number | undefined {
  const ends = incidents.flatMap((incident) => endOf(incident) ?? []).map((end) => end + reopenableFor)
  return ends.filter((moment) => moment > now).sort((a, b) => a - b)[0]
}

/** The post-mortem that was published: it may still be changed, and its discussion is not. */
const publishedFrom = ({ postmortem, aftermath }: Watched): readonly number[] =>
  aftermath.publishing === 'done' && postmortem?.number !== undefined ? [postmortem.number] : []

/** The threads of an incident beside its anchor. Of one that is closed and followed up only its lists and open action items are. */
function threadsOf(incident: Watched): readonly number[] {
  const { hotfixes, checklists, postmortem, aftermath } = incident
  const lists = checklists.map(({ thread }) => thread)
  const followed = isActive(incident) ? aftermath.actions : openActions(incident)
  const threads = [...lists, ...followed.flatMap(({ number }) => number ?? [])]
  if (!isActive(incident)) return threads
  return [
    ...threads,
    ...hotfixes.filter(({ state }) => state === 'open').map((hotfix) => hotfix.number),
    // One in another repository is told of there.
    ...(postmortem?.number === undefined || postmortem.repository !== undefined ? [] : [postmortem.number]),
  ]
}
