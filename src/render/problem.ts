import { neutralCode } from '../lib/markdown-neutral.ts'
import type { Problem } from '../policy/problem.ts'
import { mixed, within } from './words.ts'

/** Where a problem stands, as editors and compilers write it: `.github/incident.yml:12:5`. */
export const problemPlace = ({ file, line, column }: Problem): string => `${file}:${line}:${column}`

/** One problem as an item of a list: where, which key, what was found, what is expected, what to do. */
export const problemItem = (problem: Problem): string =>
  `- ${neutralCode(problemPlace(problem), { max: 200 })}: ${mixed(problem.message, { max: 600 })}`

const mostProblems = 40
/** Two such lists fit into one text of a check. */
const longestList = 28_000

/** The problems as a list, the first forty of them, or fewer where they are long. */
export function problemList(problems: readonly Problem[]): string {
  const shown = within(longestList, problems.slice(0, mostProblems).map(problemItem))
  const rest = problems.length - shown.length
  return (rest > 0 ? [...shown, `- and ${rest} more`] : shown).join('\n')
}
