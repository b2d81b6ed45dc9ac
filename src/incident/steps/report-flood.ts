import type { Plan } from '../plan.ts'
import { type Asking, effectsAskedFor } from '../question.ts'

/**
 * Reports by people below the trust level that may wait for somebody's answer at a time. Each one mentions people and has a
 * clock of its own, and anybody with an account can make a hundred.
 */
export const mostReports = 5

/** Alerts are counted by themselves, so that no flood of reports keeps one back. */
export function hasRoomForReport({ active }: Plan): boolean {
  return active.filter(({ status, alert }) => status === 'reported' && !alert).length < mostReports
}

/**
 * A report beyond those begins nothing: no card, no mention, no clock. One issue a day tells of all of them, however many.
 * What is real among them is declared by the mark of somebody trusted, as ever.
 */
export function* holdBackReport(plan: Plan): Asking<void> {
  const { policy, repository } = plan.situation
  plan.because(`${mostReports} reports wait for an answer already`, false)
  const day = new Date(plan.now).toISOString().slice(0, 10)
  const key = `reports/${repository.id}/held-back/${day}`
  if ((yield* effectsAskedFor(key)).asked > 0) return
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: true,
      title: 'More reports than anybody can look into',
      labels: [],
      message: { type: 'ReportsHeldBack', most: mostReports, marks: policy.detection.labels },
    },
    { key },
  )
}
