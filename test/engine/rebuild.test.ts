import { describe, expect, it } from 'vitest'
import { type Installations, TryLater } from '../../src/engine/ports.ts'
import { Rebuild } from '../../src/engine/rebuild.ts'
import type { Repository } from '../../src/incident/repository.ts'
import { minutes, RecordingLog, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { repository } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const repositories = (count: number, installationId = 0): Repository[] =>
  Array.from({ length: count }, (_, index) => ({
    ...repository,
    installationId,
    id: 100 + 1000 * installationId + index,
    name: `shop-${index}`,
  }))

/** One process that rebuilds, and what outlives it. */
class Desk implements Installations {
  readonly clock = new VirtualClock()
  readonly disk = new Disk()
  readonly log = new RecordingLog()
  readonly all: readonly Repository[]
  lists = 0
  fails = 0
  store = new MemoryStore(this.disk)
  rebuild = this.#create()

  constructor(count: number, installations = 1) {
    this.all = Array.from({ length: installations }, (_, index) => repositories(count, index)).flat()
  }

  #create(): Rebuild {
    const { clock, log, store } = this
    return new Rebuild({ store, clock, log, installations: this, wake: () => undefined })
  }

  async repositories(): Promise<readonly Repository[]> {
    this.lists++
    if (this.fails-- > 0) throw new TryLater('GitHub is down', 1000)
    return this.all
  }

  async restart(): Promise<void> {
    await this.rebuild.drain()
    this.store = new MemoryStore(this.disk)
    this.rebuild = this.#create()
  }

  get asked(): number[] {
    return this.disk.events.flatMap(({ event }) => (event.type === 'DatabaseLost' ? [event.repository.id] : []))
  }

  /** The engine has looked at everything that it was asked to look at. */
  async lookAtAll(): Promise<void> {
    for (const id of new Set(this.asked)) {
      const found = this.all.find((each) => each.id === id)
      if (found) await this.rebuild.looked(found, false)
    }
  }

  /** The engine looks as soon as it is asked to. */
  async lookFor(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await this.lookAtAll()
      await this.pass(1 * seconds)
    }
    await this.lookAtAll()
  }

  pass(milliseconds: number): Promise<void> {
    return this.clock.pass(milliseconds, () => this.rebuild.idle())
  }
}

async function started(count: number, installations = 1): Promise<Desk> {
  const desk = new Desk(count, installations)
  desk.rebuild.start()
  await desk.rebuild.idle()
  return desk
}

describe('an empty database', () => {
  it('has every repository looked at, one in a second, and then never again', async () => {
    const desk = await started(50)
    expect(desk.asked).toHaveLength(1)
    await desk.lookFor(10)
    expect(desk.asked).toHaveLength(11)
    await desk.lookFor(40)
    expect(desk.asked).toEqual(desk.all.map(({ id }) => id))
    await desk.restart()
    desk.rebuild.start()
    await desk.pass(10 * minutes)
    expect(desk.lists).toBe(1)
    expect(desk.asked).toHaveLength(50)
  })

  it('waits for nobody where looks take long: a few of each installation, and not many in all', async () => {
    for (const [installations, asked] of [
      [2, 6],
      [10, 20],
    ] as const) {
      const desk = await started(5, installations)
      await desk.pass(10 * seconds)
      expect(desk.asked).toHaveLength(asked)
    }
  })

  it('has all installations looked at beside one another', async () => {
    const desk = await started(5, 3)
    expect(desk.asked).toHaveLength(3)
    await desk.lookFor(4)
    expect(desk.asked).toHaveLength(15)
  })

  it('leaves calls to what is going on where an installation has very many repositories', async () => {
    const desk = await started(1001)
    await desk.lookFor(30)
    expect(desk.asked).toHaveLength(11)
  })

  it('goes on after a restart with what was not looked at', async () => {
    const desk = await started(30)
    await desk.lookFor(10)
    await desk.restart()
    desk.rebuild.start()
    await desk.lookFor(30)
    expect(desk.asked).toEqual(desk.all.map(({ id }) => id))
    expect(await desk.store.recall('rebuild/over')).toBe(true)
  })

  it('is filled when the processes that look are not the one that lists', async () => {
    const desk = await started(30)
    for (let round = 0; round < 31; round++) {
      for (const id of desk.asked) await desk.store.memorise(`rebuild/looked/${id}`, true)
      await desk.pass(seconds)
    }
    expect(await desk.store.recall('rebuild/over')).toBe(true)
  })

  it('is filled later when GitHub cannot be asked', async () => {
    const desk = new Desk(1)
    desk.fails = 2
    desk.rebuild.start()
    await desk.rebuild.idle()
    expect(desk.asked).toEqual([])
    await desk.pass(3 * minutes)
    expect(desk.asked).toHaveLength(1)
    expect(desk.log.at('warn')).toHaveLength(2)
  })

  it('is filled by one process of all', async () => {
    const desk = new Desk(3)
    desk.store.takeOffice = async () => false
    desk.rebuild.start()
    await desk.pass(5 * minutes)
    expect(desk.lists).toBe(0)
  })
})

describe('a delivery', () => {
  it('has its repository looked at first, once, and knows when that is done', async () => {
    const desk = new Desk(2)
    const [first] = desk.all
    if (!first) throw new Error('there is none')
    expect(await desk.rebuild.isUnknown(first)).toBe(true)
    expect(await desk.rebuild.isUnknown(first)).toBe(true)
    expect(desk.asked).toEqual([first.id])
    await desk.rebuild.looked(first, false)
    expect(await desk.rebuild.isUnknown(first)).toBe(false)
    await desk.restart()
    expect(await desk.rebuild.isUnknown(first)).toBe(false)
    expect(desk.asked).toEqual([first.id])
  })

  it('knows when another process has looked', async () => {
    const desk = new Desk(1)
    const [first] = desk.all
    if (!first) throw new Error('there is none')
    expect(await desk.rebuild.isUnknown(first)).toBe(true)
    await desk.store.memorise(`rebuild/looked/${first.id}`, true)
    expect(await desk.rebuild.isUnknown(first)).toBe(false)
  })

  it('is as usual when everything was looked at', async () => {
    const desk = await started(1)
    await desk.lookAtAll()
    await desk.pass(2 * seconds)
    expect(await desk.rebuild.isUnknown({ ...repository, id: 9 })).toBe(false)
    expect(desk.asked).toHaveLength(1)
  })
})

it('a database that an earlier version filled is not rebuilt', async () => {
  const desk = new Desk(2)
  await desk.store.memorise('sweep', { tried: {} })
  desk.rebuild.start()
  await desk.pass(5 * minutes)
  expect(desk.lists).toBe(0)
  expect(await desk.rebuild.isUnknown({ ...repository, id: 100 })).toBe(false)
})

it('what was found is compared with GitHub at once', async () => {
  const desk = new Desk(1)
  const [only] = desk.all
  if (only) await desk.rebuild.looked(only, true)
  expect(desk.disk.events.map(({ event }) => event.type)).toEqual(['CheckUpDue'])
})
