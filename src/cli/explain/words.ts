import { DateTime } from 'luxon'
import type { Reason } from '../../incident/reason.ts'
import { printable } from '../validate/finding.ts'

/** Moments are shown in one time zone, which every answer names. */
export interface Clock {
  /** `2026-03-02 09:05:00` */
  moment(at: number): string
  /** `Mon 2 Mar 2026 09:05` */
  date(at: number): string
}

export const clockIn = (timezone: string): Clock => {
  const local = (at: number): DateTime => DateTime.fromMillis(at, { zone: timezone, locale: 'en-GB' })
  return {
    moment: (at) => local(at).toFormat('yyyy-MM-dd HH:mm:ss'),
    date: (at) => local(at).toFormat('ccc d LLL yyyy HH:mm'),
  }
}

/** A line of ours that is Markdown, as a terminal shows it: without its emphasis, and without what guards other people's words. */
export const plain = (markdown: string): string =>
  printable(markdown.replaceAll('**', '').replace(/\\(?=[!-/:-@[-`{-~])/gu, ''))

/** A reason and what it rests on, each on a line of its own. */
export const treeLines = (reasons: readonly Reason[], indent = '  '): readonly string[] =>
  reasons.flatMap(({ what, holds, because }) => [
    `${indent}${holds ? '✓' : '✗'} ${printable(what)}`,
    ...treeLines(because, `${indent}    `),
  ])

export const bold = (text: string, coloured: boolean): string => (coloured ? `\u001B[1m${text}\u001B[0m` : text)

export const counted = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`

/** A name of ours in which whole commits stand. */
export const shortened = (name: string): string => name.replace(/\b([0-9a-f]{7})[0-9a-f]{33}\b/gu, '$1')
