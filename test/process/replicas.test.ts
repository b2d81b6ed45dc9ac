import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { type TestDatabase, testDatabase } from '../support/postgres-database.ts'
import { differencesBetween, noDifferences } from './comparison.ts'
import { Fleet } from './fleet.ts'
import { isAtRestIn, outcomeOf } from './outcome.ts'
import type { ServerProcess } from './server-process.ts'
import { stories } from './stories.ts'
import { playUnderFire, playUndisturbed } from './under-fire.ts'
import { until } from './until.ts'
import { addPlace, ProcessWorld, shop } from './world.ts'

type Undisturbed = Awaited<ReturnType<typeof playUndisturbed>>

/** Pieces of work that a server did. */
const performedBy = (server: ServerProcess): number => server.output.split('"Performed"').length - 1

describe('servers over one PostgreSQL', { timeout: 180_000 }, () => {
  let undisturbed: Undisturbed
  let world: ProcessWorld
  let database: TestDatabase
  let fleet: Fleet | undefined

  beforeAll(async () => {
    undisturbed = await playUndisturbed()
  }, 60_000)

  beforeEach(async () => {
    world = await ProcessWorld.open()
    database = await testDatabase()
  }, 60_000)

  afterEach(async () => {
    await fleet?.close()
    fleet = undefined
    await world.close()
    await database.destroy()
  })

  const start = async (replicas: number): Promise<Fleet> => {
    fleet = await Fleet.start(world, { replicas, env: { DATABASE_URL: database.url } })
    return fleet
  }

  /** Plays a story in a place of its own. @returns the place */
  const play = async (story: string, place: string): Promise<string> => {
    const at = addPlace(world.github, place)
    await stories[story]?.(world, { at, timeout: 120_000 })
    return at
  }

  const atRest = () => until('nothing waits any more', () => isAtRestIn(database.url), { interval: 100 })

  const expectAsUndisturbed = (story: string, at: string): void =>
    expect(differencesBetween(undisturbed.get(story), outcomeOf(world.github, at))).toEqual(noDifferences)

  it('bring an empty database forward together when they start at the same moment, and share what there is to do', async () => {
    const three = await start(3)
    const servers = Array.from({ length: three.size }, (_, place) => three.life(place).server)
    // Who takes up a repository is chance. Over some rounds everybody must have had a share.
    for (let round = 0; round === 0 || (round < 10 && servers.some((server) => performedBy(server) === 0)); round++) {
      const places = await Promise.all(
        ['one', 'two', 'three', 'four'].map((name) => play('repair', `${name}-${round}`)),
      )
      await atRest()
      for (const at of places) expectAsUndisturbed('repair', at)
    }
    expect(servers.map(performedBy)).not.toContain(0)
    expect(await three.stop()).toEqual([0, 0, 0])
  })

  it('take over from one that is killed in the middle of an effect, and do it once', async () => {
    const two = await start(2)
    let killed: number | undefined
    world.github.faults.afterRequest(async ({ method, path }) => {
      // The ruleset is there, and nobody has heard of it.
      if (method !== 'POST' || !path.endsWith('/rulesets') || killed !== undefined) return
      killed = placeThatWorks(two)
      await two.kill(killed)
    })
    const begin = performance.now()
    world.as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
    const seen = readGitHub(world.github)
    await until('frozen', () => seen.card(1).includes('**on** since'), { timeout: 60_000 })
    expect(performance.now() - begin).toBeLessThan(60_000)
    expect(killed).toBeDefined()
    await two.redeliver()
    await atRest()
    expect(seen.rulesets()).toHaveLength(1)
    expect(outcomeOf(world.github, shop).rulesetsMade).toHaveLength(1)
    expect(seen.comments(1).filter((body) => body.includes('<!-- firebreak:card:'))).toHaveLength(1)
  })

  it('do nothing twice when one that stood still for longer than its lease goes on', async () => {
    const two = await start(2)
    let stopped: number | undefined
    world.github.faults.beforeRequest(async ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/rulesets') || stopped !== undefined) return
      stopped = placeThatWorks(two)
      two.pause(stopped)
    })
    const playing = play('repair', 'still')
    await until('one stands still', () => stopped !== undefined)
    await until('the other has taken over', () => performedBy(two.life(1 - (stopped ?? 0)).server) > 3)
    two.resume(stopped ?? 0)
    const at = await playing
    await atRest()
    expectAsUndisturbed('repair', at)
  })

  it('are replaced one after the other while incidents go on', async () => {
    const three = await start(3)
    const playing = Promise.all(['one', 'two', 'three'].map((name) => play('repair', name)))
    for (let place = 0; place < three.size; place++) {
      expect(await three.replace(place)).toBe(0)
      await three.life(place).listens
    }
    const places = await playing
    await three.redeliver()
    await atRest()
    for (const at of places) expectAsUndisturbed('repair', at)
  })

  it('lose nothing and do nothing twice when they are killed at random moments', async () => {
    const report = await playUnderFire({
      ...{ kills: 6, seed: 9, workers: 3, undisturbed, replicas: 3, env: { DATABASE_URL: database.url } },
      isAtRest: () => isAtRestIn(database.url),
    })
    expect(report.differences).toEqual([])
    expect(report.incidents).toBeGreaterThanOrEqual(3)
  })

  /** The replica that decided last: where there is one incident, it holds its lane. */
  function placeThatWorks(of: Fleet): number {
    const last = Array.from({ length: of.size }, (_, place) => lastDecision(of.life(place).server))
    return last.indexOf(Math.max(...last))
  }
})

/** Epoch milliseconds. */
const lastDecision = ({ output }: ServerProcess): number =>
  Math.max(0, ...[...output.matchAll(/"time":(\d+)[^\n]*"Decided"/g)].map(([, time]) => Number(time)))
