import type { Forecast } from '../incident/forecast.ts'

/** A configuration as it is written. */
export interface WrittenConfiguration {
  readonly text: string
  /** What it extends: `OWNER/REPO:PATH`, as `writeReference` writes it → text; what is missing could not be had. */
  readonly shared: Readonly<Record<string, string>>
}

/** Plays emergencies in virtual time, beside the work of the lanes: nothing waits for it. */
export interface Forecasts {
  /**
   * @param before the configuration in force; undefined: there is none
   * @returns undefined while it is being played: to be asked again
   */
  of(before: WrittenConfiguration | undefined, after: WrittenConfiguration): Promise<Forecast | undefined>
  /** Gives up what is being played. */
  close(): Promise<void>
}
