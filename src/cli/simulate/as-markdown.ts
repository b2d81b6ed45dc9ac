import { formatDuration } from '../../lib/duration.ts'
import { neutral } from '../../lib/markdown-neutral.ts'
import {
  againWords,
  clockWords,
  dateWords,
  expectedOf,
  firstToldOf,
  missedOf,
  offsetWords,
  passagesOf,
} from './digest.ts'
import type { Line, Transcript } from './transcript.ts'

const signs: { readonly [Kind in Line['kind']]?: string } = {
  refused: '⛔',
  freeze: '❄️',
  thaw: '🌤️',
  told: '🔔',
  missed: '⚠️',
}

/** A transcript as a page. Nobody is mentioned by it, wherever it is put. */
export function asMarkdown(transcript: Transcript): string {
  const { title, repository, from, until, timezone } = transcript
  const missed = missedOf(transcript)
  return [
    `# ${neutral(title)}`,
    '',
    `${neutral(repository)}, from ${dateWords(transcript, from)} (${timezone}) for ${formatDuration(until - from)}.`,
    '',
    ...passagesOf(transcript.moments).flatMap(({ at, lines, again, last }) => [
      `## ${offsetWords(transcript, at)} · ${clockWords(transcript, at)}`,
      '',
      ...lines.flatMap(item),
      ...(again === 0 ? [] : [`- the same ${againWords(again)}, until ${offsetWords(transcript, last)}`]),
      '',
    ]),
    '## Who was told first when',
    '',
    '| Who | When | Through | Times |',
    '| --- | --- | --- | --- |',
    ...firstToldOf(transcript).map(
      ({ who, at, through, times }) => `| ${neutral(who)} | ${offsetWords(transcript, at)} | ${through} | ${times} |`,
    ),
    '',
    '## What was missed',
    '',
    ...(missed.length === 0
      ? ['Nothing.']
      : missed.map(({ at, text }) => `- ${offsetWords(transcript, at)}: ${neutral(plain(text))}`)),
    ...expectations(transcript),
  ].join('\n')
}

/** Its own emphasis would be shown as asterisks. */
const plain = (text: string): string => text.replaceAll('**', '').replaceAll('`', '')

function item({ kind, text, quote, met }: Line): readonly string[] {
  const sign = met === undefined ? signs[kind] : met ? '✅' : '❌'
  return [
    `- ${sign === undefined ? '' : `${sign} `}${neutral(plain(text))}`,
    ...(quote ?? []).flatMap((line) => [`  > ${neutral(plain(line))}  `]),
  ]
}

function expectations(transcript: Transcript): readonly string[] {
  const expected = expectedOf(transcript)
  const { unmet } = transcript
  if (expected === 0) return []
  return [
    '',
    `${expected - unmet.length} of ${expected} expectations came true.`,
    ...unmet.map((text) => `- ❌ ${neutral(text)}`),
  ]
}
