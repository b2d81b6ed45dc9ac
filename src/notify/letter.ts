import { createHash } from 'node:crypto'
import type { Memory } from '../engine/ports.ts'
import type { Occasion } from '../incident/communication.ts'
import type { ChannelWords } from '../incident/effect.ts'

/** What one channel is to be told, whatever its kind. */
export interface Letter {
  /** The same at every try: by it the other end can tell that it got something twice. Letters and digits. */
  readonly id: string
  /** What all letters about one incident have in common. Letters and digits. */
  readonly thread: string
  /** By what name the repository's file calls the channel. */
  readonly channel: string
  /** Pages are worth little when they come late, and somebody has to know that they did not. */
  readonly urgent: boolean
  /** The incident's own id, and the name of its repository. */
  readonly incident: string
  readonly repository: string
  /** `test`: somebody looks whether messages arrive. */
  readonly occasion: Occasion | 'test'
  readonly words: ChannelWords
  /** Tries before this one. */
  readonly triesBefore: number
  readonly memory: Memory
  /** The longest time to wait for the other end, in milliseconds. */
  readonly timeout: number
}

/** Tells no more than that two of them are the same. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** The other end will not take it, however often it is sent. The message is for people and holds no address. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** What somebody has to do about an address; people who read the timeline are seldom those who can. */
export const operatorShould = (what: string): string => `the operator of this server should ${what}`

/**
 * As much of a text as fits once it is escaped, never cutting through an escape.
 * @param max longest length in UTF-16 code units, as the services count
 * @param escaped what a single character becomes
 */
export function shortened(text: string, max: number, escaped = (character: string): string => character): string {
  const pieces = [...text].map(escaped)
  if (pieces.reduce((length, piece) => length + piece.length, 0) <= max) return pieces.join('')
  let shown = ''
  for (const piece of pieces) {
    if (shown.length + piece.length > max - 1) break
    shown += piece
  }
  return `${shown}…`
}
