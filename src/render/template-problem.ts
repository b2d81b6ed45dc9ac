import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import type { Template } from '../policy/policy.ts'
import type { Rendered } from './liquid.ts'

/**
 * A note that says what is wrong with a template of the repository and where, above the text that stands in for it.
 * @param place the key that holds the template, where it is no file
 * @param rendered what came of it; undefined: the file was not found
 */
export function templateProblem(wanted: Template, place: string, rendered: Rendered | undefined): string {
  const name = wanted.type === 'file' ? wanted.path : place
  const problem = rendered === undefined ? 'was not found on the default branch' : problemOf(rendered)
  return [
    '> [!NOTE]',
    `> The template ${neutralCode(name, { max: 200 })} ${problem}. So that nothing is lost, this is the built-in one.`,
  ].join('\n')
}

function problemOf(own: Rendered): string {
  if (own.ok) return 'comes out empty'
  const place = own.line === undefined ? '' : ` in line ${own.line}`
  return `has an error${place}: ${neutral(own.reason, { max: 300 })}`
}
