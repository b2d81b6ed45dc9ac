import { DateTime } from 'luxon'
import { formatDuration } from '../../lib/duration.ts'
import type { Line, Moment, Transcript } from './transcript.ts'

/** A moment, and how often the same comes again at once after it. */
export interface Passage extends Moment {
  readonly again: number
  /** When it came for the last time. */
  readonly last: number
}

/** What is repeated hour after hour is told once: moments whose lines differ in nothing but numbers are one passage. */
export function passagesOf(moments: readonly Moment[]): readonly Passage[] {
  const passages: Passage[] = []
  for (const moment of moments) {
    const before = passages.at(-1)
    if (before && shapeOf(before) === shapeOf(moment))
      passages[passages.length - 1] = { ...before, again: before.again + 1, last: moment.at }
    else passages.push({ ...moment, again: 0, last: moment.at })
  }
  return passages
}

const shapeOf = ({ lines }: Moment): string =>
  JSON.stringify(lines.map(({ kind, text, who }) => [kind, text.replace(/\d+/gu, '0'), who]))

/** How often the same comes again, in words. */
export const againWords = (again: number): string => (again === 1 ? 'once more' : `${again} more times`)

/** `T+1h30m`. */
export const offsetWords = ({ from }: Transcript, at: number): string =>
  at === from ? 'T+0' : `T+${formatDuration(at - from)}`

/** `Sun 03:15`, in the scenario's time zone. */
export const clockWords = ({ timezone }: Transcript, at: number): string => local(timezone, at).toFormat('ccc HH:mm')

/** `Sun 11 Jan 2026 03:15`. */
export const dateWords = ({ timezone }: Transcript, at: number): string =>
  local(timezone, at).toFormat('ccc d LLL yyyy HH:mm')

const local = (zone: string, at: number): DateTime => DateTime.fromMillis(at, { zone, locale: 'en-GB' })

export interface FirstTold {
  readonly who: string
  readonly at: number
  readonly through: string
  readonly times: number
}

/** Whom the App told, in the order in which they heard first. */
export function firstToldOf({ moments }: Transcript): readonly FirstTold[] {
  const first = new Map<string, FirstTold>()
  for (const { at, lines } of moments)
    for (const line of lines.filter(({ kind }) => kind === 'told'))
      for (const who of line.who ?? []) {
        const before = first.get(who)
        const told = { who, at, through: line.through ?? '', times: 0, ...before }
        first.set(who, { ...told, times: told.times + 1 })
      }
  return [...first.values()]
}

export interface Missed {
  /** When first. */
  readonly at: number
  readonly text: string
  readonly times: number
}

/** What should have happened and did not; what differs in nothing but numbers is counted. */
export function missedOf({ moments }: Transcript): readonly Missed[] {
  const missed = new Map<string, Missed>()
  for (const { at, lines } of moments)
    for (const { text } of lines.filter(isMissed)) {
      const shape = text.replace(/\d+/gu, '0')
      const before = missed.get(shape) ?? { at, text, times: 0 }
      missed.set(shape, { ...before, times: before.times + 1 })
    }
  return [...missed.values()]
}

const isMissed = ({ kind }: Line): boolean => kind === 'missed'

/** How many expectations there are. */
export const expectedOf = ({ moments }: Transcript): number =>
  moments.flatMap(({ lines }) => lines).filter(({ kind }) => kind === 'expected').length
