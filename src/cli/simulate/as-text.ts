import { formatDuration } from '../../lib/duration.ts'
import { printable } from '../validate/finding.ts'
import {
  againWords,
  clockWords,
  dateWords,
  expectedOf,
  firstToldOf,
  missedOf,
  offsetWords,
  type Passage,
  passagesOf,
} from './digest.ts'
import type { Line, LineKind, Transcript } from './transcript.ts'

const words: { readonly [Kind in LineKind]: string } = {
  act: 'does',
  refused: 'refused',
  freeze: 'frozen',
  thaw: 'thawed',
  merges: 'merging',
  told: 'told',
  said: 'says',
  opened: 'opens',
  status: 'status',
  labels: 'labels',
  check: 'check',
  missed: 'missed',
  expected: 'expect',
}

/**
 * A transcript for a terminal: one paragraph for each moment, and at the end who was told and what was missed.
 * @param coloured its headings stand out
 */
export function asText(transcript: Transcript, coloured: boolean): string {
  const { title, repository, from, until, timezone, moments } = transcript
  return [
    bold(plain(title), coloured),
    `${repository}, from ${dateWords(transcript, from)} (${timezone}) for ${formatDuration(until - from)}`,
    '',
    ...passagesOf(moments).flatMap((passage) => paragraph(transcript, passage, coloured)),
    ...conclusion(transcript),
  ].join('\n')
}

function paragraph(transcript: Transcript, { at, lines, again, last }: Passage, coloured: boolean): readonly string[] {
  const repeated = again === 0 ? [] : [`  the same ${againWords(again)}, until ${offsetWords(transcript, last)}`]
  const head = bold(`${offsetWords(transcript, at)}  ${clockWords(transcript, at)}`, coloured)
  return [head, ...lines.flatMap(written), ...repeated, '']
}

const bold = (text: string, coloured: boolean): string => (coloured ? `\u001B[1m${text}\u001B[0m` : text)

function written({ kind, text, quote, met }: Line): readonly string[] {
  const sign = met === undefined ? '' : met ? '✓ ' : '✗ '
  const quoted = (quote ?? []).map((line) => `           | ${plain(line)}`)
  return [`  ${words[kind].padEnd(8)} ${sign}${plain(text)}`, ...quoted]
}

/** A terminal shows no bold letters of Markdown, and nothing in a file may move its cursor. */
const plain = (text: string): string => printable(text.replaceAll('**', ''))

function conclusion(transcript: Transcript): readonly string[] {
  const { unmet } = transcript
  const told = firstToldOf(transcript)
  const missed = missedOf(transcript)
  const expected = expectedOf(transcript)
  return [
    told.length === 0 ? 'Nobody was told.' : 'Who was told first when',
    ...table(
      told.map(({ who, at, through, times }) => [who, offsetWords(transcript, at), `${through}, ${timesWords(times)}`]),
    ),
    '',
    missed.length === 0 ? 'Nothing was missed.' : 'What was missed',
    ...table(
      missed.map(({ at, text, times }) => [
        offsetWords(transcript, at),
        `${plain(text)}${times === 1 ? '' : ` (${times} times)`}`,
      ]),
    ),
    ...(expected === 0 ? [] : ['', `Expectations: ${expected - unmet.length} of ${expected} came true.`]),
    ...unmet.map((text) => `  ✗ ${plain(text)}`),
  ]
}

const timesWords = (times: number): string => (times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`)

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}
