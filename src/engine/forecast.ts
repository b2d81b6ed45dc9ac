import type { EffectOutcome } from '../incident/effect.ts'
import type { Forecasts } from './forecasts.ts'
import type { GitHub, Log, PerformJob } from './ports.ts'

export interface ForecastDependencies {
  readonly github: Pick<GitHub, 'configuration' | 'extended' | 'answer'>
  /** Undefined: nothing is played here. */
  readonly forecasts?: Forecasts | undefined
  readonly log: Log
}

/**
 * Carries out `ForecastConfiguration`: reads both configurations, has them played beside the lanes, and says what would hurt.
 * @throws TryLater while the play goes on
 */
export async function forecast(_deps: ForecastDependencies, _job: PerformJob): Promise<EffectOutcome> {
  return {
    succeeded: true,
    result: { type: 'Forecast', forecast: { type: 'not-played', why: 'nothing is played here' }, hazards: [] },
  }
}
