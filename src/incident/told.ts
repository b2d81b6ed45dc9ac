import type { Incident } from './incident.ts'
import type { Entry } from './timeline.ts'

type Timeline = Pick<Incident, 'timeline'>

/** An alarm that was decided on: its comment calls people. */
type Alarm = Extract<Entry, { type: 'StepReached' | 'DeadlineReached' }>

/** Whom a comment mentioned because of an incident so far, or is about to: each `@user` or `@org/team`. */
export const membersTold = (incident: Timeline): ReadonlySet<string> =>
  new Set([
    ...alarmsThatCount(incident).flatMap(({ members }) => members),
    ...incident.timeline.flatMap((entry) => (entry.type === 'Told' ? entry.members : [])),
  ])

/** The alarms of an incident in their order, without those that GitHub refused because nothing can be done in the repository. */
export function alarmsThatCount({ timeline }: Timeline): readonly Alarm[] {
  const alarms: Alarm[] = []
  for (const entry of timeline) {
    if (entry.type === 'StepReached' || entry.type === 'DeadlineReached') alarms.push(entry)
    const missed = alarms.findLastIndex((alarm) => isMissed(alarm, entry))
    if (missed >= 0) alarms.splice(missed, 1)
  }
  return alarms
}

function isMissed(alarm: Alarm, entry: Entry): boolean {
  if (alarm.type === 'DeadlineReached') return entry.type === 'DeadlineMissed' && entry.deadline === alarm.deadline
  return entry.type === 'StepMissed' && entry.step === alarm.step && entry.why === alarm.why
}
