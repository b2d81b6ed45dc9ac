import { notRepeated } from '../../policy/check-shape.ts'
import type { Span } from '../../policy/problem.ts'
import { counted, type Finding, printable, summed, type Verdict } from './finding.ts'

const colours = { error: 31, warning: 33, note: 36 } as const

/** A longer line is shown in part: a narrow terminal would break it, and the mark would stand below something else. */
const mostColumns = 120
const columnsBefore = 50

/** What is wrong with the file, and what that means for it. @param coloured for a terminal */
export const asText = (verdict: Verdict, coloured: boolean): string =>
  [...findingsAsText(verdict, coloured), conclusion(verdict)].join('\n')

/**
 * Each finding as compilers write it, with its line of the file and a mark below it.
 * @param coloured for a terminal
 */
export function findingsAsText(
  verdict: Pick<Verdict, 'file' | 'text' | 'findings'>,
  coloured: boolean,
): readonly string[] {
  const lines = shownLines(verdict)
  const paint = (text: string, code: number): string => (coloured ? `\u001B[1;${code}m${text}\u001B[0m` : text)
  return verdict.findings.map((one) => {
    const head = `${verdict.file}:${one.line}:${one.column}: ${paint(one.severity, colours[one.severity])}: `
    return [`${head}${printable(one.message)}`, ...snippet(one, lines, paint), ...rest(one), ''].join('\n')
  })
}

type Paint = (text: string, code: number) => string

function snippet(one: Finding, lines: readonly string[], paint: Paint): string[] {
  const line = lines[one.line - 1]
  if (line === undefined || line.trim() === '') return []
  const number = String(one.line)
  const start = line.length > mostColumns ? Math.max(0, one.column - 1 - columnsBefore) : 0
  const part = line.slice(start, start + mostColumns)
  const from = one.column - 1 - start
  const to = one.endLine > one.line ? part.trimEnd().length : Math.min(one.endColumn - start, part.length)
  const ellipsis = start > 0 ? '…' : ''
  const before = ' '.repeat(columnsOf(ellipsis + part.slice(0, from)))
  const mark = '^'.repeat(Math.max(1, columnsOf(part.slice(from, to))))
  return [
    `  ${number} | ${ellipsis}${part}${start + mostColumns < line.length ? '…' : ''}`,
    `  ${' '.repeat(number.length)} | ${before}${paint(mark, colours[one.severity])}`,
  ]
}

/** What the message does not say already. */
function rest({ keyPath, expected, message }: Finding): string[] {
  return [
    ...(keyPath === '' || message.includes(`\`${keyPath}\``) ? [] : [`      key: ${printable(keyPath)}`]),
    ...(expected === '' || message.includes(expected) ? [] : [`      expected: ${printable(expected)}`]),
  ]
}

/** The file's lines as they may be shown. Reports are kept in logs that others read, so what may be a secret is covered. */
function shownLines({ text, findings }: Pick<Verdict, 'text' | 'findings'>): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/(?<=:\/\/)[^\s"']+/g, covered))
  for (const one of findings) {
    // A misspelled `secret:` has its value behind it.
    const isUnknown = one.keyPath.startsWith('channels.') && one.found.startsWith('the unknown key')
    if (one.found === notRepeated) coverSpan(lines, one)
    else if (isUnknown) coverSpan(lines, { ...one, column: one.endColumn + 1, endColumn: Number.POSITIVE_INFINITY })
  }
  return lines.map(printable)
}

function coverSpan(lines: string[], { line, column, endLine, endColumn }: Span): void {
  for (let number = line; number <= endLine; number++) {
    const text = lines[number - 1] ?? ''
    const from = number === line ? column - 1 : 0
    const to = number === endLine ? endColumn : text.length
    lines[number - 1] = text.slice(0, from) + covered(text.slice(from, to)) + text.slice(to)
  }
}

const covered = (text: string): string => text.replace(/\S/g, '*')

/** How many columns a text takes in a terminal. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + columnsOfOne(character), 0)
}

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u

function columnsOfOne(character: string): number {
  if (/\p{M}/u.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

function conclusion(verdict: Verdict): string {
  const sum = summed(verdict)
  if (counted(verdict, 'error') > 0) {
    return `${verdict.file}: ${sum}. It would not take effect: the last valid version would stay in force.`
  }
  const seen = counted(verdict, 'note') > 0 ? ', as far as it can be seen from here' : ''
  return `${verdict.file} is valid${seen}${sum === '' ? '' : `, and perhaps not as it is meant: ${sum}`}.`
}
