import { readGlobClass } from './glob-class.ts'
import { compileRegularExpression, type Matcher, quoteForExpression } from './regular-expression.ts'
import { failure, type Result, success } from './result.ts'

const deepestNesting = 5

/**
 * Compiles a glob, to be matched against a whole text: `*` and `?` stay inside one path part, `**` crosses parts
 * (`**` + `/` also stands for no part at all), `{a,b}` is one of several, `[a-z]` and `[!a-z]` are one character.
 * A backslash takes the next character literally.
 * @returns the matcher, or one sentence that says what is wrong with the pattern.
 */
export function compileGlob(glob: string): Result<Matcher, string> {
  const translated = translate(glob)
  return translated.ok ? compileRegularExpression(translated.value) : translated
}

/** Compiles a glob, or a regular expression when the pattern stands between slashes. Both match the whole text. */
export function compilePattern(pattern: string): Result<Matcher, string> {
  const isExpression = pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')
  return isExpression ? compileRegularExpression(pattern.slice(1, -1)) : compileGlob(pattern)
}

/**
 * Whether the whole text matches a glob or a regular expression between slashes. A pattern that cannot be read matches
 * nothing: the configuration's check refuses it before it could get here.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const matcher = compilePattern(pattern)
  return matcher.ok && matcher.value(text)
}

/**
 * Compiles a ref pattern as GitHub's rulesets read it, which is Ruby's `File.fnmatch` with `FNM_PATHNAME`
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository):
 * `**` crosses path parts only before a slash, braces and commas are ordinary characters.
 */
export function compileRefPattern(pattern: string): Result<Matcher, string> {
  const asGlob = pattern.replace(/[{}]/g, '\\$&').replace(/\*{2,}/g, (stars, at: number, escaped: string) => {
    const startsPart = at === 0 || escaped[at - 1] === '/'
    return startsPart && escaped[at + stars.length] === '/' ? '**' : '*'
  })
  return compileGlob(asGlob)
}

/**
 * Whether a branch is meant by any of GitHub's ref patterns.
 * @param patterns `~ALL`, `~DEFAULT_BRANCH`, or fnmatch patterns on names without `refs/heads/`
 */
export function branchMatches(patterns: readonly string[], branch: string, defaultBranch: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true
    if (pattern === '~DEFAULT_BRANCH') return branch === defaultBranch
    const matcher = compileRefPattern(pattern)
    return matcher.ok && matcher.value(branch)
  })
}

interface Reader {
  readonly glob: string
  position: number
  braces: number
}

function translate(glob: string): Result<string, string> {
  const reader: Reader = { glob, position: 0, braces: 0 }
  let expression = ''
  while (reader.position < glob.length) {
    const part = translateNext(reader)
    if (!part.ok) return part
    expression += part.value
  }
  if (reader.braces > 0) return failure('a `{` is never closed')
  return success(expression)
}

function translateNext(reader: Reader): Result<string, string> {
  const { glob, position } = reader
  const character = String.fromCodePoint(glob.codePointAt(position) ?? 0)
  reader.position += character.length
  if (character === '*') return success(translateStars(reader, position))
  if (character === '?') return success('[^/]')
  if (character === '[') return translateClass(reader)
  if (character === '{' || character === '}') return translateBrace(reader, character)
  if (character === ',' && reader.braces > 0) return success('|')
  if (character === '\\') return translateEscape(reader)
  return success(quoteForExpression(character))
}

function translateStars(reader: Reader, start: number): string {
  const { glob } = reader
  while (glob[reader.position] === '*') reader.position++
  if (reader.position - start === 1) return '[^/]*'
  const wholePart = start === 0 || glob[start - 1] === '/'
  if (!wholePart || glob[reader.position] !== '/') return '(?s:.*)'
  reader.position++
  return '(?:(?s:.*)/)?'
}

function translateBrace(reader: Reader, character: '{' | '}'): Result<string, string> {
  if (character === '{') {
    reader.braces++
    return reader.braces > deepestNesting ? failure(`\`{\` is nested deeper than ${deepestNesting}`) : success('(?:')
  }
  if (reader.braces === 0) return failure('a `}` closes nothing')
  reader.braces--
  return success(')')
}

function translateClass(reader: Reader): Result<string, string> {
  const read = readGlobClass(reader.glob, reader.position)
  if (!read.ok) return read
  reader.position = read.value.end
  return success(read.value.expression)
}

function translateEscape(reader: Reader): Result<string, string> {
  const next = reader.glob.codePointAt(reader.position)
  if (next === undefined) return failure('a `\\` stands at the end')
  const literal = String.fromCodePoint(next)
  reader.position += literal.length
  return success(quoteForExpression(literal))
}
