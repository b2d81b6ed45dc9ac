import { formatDuration } from '../../lib/duration.ts'
import type { KeyPath, Problem } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'
import { type Checking, finding } from './checking.ts'

type EscalationPolicy = Configuration['escalation']['policies'][string]

export function checkEscalation(checking: Checking): Problem[] {
  return Object.entries(checking.configuration.escalation.policies).flatMap(([name, policy]) => {
    const path = ['escalation', 'policies', name]
    return [...checkSteps(checking, path, policy), ...checkHours(checking, path, policy)]
  })
}

function checkSteps(checking: Checking, path: KeyPath, { steps }: EscalationPolicy): Problem[] {
  return steps.flatMap((step, index) => {
    const stepPath = [...path, 'steps', index]
    const problems: Problem[] = []
    if (step.notify.length === 0 && step.channels.length === 0) {
      const expected = 'roles in `notify`, or channels in `channels`'
      problems.push(finding(checking, stepPath, { found: 'a step that tells nobody', expected }))
    }
    const before = index === 0 ? undefined : (steps[index - 1]?.after ?? 0)
    if (before !== undefined && (step.after ?? 0) <= before) {
      problems.push(tooEarly(checking, stepPath, step.after, before))
    }
    return problems
  })
}

function tooEarly(checking: Checking, path: KeyPath, after: number | undefined, before: number): Problem {
  const earlier = before === 0 ? 'at once' : `after ${formatDuration(before)}`
  return finding(checking, after === undefined ? path : [...path, 'after'], {
    found: after === undefined ? 'a later step without `after`' : formatDuration(after),
    expected: `later than the step before it, which comes ${earlier}`,
    remedy: 'All steps are measured from the declaration.',
  })
}

function checkHours(checking: Checking, path: KeyPath, { hours }: EscalationPolicy): Problem[] {
  if (hours === undefined || hours.from < hours.to) return []
  const remedy = 'Hours over midnight are not possible: the clock would run on days that are not listed.'
  return [
    finding(checking, [...path, 'hours', 'to'], { found: 'not after `from`', expected: 'a later time of day', remedy }),
  ]
}
