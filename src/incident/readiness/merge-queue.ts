import type { Finding } from '../finding.ts'
import type { ReadinessFacts } from './facts.ts'
import { about, judged, named } from './sentences.ts'

const { good, broken, unknown } = about('merge-queue')

/** Whether a queue would get its verdicts. */
export function mergeQueueFindings({ branches, permissions, events }: ReadinessFacts): readonly Finding[] {
  return judged(
    branches,
    (why) => unknown('Whether there is a merge queue', why),
    (all) => {
      const queued = all.filter(({ hasMergeQueue }) => hasMergeQueue).map(({ branch }) => branch)
      if (queued.length === 0) return [good('No branch that would be frozen has a merge queue.')]
      const lacks = [
        ...(permissions.known && permissions.value.merge_queues === undefined
          ? ['the permission merge_queues: read']
          : []),
        ...(events.known && !events.value.includes('merge_group') ? ['the event merge_group'] : []),
      ]
      const seen = `${named(queued)} ${queued.length === 1 ? 'has' : 'have'} a merge queue`
      if (lacks.length === 0) return [good(`${seen}; groups in it are judged as hotfixes are.`)]
      return [
        broken(`${seen}, and the App lacks ${named(lacks)}.`, {
          subjects: queued,
          emergency: 'The queue never gets its verdict: it gives up after an hour or so, and no hotfix passes it.',
          remedy: 'Whoever runs the App adds it under App settings → Permissions & events; then an owner accepts it.',
        }),
      ]
    },
  )
}
