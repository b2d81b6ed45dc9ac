import type { SeverityCondition } from './policy.ts'

/** What a severity's `when` is held against. */
export interface Graded {
  /** CVSS score from 0.0 to 10.0; undefined: none is known, and no comparison holds. */
  readonly cvss: number | undefined
  readonly exploited: boolean
  readonly scope: 'runtime' | 'development'
}

/** Whether all parts of a severity's `when` hold. */
export function meets({ cvss, exploited, scope }: SeverityCondition, graded: Graded): boolean {
  if (exploited !== undefined && exploited !== graded.exploited) return false
  if (scope !== undefined && scope !== graded.scope) return false
  return cvss === undefined || (graded.cvss !== undefined && compare(graded.cvss, cvss.operator, cvss.score))
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
