import { failure, type Result, success } from './result.ts'

interface CharacterClass {
  /** As a regular expression that matches one character. */
  readonly expression: string
  /** Index after the closing bracket. */
  readonly end: number
}

type Range = readonly [first: number, last: number]

const slash = 0x2f

/**
 * Reads what stands after a `[` in a glob. The class never matches a slash, also not when a range such as `[+-9]`
 * includes it: it would cross from one path part into the next.
 * @param start index after the opening bracket
 */
export function readGlobClass(glob: string, start: number): Result<CharacterClass, string> {
  const negated = glob[start] === '!' || glob[start] === '^'
  const first = start + (negated ? 1 : 0)
  // A `]` right after the opening stands for itself, as in every shell.
  const close = glob.indexOf(']', first + 1)
  if (close < 0) return failure('a `[` is never closed')
  const ranges = readRanges([...glob.slice(first, close)])
  if (!ranges.ok) return ranges
  const expression = negated
    ? `[^/${ranges.value.map(write).join('')}]`
    : writeOneOf(ranges.value.flatMap(withoutSlash))
  return success({ expression, end: close + 1 })
}

function readRanges(characters: readonly string[]): Result<Range[], string> {
  const ranges: Range[] = []
  for (let index = 0; index < characters.length; index++) {
    const first = characters[index]?.codePointAt(0) ?? 0
    const isRange = characters[index + 1] === '-' && index + 2 < characters.length
    const last = isRange ? (characters[index + 2]?.codePointAt(0) ?? 0) : first
    if (last < first) return failure(`the range \`${characters.slice(index, index + 3).join('')}\` runs backwards`)
    ranges.push([first, last])
    if (isRange) index += 2
  }
  return success(ranges)
}

function withoutSlash(range: Range): Range[] {
  const [first, last] = range
  if (slash < first || slash > last) return [range]
  const parts: Range[] = [
    [first, slash - 1],
    [slash + 1, last],
  ]
  return parts.filter(([from, to]) => from <= to)
}

function writeOneOf(ranges: readonly Range[]): string {
  const nothing = '[^\\x{0}-\\x{10FFFF}]'
  return ranges.length === 0 ? nothing : `[${ranges.map(write).join('')}]`
}

function write([first, last]: Range): string {
  return `\\x{${first.toString(16)}}-\\x{${last.toString(16)}}`
}
