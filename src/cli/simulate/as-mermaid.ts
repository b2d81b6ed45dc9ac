import { againWords, clockWords, offsetWords, passagesOf } from './digest.ts'
import type { Line, Transcript } from './transcript.ts'

/** A transcript as a sequence diagram: who does what, whom Firebreak tells, what is frozen, what is missed. */
export function asMermaid(transcript: Transcript): string {
  const names = namesIn(transcript)
  const id = (name: string): string => `P${names.indexOf(name)}`
  return [
    'sequenceDiagram',
    '  participant G as GitHub',
    '  participant F as Firebreak',
    ...names.map((name) => `  participant ${id(name)} as ${label(name)}`),
    ...passagesOf(transcript.moments).flatMap(({ at, lines, again }) => {
      const arrows = lines.flatMap((line) => arrowsOf(line, id))
      if (arrows.length === 0) return []
      const repeated = again === 0 ? '' : `, and ${againWords(again)}`
      return [`  Note over G,F: ${offsetWords(transcript, at)} · ${clockWords(transcript, at)}${repeated}`, ...arrows]
    }),
  ].join('\n')
}

/** Whoever does something or is told, in the order of their entrance. */
const namesIn = ({ moments }: Transcript): readonly string[] => [
  ...new Set(
    moments.flatMap(({ lines }) => lines.flatMap(({ kind, who }) => (who ?? []).map((name) => nameOf(kind, name)))),
  ),
]

/** One who does something is named as one who is told. */
const nameOf = (kind: Line['kind'], name: string): string => (kind === 'act' ? `@${name}` : name)

function arrowsOf({ kind, text, who = [] }: Line, id: (name: string) => string): readonly string[] {
  const said = label(text)
  switch (kind) {
    case 'act':
      return who.map((name) => `  ${id(nameOf(kind, name))}->>G: ${said.replace(`${name} `, '')}`)
    case 'told':
      return who.map((name) => `  F->>${id(name)}: ${label(text.slice(text.indexOf(': ') + 2))}`)
    case 'freeze':
    case 'thaw':
    case 'opened':
      return [`  F->>G: ${said}`]
    case 'missed':
    case 'refused':
      return [`  Note right of G: ${kind === 'missed' ? 'missed: ' : ''}${said}`]
    default:
      return []
  }
}

const longest = 100

/**
 * A text in which nothing is part of the diagram's language: `#` and `;` end it, `%%{` gives orders, `$$` is mathematics, and what is
 * left is HTML. As numbers of characters they are text (https://mermaid.js.org/syntax/sequenceDiagram.html, "Entity codes").
 */
function label(text: string): string {
  const line = text
    .replace(/[`*]/gu, '')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
  const short = line.length > longest ? `${line.slice(0, longest - 1)}…` : line
  return short.replace(/[#;%$<>&]/gu, (sign) => `#${sign.codePointAt(0)};`)
}
