import type { Event, GitHubEvent } from '../incident/event.ts'
import type { Self } from '../incident/plan.ts'
import type { OnboardingScope } from '../lib/onboarding-scope.ts'
import { type Acceptance, acceptDelivery } from './accept.ts'
import type { Forecasts } from './forecasts.ts'
import { type Decide, Handler } from './handle.ts'
import { type Beacon, Heartbeat } from './heartbeat.ts'
import { underLease } from './lease.ts'
import { type Meter, noMeter } from './meter.ts'
import { Performer } from './perform.ts'
import { Policies } from './policies.ts'
import type {
  Clock,
  Deliveries,
  Delivery,
  GitHub,
  Installations,
  Log,
  RepositoryStandings,
  Store,
  Work,
} from './ports.ts'
import { Readings } from './readings.ts'
import { Rebuild } from './rebuild.ts'
import { Reconciliation } from './reconcile.ts'
import { Runner } from './runner.ts'
import { Sweep } from './sweep.ts'
import type { Render } from './texts.ts'
import { onTrail, trailOf } from './trail.ts'
import { Vitals } from './vitals.ts'

export interface EngineParts {
  readonly store: Store
  readonly github: GitHub
  /** GitHub's log; without it, nothing that was missed is fetched. */
  readonly deliveries?: Deliveries
  /** Without it, nothing is compared with GitHub. */
  readonly standings?: RepositoryStandings
  /** Where the App is installed; without it, an empty database is not filled from GitHub. */
  readonly installations?: Installations
  /** Plays what a change of a configuration changes; without it, nothing is played. */
  readonly forecasts?: Forecasts | undefined
  /** Where a first configuration is suggested; without it nowhere. */
  readonly onboarding?: OnboardingScope | undefined
  readonly clock: Clock
  readonly decide: Decide
  readonly render: Render
  readonly log: Log
  readonly self: Self
  /** Told that all is well; without one, nobody is. */
  readonly beacon?: Beacon
  /** Told of the work as it is done; without one, nobody is. */
  readonly meter?: Meter
  /** How many repositories are worked for at the same time; 32. */
  readonly lanes?: number
  /** The longest time between two looks for work, in milliseconds; half a minute. */
  readonly tick?: number
}

export interface Engine {
  /** Takes a delivery in; see `acceptDelivery`. */
  accept(delivery: Omit<Delivery, 'receivedAt'>, events: readonly GitHubEvent[]): Promise<Acceptance>
  /** Takes an event that no delivery brought. It is durable when the promise resolves. */
  enqueue(event: Event): Promise<void>
  /** Begins to work, with what an earlier process left and what became due meanwhile. Deliveries may be accepted before. */
  start(): void
  /** Begins to fetch what was missed and what was lost, and to compare with GitHub, every hour. To be called when deliveries can come in. */
  sweep(): void
  /** Begins nothing new and resolves when what runs has ended. Deliveries may still be accepted: the next start finds them. */
  drain(): Promise<void>
  /** Resolves when there is nothing to do until the clock moves or something is accepted. */
  idle(): Promise<void>
  readonly policies: Policies
  /** How each part is. */
  readonly vitals: Vitals
}

/**
 * Decisions of different repositories share the wait for the disk, so more of them at a time are more in a second. Each
 * makes one call at a time, seldom a few. GitHub takes no more than a hundred at once (docs.github.com, "Rate limits for
 * the REST API"): three replicas hardly ever reach that, and what it refuses is tried again.
 */
const usualLanes = 32

/** Puts the loop together: deliveries in, decisions and effects out, all of it stored in between. */
export function createEngine(parts: EngineParts): Engine {
  const { store, clock, log, meter = noMeter, lanes = usualLanes, tick = 30_000 } = parts
  const stop = new AbortController()
  const policies = new Policies(parts)
  const { installations } = parts
  const rebuild = installations && new Rebuild({ ...parts, installations, wake: () => runner.wake() })
  const shared = { ...parts, meter, policies, rebuild, stopping: stop.signal }
  const handler = new Handler(shared)
  const performer = new Performer(shared)
  const runner = new Runner({
    store,
    clock,
    log,
    lanes,
    tick,
    work: (work) => carryOut(work, { store, handler, performer }),
  })
  store.onWork?.(() => runner.wake())
  const vitals = new Vitals({ store, clock, tick, lastRound: () => runner.lastRound })
  const heartbeat = parts.beacon && new Heartbeat({ vitals, clock, log, meter, beacon: parts.beacon })
  const sweep = createSweep(parts, meter, rebuild)
  const enqueue = async (event: Event): Promise<void> => {
    await store.enqueue(event)
    runner.wake()
  }
  const reconciliation = parts.standings && new Reconciliation({ ...parts, meter, standings: parts.standings, enqueue })
  const readings =
    installations &&
    rebuild &&
    new Readings({ ...parts, installations, enqueue, isDatabaseLost: () => rebuild.isUnderWay() })
  const others = [heartbeat, sweep, reconciliation, rebuild, readings]
  const accepting = { store, policies, clock, log, meter, rebuild, wake: () => runner.wake() }
  return {
    policies,
    vitals,
    accept: (delivery, events) =>
      onTrail({ delivery: delivery.guid }, () => acceptDelivery(accepting, delivery, events)),
    enqueue,
    start() {
      runner.start()
      heartbeat?.start()
    },
    sweep() {
      rebuild?.start()
      readings?.start()
      sweep?.start()
      reconciliation?.start()
    },
    async drain() {
      stop.abort()
      await Promise.all([...others.map((errand) => errand?.drain()), runner.drain()])
    },
    async idle() {
      await Promise.all([...others.map((errand) => errand?.idle()), runner.idle()])
    },
  }
}

interface Hands {
  readonly store: Pick<Store, 'mayAct'>
  readonly handler: Handler
  readonly performer: Performer
}

/** Under the lease of its lane, and with its trail in the log. */
const carryOut = (work: Work, { store, handler, performer }: Hands): Promise<void> =>
  underLease(
    () => store.mayAct?.(work) ?? true,
    () => onTrail(trailOf(work), () => (work.type === 'event' ? handler.handle(work) : performer.perform(work))),
  )

/** Undefined where nothing that was missed is fetched. */
function createSweep(parts: EngineParts, meter: Meter, rebuild: Rebuild | undefined): Sweep | undefined {
  const { deliveries } = parts
  const isDatabaseLost = rebuild && (() => rebuild.isUnderWay())
  return deliveries && new Sweep({ ...parts, meter, deliveries, isDatabaseLost })
}
