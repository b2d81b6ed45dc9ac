import { type Problem, problem, type Span } from './problem.ts'

/**
 * A problem of a file that another one extends, shown where the repository's own file names it: nothing else can be
 * changed by whoever reads it. What stands in a shared file is not repeated. It may be private, and the check's report is
 * read by everybody who can open a pull request here.
 */
export function shownWhereNamed(one: Problem, namedAt: Span): Problem {
  const isPreset = one.file.startsWith('firebreak:')
  if (isPreset) return { ...one, ...namedAt, message: `In \`${one.file}\`: ${one.message}` }
  return problem({
    at: namedAt,
    path: ['extends'],
    found: `a problem on line ${one.line} of \`${one.file}\``,
    expected: 'a file without errors',
    remedy: 'The check of that repository says what it is.',
    severity: one.severity,
    sentence: `\`${one.file}\` has a problem on line ${one.line}, column ${one.column}.`,
  })
}
