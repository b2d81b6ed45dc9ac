import type { Problem, ProblemSeverity } from '../../policy/problem.ts'

/** A problem, or a note on what could not be looked at. */
export interface Finding extends Omit<Problem, 'severity'> {
  readonly severity: ProblemSeverity | 'note'
}

/** What came of checking one configuration. */
export interface Verdict {
  /** As the user calls it. */
  readonly file: string
  /** From the top of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Errors first. */
  readonly findings: readonly Finding[]
}

export const counted = ({ findings }: Verdict, severity: Finding['severity']): number =>
  findings.filter((one) => one.severity === severity).length

/** `1 error, 2 warnings`; empty when there is none of either. */
export function summed(verdict: Verdict): string {
  return (['error', 'warning'] as const)
    .map((severity) => ({ severity, many: counted(verdict, severity) }))
    .filter(({ many }) => many > 0)
    .map(({ severity, many }) => `${many} ${severity}${many === 1 ? '' : 's'}`)
    .join(', ')
}

/** Text for a terminal or a log: no control characters, so that nothing in a file can move the cursor or hide what is said. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
