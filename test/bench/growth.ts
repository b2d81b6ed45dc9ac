import { policyWithoutFile } from '../../src/engine/configuration.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Store } from '../../src/engine/ports.ts'
import { systemClock } from '../../src/engine/system-clock.ts'
import type { Decision, Situation } from '../../src/incident/plan.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { commentAdded, emergency, nothing, repositoryOf } from '../engine/support/samples.ts'
import { recordedIn } from '../store/support/driver.ts'
import { idleEngine } from './idle-engine.ts'
import { type BenchStore, benchStores, lanesAtATime } from './stores.ts'
import { percentile, printTable, rounded } from './table.ts'

const steps = [1, 100, 10_000, 100_000]
const crowds = [1, 10, 100, 1000]
const counted = 200
/** So many before, which nobody counts. */
const warmUp = 50
/** The events go round among these. */
const visited = 50

const happened: readonly EntryBody[] = Array.from({ length: 20 }, () => ({ type: 'Acknowledged' }))

/** Opens an incident, with twenty lines on its timeline, in each of the repositories that are numbered so. */
async function open(store: Store, from: number, to: number): Promise<void> {
  let next = from
  const opener = async (): Promise<void> => {
    while (next <= to) await openIn(store, next++, 1)
  }
  await Promise.all(Array.from({ length: lanesAtATime }, opener))
}

async function openIn(store: Store, id: number, count: number): Promise<void> {
  const now = Date.now()
  await store.enqueue(emergency(1, { repository: repositoryOf(id) }))
  const work = await store.claim(now)
  if (work?.type !== 'event') throw new Error('the event that was stored is not there')
  const { repository } = work.event
  const begun = Array.from({ length: count }, (_, index) => recordedIn(repository, index + 1, ...happened))
  const timers = begun.flatMap(({ incidents }) =>
    incidents.map((incident) => ({ incident: incident.id, timers: [{ name: 'one', at: now + 9e9 }] })),
  )
  await store.commit(work, { ...nothing, incidents: begun.flatMap(({ incidents }) => incidents), timers }, repository)
}

/** One line more on the timeline of the incident at the event's thread. */
function goOn({ incidents, repository }: Situation): Decision {
  const [incident] = incidents
  return incident ? { ...recordedIn(repository, incident, { type: 'Acknowledged' }), timers: [] } : nothing
}

interface Costs {
  readonly accepted: readonly number[]
  readonly decided: readonly number[]
}

/** Comments on open incidents, one after another, each in the next repository. */
async function costsOf(engine: Engine, ids: readonly number[], events: number): Promise<Costs> {
  const costs = { accepted: [] as number[], decided: [] as number[] }
  for (let event = 0; event < events; event++) {
    const repository = repositoryOf(ids[event % ids.length] ?? 1)
    const begin = performance.now()
    await engine.accept({ guid: `${begin}-${event}`, name: 'issue_comment' }, [
      { ...commentAdded(1, 'It is the cache.'), repository, at: Date.now() },
    ])
    costs.accepted.push(performance.now() - begin)
    await engine.idle()
    costs.decided.push(performance.now() - begin)
  }
  return costs
}

const figures = ({ accepted, decided }: Costs): string[] =>
  [accepted, decided].flatMap((values) => [0.5, 0.99].map((share) => rounded(percentile(values, share))))

/** A policy that is known: GitHub is not asked for it. */
async function knowPolicies(store: Store, ids: readonly number[]): Promise<void> {
  const known = { policy: policyWithoutFile, blob: undefined, etag: undefined, reportedBlob: undefined }
  for (const id of ids) await store.rememberPolicy(id, { ...known, checkedAt: Date.now() })
}

async function measure(bench: BenchStore): Promise<readonly string[][]> {
  const now = (): number => Date.now()
  const rows: string[][] = []
  let store = await bench.open(now)
  for (const [index, step] of steps.entries()) {
    if (step > bench.mostRepositories) break
    await open(store, (steps[index - 1] ?? 0) + 1, step)
    await store.close()
    const begin = performance.now()
    store = await bench.open(now)
    const opened = rounded(performance.now() - begin)
    const ids = Array.from({ length: Math.min(visited, step) }, (_, at) =>
      Math.max(1, Math.floor((step * at) / visited)),
    )
    rows.push([bench.name, `${rounded(step)} in as many repositories`, ...(await visit(store, ids)), opened])
  }
  for (const [index, crowd] of crowds.entries()) {
    const id = 1_000_000 + index
    await openIn(store, id, crowd)
    rows.push([bench.name, `the same, and ${rounded(crowd)} in the event's own`, ...(await visit(store, [id])), ''])
  }
  await store.close()
  await bench.destroy()
  return rows
}

async function visit(store: Store, ids: readonly number[]): Promise<string[]> {
  await knowPolicies(store, ids)
  const engine = idleEngine({ store, clock: systemClock, decide: goOn })
  engine.start()
  await engine.idle()
  await costsOf(engine, ids, warmUp)
  const costs = await costsOf(engine, ids, counted)
  await engine.drain()
  return figures(costs)
}

/** What an event costs while ever more incidents are open. */
export async function measureGrowth(): Promise<void> {
  const rows: string[][] = []
  for (const bench of await benchStores()) rows.push(...(await measure(bench)))
  printTable(
    'One event, milliseconds, while incidents are open',
    ['store', 'open incidents', 'accepted p50', 'p99', 'decided and stored p50', 'p99', 'opening the store'],
    rows,
  )
}
