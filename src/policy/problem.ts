/** Where something stands in a file. Lines and columns count from 1, columns in UTF-16 units; the end is included. */
export interface Span {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** `error`: the file does not take effect. `warning`: it does, and probably not as meant. */
export type ProblemSeverity = 'error' | 'warning'

export interface Problem extends Span {
  readonly severity: ProblemSeverity
  /** Such as `severities.P0.freeze` or `roles.maintainers[0]`; empty for the file as a whole. */
  readonly keyPath: string
  /** What stands there, in words; text from the file is shortened to one line and quoted. */
  readonly found: string
  /** What may stand there, in words. */
  readonly expected: string
  /** What to do about it, as a sentence; empty when the expectation says it all. */
  readonly remedy: string
  /** All of the above as one text to show, without the position. It quotes text from outside: escape it where it is shown. */
  readonly message: string
}

/** The parts a problem is put together from. */
export interface ProblemParts {
  readonly at: Span
  readonly path: KeyPath
  readonly found: string
  readonly expected: string
  readonly remedy?: string | undefined
  readonly severity?: ProblemSeverity | undefined
  /** Given where "KEY is FOUND, expected EXPECTED" would not read well. */
  readonly sentence?: string | undefined
}

/** Keys and list indexes from the top of the configuration. */
export type KeyPath = readonly (string | number)[]

export function problem(parts: ProblemParts): Problem {
  const { at, path, found, expected, remedy = '', severity = 'error', sentence } = parts
  const keyPath = writeKeyPath(path)
  const subject = keyPath === '' ? 'The file' : `\`${keyPath}\``
  const statement = sentence ?? `${subject} is ${found}, expected ${expected}.`
  const message = remedy === '' ? statement : `${statement} ${remedy}`
  return { ...at, severity, keyPath, found, expected, remedy, message }
}

/** `['roles', 'a', 0]` as `roles.a[0]`. */
export function writeKeyPath(path: KeyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? oneLine(part) : `${text}.${oneLine(part)}`
  }, '')
}

/** Text from outside on one line, without control characters, at most 60 characters long. */
export function oneLine(text: string): string {
  // Sliced before the replacing: a value may be as long as the file.
  const start = text.slice(0, 200).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
  return start.length > 60 || text.length > 200 ? `${start.slice(0, 57)}…` : start
}

/** `a`, `b` or `c` */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  const last = quoted.pop() ?? 'nothing'
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** By file in the order given, then by position, so that a person can work through them from top to bottom. */
export function sortProblems(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const order = new Map(files.map((file, index) => [file, index]))
  const rank = (one: Problem): number => order.get(one.file) ?? files.length
  return [...problems].sort(
    (a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column || a.message.localeCompare(b.message, 'en'),
  )
}

const mostProblems = 100

/** The first hundred of sorted problems, and one that says how many more there are: nobody reads thousands. */
export function withinLimit(sorted: readonly Problem[]): Problem[] {
  const first = sorted[mostProblems]
  if (first === undefined) return [...sorted]
  const rest = sorted.slice(mostProblems)
  const severity = rest.some((one) => one.severity === 'error') ? 'error' : first.severity
  const found = `${rest.length} more problems`
  const more = problem({
    at: first,
    path: [],
    found,
    expected: 'none',
    severity,
    sentence: `There are ${found} from here on.`,
  })
  return [...sorted.slice(0, mostProblems), more]
}
