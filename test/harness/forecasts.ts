import type { Forecasts } from '../../src/engine/forecasts.ts'
import { playForecast } from '../../src/forecast/play/play-forecast.ts'

/** What the server plays in a process of its own, played here: the same code, and nothing to wait for but real time. */
export interface PlayedHere extends Forecasts {
  /** How often it was asked. */
  readonly asked: number
}

/** @param times how often it says that the play goes on before it answers */
export function playedHere(times = 0): PlayedHere {
  let asked = 0
  return {
    get asked() {
      return asked
    },
    async of(before, after) {
      asked += 1
      if (asked <= times) return undefined
      const { forecast, failures } = await playForecast({ before, after })
      if (failures.length > 0) throw new Error(failures.join('\n'))
      return forecast
    },
    close: async () => undefined,
  }
}
