import { createHash } from 'node:crypto'
import { capped } from '../json.ts'

/** The longest body of an issue or a comment that GitHub takes, in characters. */
export const longestBody = 65_536
/** The longest `summary` and `text` of a check run (`checks/create`). */
const longestOutput = 65_535

const cutNote = '\n\n… *The rest is left out: GitHub takes no longer text here.*'

/** The text, cut with a visible note where it is longer than `most` characters. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : capped(text, most - cutNote.length) + cutNote
}

export const cutOutput = (text: string): string => cut(text, longestOutput)

/** A body with a hidden marker as its end, by which it is found again; the visible part is cut where it is too long. */
export function marked(body: string, marker: string): string {
  const end = `\n\n${marker}`
  return cut(body.trimEnd(), longestBody - end.length) + end
}

/** The marker of something that is made once; the key itself names an incident's inner workings, so it is hashed. */
export const keyMarker = (key: string): string => `<!-- firebreak:${hash(key).slice(0, 16)} -->`

export const cardMarker = (incident: string): string => `<!-- firebreak:card:${incident} -->`

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
