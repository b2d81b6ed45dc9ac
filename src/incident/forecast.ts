/** Somebody is told of an emergency for the first time. Moments are milliseconds after the report. */
export interface ForetoldCall {
  /** A login or team as it is mentioned, or a channel's name. */
  readonly who: string
  readonly after: number
  /** `mention`, or the channel it goes through. */
  readonly through: string
}

export interface ForetoldFreeze {
  readonly mode: string
  readonly branches: readonly string[]
  readonly after: number
  /** When it ends by itself; undefined: it was still on when nobody looked any more. */
  readonly until: number | undefined
}

/** What should have happened by then and did not. */
export interface ForetoldMiss {
  readonly text: string
  readonly after: number
}

/** What an emergency leads to that somebody reports and nobody answers. */
export interface Outlook {
  readonly calls: readonly ForetoldCall[]
  readonly freezes: readonly ForetoldFreeze[]
  readonly missed: readonly ForetoldMiss[]
}

/** The same emergency under the configuration in force, and under a proposed one. */
export interface ForecastCase {
  /** The severity's id, in either. */
  readonly severity: string
  /** Local moment of the report, such as `Sunday 03:00`. */
  readonly moment: string
  readonly timezone: string
  /** Undefined: that configuration has no such severity. */
  readonly before: Outlook | undefined
  readonly after: Outlook | undefined
}

/** What a change of the configuration changes in an emergency. Not the drill's rehearsal: nothing of it happens on GitHub. */
export type Forecast =
  | {
      readonly type: 'played'
      /** Why there is nothing before it to compare with: there is no file on the default branch, or one with errors. */
      readonly alone?: 'no-file' | 'broken-file'
      readonly cases: readonly ForecastCase[]
      /** Milliseconds of each emergency that were played. */
      readonly watched: number
    }
  | { readonly type: 'not-played'; readonly why: string }
