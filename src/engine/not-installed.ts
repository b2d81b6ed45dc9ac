import type { Event } from '../incident/event.ts'
import type { Decision } from '../incident/plan.ts'
import { reason } from '../incident/reason.ts'

/**
 * What an adapter's error carries where this App is not installed in the repository that was asked about. Nothing can be asked
 * there until somebody puts it back.
 */
export interface NotInstalled {
  readonly notInstalled: true
}

export const isNotInstalled = (error: unknown): error is Error & NotInstalled =>
  error instanceof Error && 'notInstalled' in error && error.notInstalled === true

/** What GitHub told of, which is nobody's business any more where the App is gone; what the engine itself brings is kept. */
export const isNews = (event: Event): boolean => 'actor' in event

/** A decision that does nothing, because of an error. */
export const nothingDecided = (why: string): Decision => ({
  incidents: [],
  entries: [],
  effects: [],
  cancelled: [],
  timers: [],
  because: [reason(why, false)],
})
