import type { Clock } from './ports.ts'

/** Longer delays make `setTimeout` fire at once (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const longestDelay = 2 ** 31 - 1

/** The machine's clock. The only place that sets timers of the runtime. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, callback) {
    let timeout: NodeJS.Timeout | undefined
    const arm = (): void => {
      timeout = setTimeout(fire, Math.min(Math.max(at - Date.now(), 0), longestDelay))
    }
    // Asked again on waking: the delay may have been cut, and timers fire up to a millisecond early.
    const fire = (): void => {
      if (Date.now() < at) arm()
      else callback()
    }
    arm()
    return () => clearTimeout(timeout)
  },
}
