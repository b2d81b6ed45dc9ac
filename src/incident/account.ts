import type { Asked } from './account-asked.ts'
import type { Cause } from './account-cause.ts'
import type { Effect } from './effect.ts'
import type { Reason } from './reason.ts'
import type { Entry } from './timeline.ts'

/**
 * What is kept of one decision, so that somebody can ask later why it was made: small, and without the texts of people.
 * It stands beside the incident and moves nothing: no decision reads it.
 */
export interface Account {
  /** Epoch milliseconds of the event. */
  readonly at: number
  /**
   * What it is about: ids of incidents and of planned freezes; of a thread that belongs to none, the id that an incident there
   * would have. Never empty.
   */
  readonly subjects: readonly string[]
  readonly cause: Cause
  readonly asked: readonly Asked[]
  readonly because: readonly Reason[]
  readonly entries: readonly RecordedLine[]
  readonly effects: readonly AskedEffect[]
  readonly timers: readonly SetTimer[]
  /** How many things were left out because there were too many. */
  readonly leftOut: number
}

/** Something that was recorded. What a line says stands in the timeline. */
export interface RecordedLine {
  readonly incident: string
  readonly type: Entry['type']
  /** Its place in the timeline, from 1; undefined: it is no line of it. */
  readonly line?: number
}

/** What became of it is read from the outbox, by its key. */
export interface AskedEffect {
  readonly key: string
  readonly type: Effect['type']
  readonly what: string
  /** It is brought up to date again and again under this key: what became of it is what became of it last. */
  readonly isKept?: true
}

export interface SetTimer {
  readonly name: string
  /** Epoch milliseconds. */
  readonly at: number
}
