import { formatDuration } from '../../lib/duration.ts'
import type { Problem } from '../problem.ts'
import { type Checking, finding } from './checking.ts'

export function checkRecords(checking: Checking): Problem[] {
  return [...checkDue(checking), ...checkDrills(checking), ...checkDeadlines(checking)]
}

function checkDue(checking: Checking): Problem[] {
  const { due } = checking.configuration['post-mortem']
  const order = ['scheduled', 'held', 'published'] as const
  const given = order.flatMap((name) => {
    const within = due[name]
    return within === undefined ? [] : [{ name, within }]
  })
  return given.flatMap(({ name, within }, index) => {
    const before = given[index - 1]
    if (before === undefined || before.within <= within) return []
    const expected = `at least \`${before.name}\` (${formatDuration(before.within)})`
    return [finding(checking, ['post-mortem', 'due', name], { found: formatDuration(within), expected })]
  })
}

function checkDrills(checking: Checking): Problem[] {
  const { drills } = checking.configuration
  const names = drills.map((drill) => drill.name.toLowerCase())
  return drills.flatMap((drill, index) => {
    if (names.indexOf(drill.name.toLowerCase()) === index) return []
    const expected = 'a name that no other drill has'
    return [finding(checking, ['drills', index, 'name'], { found: `\`${drill.name}\``, expected })]
  })
}

function checkDeadlines(checking: Checking): Problem[] {
  return checking.configuration.updates.deadlines.flatMap((deadline, index) => {
    if (deadline.to.length > 0 || deadline.channels.length > 0) return []
    const expected = 'roles in `to`, or channels in `channels`'
    return [finding(checking, ['updates', 'deadlines', index], { found: 'a deadline for nobody', expected })]
  })
}
