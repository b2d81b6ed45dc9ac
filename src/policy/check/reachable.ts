import type { SeverityCondition } from '../policy.ts'
import type { Problem } from '../problem.ts'
import { type Checking, finding } from './checking.ts'

interface Alert {
  readonly cvss: number | undefined
  readonly exploited: boolean
  readonly scope: 'runtime' | 'development' | undefined
}

/** CVSS scores have one decimal, so every alert there can be is one of these six hundred. */
const everyAlert: readonly Alert[] = [undefined, ...Array.from({ length: 101 }, (_, tenths) => tenths / 10)].flatMap(
  (cvss) =>
    [true, false].flatMap((exploited) =>
      (['runtime', 'development', undefined] as const).map((scope) => ({ cvss, exploited, scope })),
    ),
)

/** A severity whose `when` no alert can meet before a more severe one takes it would never be given. */
export function checkReachable(checking: Checking): Problem[] {
  const problems: Problem[] = []
  let left = everyAlert
  for (const [id, { when }] of Object.entries(checking.configuration.severities)) {
    if (when === undefined) continue
    const condition = { cvss: when.cvss, exploited: when.exploited, scope: when.scope }
    const met = everyAlert.filter((alert) => holds(condition, alert))
    const remaining = left.filter((alert) => !holds(condition, alert))
    if (remaining.length === left.length) problems.push(unreachable(checking, id, met.length === 0))
    left = remaining
  }
  return problems
}

function unreachable(checking: Checking, id: string, never: boolean): Problem {
  const reason = never ? 'no alert can meet it' : 'every alert that meets it meets a more severe one first'
  return finding(checking, ['severities', id, 'when'], {
    found: `a condition that never decides (${reason})`,
    expected: 'a condition that some alert meets, and no more severe severity takes first',
    remedy: 'Narrow the conditions above it, or remove this one.',
    sentence: `\`severities.${id}\` is unreachable: ${reason}.`,
  })
}

function holds(condition: SeverityCondition, alert: Alert): boolean {
  const { cvss, exploited, scope } = condition
  if (exploited !== undefined && exploited !== alert.exploited) return false
  if (scope !== undefined && scope !== alert.scope) return false
  return cvss === undefined || (alert.cvss !== undefined && compare(alert.cvss, cvss.operator, cvss.score))
}

type Comparison = NonNullable<SeverityCondition['cvss']>

function compare(left: number, operator: Comparison['operator'], right: number): boolean {
  switch (operator) {
    case '>=':
      return left >= right
    case '>':
      return left > right
    case '<=':
      return left <= right
    case '<':
      return left < right
    case '=':
      return left === right
  }
}
