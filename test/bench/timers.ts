import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { policyWithoutFile } from '../../src/engine/configuration.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Store } from '../../src/engine/ports.ts'
import { emergency, nothing, repositoryOf } from '../engine/support/samples.ts'
import { idleEngine, shiftedClock } from './idle-engine.ts'
import { type BenchStore, benchStores, lanesAtATime } from './stores.ts'
import { percentile, printTable, rounded } from './table.ts'

const repositories = 1000
const incidentsOfEach = 10
const timersOfEach = 100
const dueAtOnce = repositories * incidentsOfEach
const hour = 3_600_000

/** A million timers; the first of each incident is due at the same moment, the others years later. */
async function seed(store: Store, due: number): Promise<void> {
  let next = 1
  const seeder = async (): Promise<void> => {
    while (next <= repositories) await seedOne(store, next++, due)
  }
  await Promise.all(Array.from({ length: lanesAtATime }, seeder))
}

async function seedOne(store: Store, id: number, due: number): Promise<void> {
  const repository = repositoryOf(id)
  const known = { policy: policyWithoutFile, blob: undefined, etag: undefined, reportedBlob: undefined }
  await store.rememberPolicy(id, { ...known, checkedAt: due })
  await store.enqueue(emergency(1, { repository }))
  const work = await store.claim(due)
  if (work?.type !== 'event') throw new Error('the event that was stored is not there')
  const timers = Array.from({ length: timersOfEach }, (_, index) => ({
    name: `timer-${index}`,
    at: index === 0 ? due : due + 20_000 * hour + index,
  }))
  const incidents = Array.from({ length: incidentsOfEach }, (_, index) => `${work.lane}#${index + 1}`)
  const decision = { ...nothing, timers: incidents.map((incident) => ({ incident, timers })) }
  await store.commit(work, decision, work.event.repository)
}

interface Burst {
  /** Milliseconds from when a timer was due until its event was decided upon. */
  readonly lags: readonly number[]
  /** Milliseconds for each delivery that came meanwhile. */
  readonly deliveries: readonly number[]
  /** The longest time for which the process did nothing else, in milliseconds. */
  readonly stall: number
}

async function burst(store: Store, due: number): Promise<Burst> {
  const clock = shiftedClock(due - Date.now() - 2000)
  const lags: number[] = []
  const engine = idleEngine({ store, clock, meter: { timer: (lag) => void lags.push(lag * 1000) } })
  engine.start()
  await engine.idle()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  await wait(due - clock.now() - 500)
  delay.enable()
  const isOver = (): boolean => lags.length >= dueAtOnce
  const deliveries = await deliverUntil(engine, isOver)
  delay.disable()
  await engine.drain()
  return { lags, deliveries, stall: delay.max / 1e6 }
}

/** A delivery that matters, every twenty milliseconds. */
async function deliverUntil(engine: Engine, isOver: () => boolean): Promise<number[]> {
  const took: number[] = []
  for (let delivery = 1; !isOver(); delivery++) {
    const begin = performance.now()
    const repository = repositoryOf(repositories + delivery)
    await engine.accept({ guid: `delivery-${delivery}`, name: 'issues' }, [emergency(delivery, { repository })])
    took.push(performance.now() - begin)
    await wait(20)
  }
  return took
}

async function measure(bench: BenchStore): Promise<readonly string[]> {
  const due = Date.now() + hour
  const store = await bench.open(() => due)
  const begin = performance.now()
  await seed(store, due)
  console.error(`${bench.name}: seeded in ${rounded((performance.now() - begin) / 1000)} s`)
  const { lags, deliveries, stall } = await burst(store, due)
  const load = performance.now()
  const { timers } = await store.workload()
  const counted = performance.now() - load
  await store.close()
  await bench.destroy()
  const figures = [0.5, 0.99, 1].map((share) => percentile(lags, share))
  return [
    bench.name,
    rounded(timers + lags.length),
    ...figures.map(rounded),
    ...[0.5, 1].map((share) => rounded(percentile(deliveries, share))),
    rounded(stall),
    rounded(counted),
  ]
}

/** How late timers are when ten thousand of a million are due at once, and whether deliveries are answered meanwhile. */
export async function measureTimers(): Promise<void> {
  const rows: (readonly string[])[] = []
  for (const bench of await benchStores()) rows.push(await measure(bench))
  printTable(
    'Ten thousand timers due at once: milliseconds until decided upon, and for a delivery meanwhile',
    [
      ...['store', 'timers', 'lag p50', 'p99', 'max'],
      ...['delivery p50', 'max', 'longest stall of the process', 'counting what waits'],
    ],
    rows,
  )
}
