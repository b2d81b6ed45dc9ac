/** What a line tells of. */
export type LineKind =
  | 'act'
  | 'refused'
  | 'freeze'
  | 'thaw'
  | 'merges'
  | 'told'
  | 'said'
  | 'opened'
  | 'status'
  | 'labels'
  | 'check'
  | 'missed'
  | 'expected'

export interface Line {
  readonly kind: LineKind
  readonly text: string
  /** Who is told, with the at-sign; or the channels that are. */
  readonly who?: readonly string[]
  /** `mention`, `assignment` or the kind of channel. */
  readonly through?: string
  /** The first lines of what Firebreak says. */
  readonly quote?: readonly string[]
  /** Of an expectation: whether it came true. */
  readonly met?: boolean
}

/** What is seen at one moment. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number
  readonly lines: readonly Line[]
}

/** A freeze that was seen to hold. Moments are epoch milliseconds. */
export interface FreezeSpan {
  readonly mode: string
  readonly branches: readonly string[]
  readonly from: number
  /** Undefined: it still held at the end. */
  readonly until: number | undefined
}

/** A simulation as it was. Everything in it follows from the scenario and the configuration, to the letter. */
export interface Transcript {
  readonly title: string
  /** Epoch milliseconds. */
  readonly from: number
  readonly until: number
  readonly timezone: string
  readonly repository: string
  readonly people: readonly { readonly login: string; readonly permission: string }[]
  readonly moments: readonly Moment[]
  readonly freezes: readonly FreezeSpan[]
  /** Expectations that did not come true, as sentences. */
  readonly unmet: readonly string[]
}
