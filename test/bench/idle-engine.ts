import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { type Meter, noMeter } from '../../src/engine/meter.ts'
import type { Clock, Log, Store } from '../../src/engine/ports.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import type { Decision, Situation } from '../../src/incident/plan.ts'
import type { Asking } from '../../src/incident/question.ts'
import { nothing } from '../engine/support/samples.ts'

const unasked = async (): Promise<never> => {
  throw new Error('GitHub is not asked here')
}
const noFile = async () => ({ found: false }) as const
const unsaid = (): never => {
  throw new Error('nothing is said here')
}

/** What goes wrong is to be seen; everything else would cost the one who measures. */
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: console.error,
  error: console.error,
}

interface IdleEngineParts {
  readonly store: Store
  readonly clock: Clock
  readonly meter?: Partial<Meter>
  /** What comes of an event; nothing when it is left out. */
  readonly decide?: (situation: Situation) => Decision
}

/** An engine that asks and says nothing: what is left is the loop and the store. */
export function idleEngine({ store, clock, meter, decide = () => nothing }: IdleEngineParts): Engine {
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
    // biome-ignore lint/correctness/useYield: a decision is a generator; this one asks nothing.
    *decide(situation): Asking<Decision> {
      return decide(situation)
    },
    self: { appId: 1, slug: 'firebreak' },
  })
}

/** The machine's clock, set to another time. */
export const shiftedClock = (by: number): Clock => ({
  now: () => systemClock.now() + by,
  wakeAt: (at, callback) => systemClock.wakeAt(at - by, callback),
})
