import type { UpdatesPolicy } from '../policy/policy.ts'
import type { Incident } from './incident.ts'
import { isFor } from './meant-for.ts'
import type { Timer } from './timer.ts'
import { updateAskedAt } from './update-clock.ts'

/** Asking for the next update, and seeing to it that everybody was told who must have been by some time. */
export function communicationTimers(incident: Incident): readonly Timer[] {
  const update = updateAskedAt(incident)
  return [...(update === undefined ? [] : [{ name: 'update', at: update }]), ...deadlineTimers(incident)]
}

/** Deadlines run from the declaration, and go on when the emergency is over sooner: people are told all the same. */
function deadlineTimers(incident: Incident): Timer[] {
  const { declared } = incident.times
  if (declared === undefined) return []
  return incident.policy.updates.deadlines.flatMap((deadline, index) =>
    incident.communication.deadlines.includes(index) || !isFor(incident, deadline)
      ? []
      : [{ name: `deadline/${index}`, at: declared + deadline.within - marginOf(deadline) }],
  )
}

const longestMargin = 5 * 60_000

/** A deadline is kept by what happens before it: the comment has to be written, and to reach its readers. */
const marginOf = ({ within }: UpdatesPolicy['deadlines'][number]): number => Math.min(within / 10, longestMargin)
