import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { type Meter, noMeter } from '../../src/engine/meter.ts'
import type { Clock, Log, Store } from '../../src/engine/ports.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import type { Decision } from '../../src/incident/plan.ts'
import type { Asking } from '../../src/incident/question.ts'
import { nothing } from '../engine/support/samples.ts'

const unasked = async (): Promise<never> => {
  throw new Error('GitHub is not asked here')
}
const noFile = async () => ({ found: false }) as const
const unsaid = (): never => {
  throw new Error('nothing is said here')
}

// biome-ignore lint/correctness/useYield: a decision is a generator; this one asks nothing.
function* decide(): Asking<Decision> {
  return nothing
}

/** What goes wrong is to be seen; everything else would cost the one who measures. */
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: console.error,
  error: console.error,
}

/** An engine whose decisions change nothing: what is left is the loop and the store. */
export function idleEngine(store: Store, clock: Clock, meter: Partial<Meter> = {}): Engine {
  return createEngine({
    ...{ store, clock, log, meter: { ...noMeter, ...meter } },
    github: {
      answer: unasked,
      perform: unasked,
      configuration: noFile,
      extended: unasked,
      kept: unasked,
      isAnswered: unasked,
    },
    render: {
      ...{ renderMessage: unsaid, renderTitle: unsaid, renderCheck: unsaid },
      ...{ renderCard: unsaid, channelWords: unsaid },
    },
    decide,
    self: { appId: 1, slug: 'firebreak' },
  })
}

/** The machine's clock, set to another time. */
export const shiftedClock = (by: number): Clock => ({
  now: () => systemClock.now() + by,
  wakeAt: (at, callback) => systemClock.wakeAt(at - by, callback),
})
