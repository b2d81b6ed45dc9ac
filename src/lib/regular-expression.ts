import { RE2JS } from 're2js'
import { failure, type Result, success } from './result.ts'

/** Says whether a whole text matches. Takes time linear in the text's length, whatever the pattern. */
export type Matcher = (text: string) => boolean

/** Longer texts match nothing: no branch, path or title that GitHub accepts is longer than 4096 characters. */
export const longestText = 4096

const longestExpression = 500

/** RE2 expands `(a{1000}){1000}`; above this size a program costs more memory than any branch pattern deserves. */
const largestProgram = 20_000

/**
 * Compiles a regular expression in RE2's language (no back-references, no look-around), to be matched against a whole text.
 * @returns the matcher, or one sentence that says what is wrong.
 */
export function compileRegularExpression(source: string): Result<Matcher, string> {
  if (source.length > longestExpression) return failure(`longer than ${longestExpression} characters`)
  try {
    const compiled = RE2JS.compile(source)
    if (compiled.programSize() > largestProgram) return failure('it expands to too large a program')
    return success((text) => text.length <= longestText && compiled.testExact(text))
  } catch (error) {
    return failure(error instanceof Error ? firstLine(error.message) : 'it cannot be read')
  }
}

/** The text as an expression that matches exactly it. */
export function quoteForExpression(text: string): string {
  return RE2JS.quote(text)
}

function firstLine(text: string): string {
  return text.replace(/^error parsing regexp: /, '').split('\n', 1)[0] ?? text
}
