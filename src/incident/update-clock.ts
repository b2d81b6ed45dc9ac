import { type Incident, updateEveryOf } from './incident.ts'

/**
 * When the next update is due: one cadence after the last one, or after the declaration. In the past when it is overdue.
 * @returns epoch milliseconds; undefined where no updates are asked for, or the emergency is not declared or is over
 */
export function updateDueAt(incident: Incident): number | undefined {
  const every = updateEveryOf(incident)
  const { declared, updated } = incident.times
  const isWanted = ['declared', 'acknowledged', 'mitigated'].includes(incident.status)
  if (!isWanted || every === undefined || declared === undefined) return undefined
  return Math.max(declared, updated ?? 0, reopenedAt(incident)) + every
}

/**
 * When an update is asked for next. One that stays away is asked for again after the same time. Where the people told
 * last are asked for a sign of life at that moment, that is enough.
 */
export function updateAskedAt(incident: Incident): number | undefined {
  const every = updateEveryOf(incident)
  const due = updateDueAt(incident)
  if (due === undefined || every === undefined) return undefined
  const asked = Math.max(incident.communication.askedAt ?? 0, lastSilence(incident))
  const at = Math.max(due, asked + every)
  return at === silentAt(incident) ? undefined : at
}

/** When the last ones told are asked again: acknowledged, and then silent for two update intervals. */
export function silentAt(incident: Incident): number | undefined {
  const every = updateEveryOf(incident)
  const informed = informedAt(incident)
  if (incident.status !== 'acknowledged' || every === undefined || informed === undefined) return undefined
  return Math.max(informed, incident.escalation.lastReachedAt ?? 0) + 2 * every
}

/** When people last told of an acknowledged incident how it stands: in an update, or by acknowledging or reopening it. */
export function informedAt(incident: Incident): number | undefined {
  const { acknowledged, updated } = incident.times
  return acknowledged === undefined ? undefined : Math.max(acknowledged, updated ?? 0, reopenedAt(incident))
}

const reopenedAt = ({ timeline }: Incident): number => timeline.findLast(({ type }) => type === 'Reopened')?.at ?? 0

const lastSilence = ({ timeline }: Incident): number =>
  timeline.findLast((entry) => entry.type === 'StepReached' && entry.why === 'silent')?.at ?? 0
