import { type Finding, type FindingTopic, findingTopics } from '../../incident/finding.ts'
import { topicHeadings } from '../../render/finding-words.ts'
import { printable } from '../validate/finding.ts'
import { type Findings, glance } from './findings.ts'

const levels = { broken: 'FAILS', weak: 'weak', unknown: 'unseen', good: 'good' } as const
const colours = { broken: 31, weak: 33, unknown: 36, good: 32 } as const

/** No terminal in use is narrower. */
const columns = 80
const wordWidth = 8

/** For people: topics in which something would fail first, and at the end how it stands. @param coloured for a terminal */
export function asText(found: Findings, coloured: boolean): string {
  const paint = (text: string, code: number): string => (coloured ? `\u001B[1;${code}m${text}\u001B[0m` : text)
  const sections = worstFirst(found.findings).flatMap(({ topic, findings }) => [
    paint(topicHeadings[topic], 1),
    ...findings.flatMap((finding) => written(finding, paint)),
    '',
  ])
  return [
    ...sections,
    ...found.leftOut.map((sentence) => `Not looked at: ${printable(sentence)}`),
    `${found.repository}: ${glance(found)}`,
  ].join('\n')
}

interface Section {
  readonly topic: FindingTopic
  readonly findings: readonly Finding[]
}

const order: readonly Finding['level'][] = ['broken', 'weak', 'unknown', 'good']

/** By the worst that a topic has; else in the order of the topics. */
function worstFirst(findings: readonly Finding[]): readonly Section[] {
  const sections = findingTopics
    .map((topic) => ({ topic, findings: findings.filter((finding) => finding.topic === topic) }))
    .filter((section) => section.findings.length > 0)
  const worst = (section: Section): number => Math.min(...section.findings.map(({ level }) => order.indexOf(level)))
  return sections.toSorted((one, other) => worst(one) - worst(other))
}

type Paint = (text: string, code: number) => string

function written({ level, seen, emergency, remedy }: Finding, paint: Paint): readonly string[] {
  const [first = '', ...more] = wrapped(seen)
  const rest = [
    ...more,
    ...(emergency === undefined ? [] : wrapped(`In an emergency: ${emergency}`)),
    ...(remedy === undefined ? [] : wrapped(`What to do: ${remedy}`)),
  ]
  const word = levels[level]
  return [
    `  ${paint(word, colours[level])}${' '.repeat(wordWidth - word.length)}${first}`,
    ...rest.map((line) => `${' '.repeat(2 + wordWidth)}${line}`),
  ]
}

/** Lines of a sentence beside its word; a part that is longer than a line stays whole, so that it can be copied. */
function wrapped(sentence: string): readonly string[] {
  const width = columns - 2 - wordWidth
  const lines: string[] = []
  for (const word of printable(sentence).split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
