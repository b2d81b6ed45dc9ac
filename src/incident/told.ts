import type { Incident } from './incident.ts'

/** Whom a comment mentioned because of an incident so far, or is about to: each `@user` or `@org/team`. */
export const membersTold = ({ timeline }: Pick<Incident, 'timeline'>): ReadonlySet<string> =>
  new Set(
    timeline.flatMap((entry) =>
      entry.type === 'StepReached' || entry.type === 'DeadlineReached' || entry.type === 'Told' ? entry.members : [],
    ),
  )
