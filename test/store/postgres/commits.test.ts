import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { type EventWork, StaleDecision } from '../../../src/engine/ports.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import { comment, emergency, moment, nothing, repositoryOf } from '../../engine/support/samples.ts'
import { type Driver, present, recordedIn } from '../support/driver.ts'
import { Replicas } from './replicas.ts'

const ids = [1, 2, 3]

/** One event of each repository is being decided upon. */
async function works(driver: Driver): Promise<readonly EventWork[]> {
  for (const id of ids) await driver.accept(emergency(1, { repository: repositoryOf(id) }))
  return [await driver.claimEvent(), await driver.claimEvent(), await driver.claimEvent()]
}

/** All at the same moment. */
const commitAll = (driver: Driver, all: readonly EventWork[], decide: (lane: number) => Decision) =>
  Promise.allSettled(all.map((work) => driver.store.commit(work, decide(work.lane), work.event.repository)))

const begins = (lane: number): Decision => {
  const where = repositoryOf(lane)
  const begun = recordedIn(where, 1, { type: 'Declared', how: 'title' })
  const timers = begun.incidents.map(({ id }) => ({ incident: id, timers: [{ name: 'escalate', at: moment + lane }] }))
  return { ...begun, timers, effects: [comment(`card-${lane}`)] }
}

describe('decisions of several repositories at the same moment', () => {
  it('are kept, each with what belongs to it', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    await commitAll(driver, await works(driver), begins)
    for (const id of ids) {
      expect(await driver.store.incidentAt(id, 1)).toEqual(begins(id).incidents[0])
      expect(await driver.store.repository(id)).toEqual(repositoryOf(id))
    }
    const effects = [await driver.claimEffect(), await driver.claimEffect(), await driver.claimEffect()]
    expect(effects.map(({ lane, put }) => [lane, put.key]).toSorted()).toEqual(ids.map((id) => [id, `card-${id}`]))
    expect(await driver.store.fireTimers(moment + 2), 'each timer has its own moment').toBe(2)
    expect(await driver.store.workload()).toMatchObject({ events: 2, timers: 1 })
  })

  it('fail alone when what they started from moved', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    await driver.decide(recordedIn(repositoryOf(2), 1, { type: 'Declared', how: 'title' }), repositoryOf(2))
    const before = present(await driver.store.incidentAt(2, 1))
    await driver.decide(recordedIn(repositoryOf(2), before, { type: 'Acknowledged' }), repositoryOf(2))
    const all = await works(driver)
    const late = recordedIn(repositoryOf(2), before, { type: 'Acknowledged' })
    const answers = await commitAll(driver, all, (lane) => (lane === 2 ? late : begins(lane)))
    const failed = all.filter((_, index) => answers[index]?.status === 'rejected')
    expect(failed.map(({ lane }) => lane)).toEqual([2])
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(StaleDecision) })
    expect(await driver.store.workload(), 'its event still waits').toMatchObject({ events: 1, effects: 2, timers: 2 })
    expect(await driver.store.incidentAt(2, 1)).toMatchObject({ version: 2 })
  })

  it('do not wait for a repository that somebody has locked', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    const all = await works(driver)
    const other = new Client({ connectionString: replicas.url })
    await other.connect()
    await other.query('begin')
    await other.query('select 1 from firebreak.lane where id = 2 for update')
    const committed = commitAll(driver, all, begins)
    await expect.poll(async () => (await driver.store.workload()).events).toBe(1)
    expect(await driver.store.incidentAt(2, 1)).toBeUndefined()
    await other.query('commit')
    await other.end()
    expect((await committed).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    expect(await driver.store.incidentAt(2, 1)).toBeDefined()
  })

  it('are stored once, although another replica has decided upon one of the events meanwhile', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    const all = await works(driver)
    const other = new Client({ connectionString: replicas.url })
    await other.connect()
    await other.query('delete from firebreak.event where lane = 2')
    await other.end()
    await commitAll(driver, all, begins)
    expect(await driver.store.incidentAt(2, 1)).toBeUndefined()
    expect(await driver.store.workload()).toMatchObject({ events: 0, effects: 2, timers: 2 })
  })

  it('that decide nothing take their events out all the same', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const driver = await replicas.start()
    await commitAll(driver, await works(driver), () => nothing)
    expect(await driver.claim()).toBeUndefined()
    expect(await driver.store.workload()).toMatchObject({ events: 0, effects: 0 })
  })
})
