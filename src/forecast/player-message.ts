import type { WrittenConfiguration } from '../engine/forecasts.ts'
import type { Forecast } from '../incident/forecast.ts'

/** What the server sends to the process that plays. */
export interface PlayerAsked {
  /** Undefined: there is none in force. */
  readonly before: WrittenConfiguration | undefined
  readonly after: WrittenConfiguration
}

/** What comes back. */
export type PlayerReply =
  | {
      readonly type: 'answered'
      readonly forecast: Forecast
      /** What failed meanwhile and is Firebreak's own mistake, for its log. */
      readonly failures: readonly string[]
    }
  | { readonly type: 'failed'; readonly error: string }
