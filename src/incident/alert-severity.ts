import type { Policy } from '../policy/policy.ts'
import { type Graded, meets } from '../policy/severity-condition.ts'
import type { Alert, AlertSeverity } from './alert.ts'

/**
 * The lower bound of the band that a word stands for (CVSS v3.1 and v4.0, "Qualitative Severity Rating Scale"), so that a
 * word never counts for more than it says: `critical` alone is 9.0 and does not meet `>=9.5`.
 */
const lowestScore: Readonly<Record<AlertSeverity, number>> = { critical: 9, high: 7, medium: 4, low: 0.1 }

/**
 * The severity that the policy gives an alert: the first of its scale, most severe first, whose `when` holds in all its
 * parts. Undefined: the alert is no emergency here, and goes the way that alerts usually go.
 *
 * The default severity is given where the scale cannot decide: no severity has a `when` at all, or nobody has judged the
 * alert yet and no `when` holds without a score. An alert that was asked for and cannot be graded must not be silent.
 */
export function alertSeverity(
  { severities, defaultSeverity }: Pick<Policy, 'severities' | 'defaultSeverity'>,
  alert: Pick<Alert, 'score' | 'severity' | 'exploited' | 'scope'>,
): string | undefined {
  const graded = gradedAs(alert)
  const found = severities.find(({ when }) => when !== undefined && meets(when, graded))
  if (found) return found.id
  const decides = severities.some(({ when }) => when !== undefined)
  return decides && graded.cvss !== undefined ? undefined : defaultSeverity
}

/** What is unknown counts for the safe side: a dependency of unknown scope is used at run time. */
function gradedAs({ score, severity, exploited, scope }: Parameters<typeof alertSeverity>[1]): Graded {
  return {
    cvss: score ?? (severity && lowestScore[severity]),
    exploited: exploited !== undefined,
    scope: scope ?? 'runtime',
  }
}

/** Whether one severity of a scale is more severe than another; false for one that the scale does not have. */
export function isMoreSevere({ severities }: Pick<Policy, 'severities'>, one: string, other: string): boolean {
  const place = (id: string): number => severities.findIndex((severity) => severity.id === id)
  return place(one) !== -1 && place(one) < place(other)
}
