import type { Problem } from '../policy/problem.ts'
import type { Hazard } from './finding.ts'
import type { Forecast } from './forecast.ts'
import type { Message } from './message.ts'

/**
 * Plays what the configuration on a commit would change, beside the lanes: it is put off until the play is over. Carried out by
 * the engine.
 */
export interface ForecastConfiguration {
  readonly type: 'ForecastConfiguration'
  readonly sha: string
  /** What checking that commit found; it is published again together with the forecast. */
  readonly notices: readonly Problem[]
  /** When it was asked for, in epoch milliseconds: asked for again, it is played again. */
  readonly askedAt: number
  /** Proposed from a fork, by somebody who has no say here: it gets less of what others need as well. */
  readonly fromStranger?: true
}

/** A pull request that adds files on a branch of its own. Needs `contents: write`. */
export interface ProposeConfiguration {
  readonly type: 'ProposeConfiguration'
  /** Of the new branch. One of that name which is not ours is never touched. */
  readonly branch: string
  /** Where it begins, and what it is to be merged into. */
  readonly base: string
  readonly title: string
  readonly commit: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly message: Message
  readonly body?: string
}

/** What the play came to. */
export type ForecastResult = {
  readonly type: 'Forecast'
  readonly forecast: Forecast
  /** What would hurt in an emergency; undefined: it was not looked at. */
  readonly hazards?: readonly Hazard[]
}
