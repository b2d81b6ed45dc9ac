import type { Span } from './problem.ts'

/** Turns offsets of one file's text into lines and columns. */
export interface SourceText {
  readonly file: string
  readonly text: string
  /** @param end offset after the last character */
  span(start: number, end: number): Span
}

export function sourceText(file: string, text: string): SourceText {
  const starts = lineStarts(text)
  const span = (start: number, end: number): Span => {
    const from = locate(starts, clamp(start, text))
    const to = locate(starts, clamp(Math.max(start, end - 1), text))
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }
  return { file, text, span }
}

/** A place for what concerns a file as a whole. */
export function startOf(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 }
}

function clamp(offset: number, text: string): number {
  return Math.max(0, Math.min(offset, text.length))
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (const lineBreak of text.matchAll(/\r\n|\r|\n/g)) starts.push(lineBreak.index + lineBreak[0].length)
  return starts
}

function locate(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
