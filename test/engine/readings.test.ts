import { describe, expect, it } from 'vitest'
import { type Installations, TryLater } from '../../src/engine/ports.ts'
import { Readings } from '../../src/engine/readings.ts'
import type { Repository } from '../../src/incident/repository.ts'
import { languageVersion } from '../../src/policy/upgrade.ts'
import { minutes, RecordingLog, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { repository } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

/** One process that has configurations read, and what outlives it. */
class Desk implements Installations {
  readonly clock = new VirtualClock()
  readonly disk = new Disk()
  readonly ids: readonly number[]
  lists = 0
  fails = 0
  isLost = false
  asked: number[] = []
  store = new MemoryStore(this.disk)
  readings = this.#create()

  constructor(...ids: readonly number[]) {
    this.ids = ids
  }

  #create(): Readings {
    const { clock, store } = this
    return new Readings({
      ...{ store, clock, log: new RecordingLog(), installations: this },
      isDatabaseLost: async () => this.isLost,
      enqueue: async ({ repository: { id }, incident, timer }) => {
        expect([incident, timer]).toEqual([`${id}/calendar`, 'configuration'])
        this.asked.push(id)
      },
    })
  }

  async repositories(): Promise<readonly Repository[]> {
    this.lists++
    if (this.fails-- > 0) throw new TryLater('GitHub is down', 1000)
    return this.ids.map((id) => ({ ...repository, id }))
  }

  async restart(): Promise<void> {
    await this.readings.drain()
    this.store = new MemoryStore(this.disk)
    this.readings = this.#create()
    this.readings.start()
  }

  pass(milliseconds: number): Promise<void> {
    return this.clock.pass(milliseconds, () => this.readings.idle())
  }
}

describe('after an update', () => {
  it('each repository has its configuration read, one in a second, and never again', async () => {
    const desk = new Desk(9, 3, 5)
    desk.readings.start()
    await desk.pass(0)
    expect(desk.asked).toEqual([3])
    await desk.pass(seconds)
    expect(desk.asked).toEqual([3, 5])
    await desk.pass(1 * minutes)
    expect(desk.asked).toEqual([3, 5, 9])
    await desk.restart()
    await desk.pass(5 * minutes)
    expect([desk.asked, desk.lists]).toEqual([[3, 5, 9], 1])
  })

  it('goes on where a process ended', async () => {
    const desk = new Desk(3, 5, 9)
    desk.readings.start()
    await desk.pass(seconds)
    await desk.restart()
    await desk.pass(5 * minutes)
    expect(desk.asked).toEqual([3, 5, 9])
  })

  it('waits while GitHub is down', async () => {
    const desk = new Desk(3)
    desk.fails = 2
    desk.readings.start()
    await desk.pass(3 * minutes)
    expect(desk.asked).toEqual([3])
  })

  it('leaves it to whoever has the office', async () => {
    const desk = new Desk(3)
    desk.store.takeOffice = async () => false
    desk.readings.start()
    await desk.pass(20 * minutes)
    expect(desk.lists).toBe(0)
  })

  it('does nothing where a newer version has been', async () => {
    const desk = new Desk(3)
    await desk.store.memorise('readings', { language: languageVersion + 1 })
    desk.readings.start()
    await desk.pass(20 * minutes)
    expect(desk.lists).toBe(0)
  })

  it('does nothing where an empty database has every repository looked at', async () => {
    const desk = new Desk(3)
    desk.isLost = true
    desk.readings.start()
    await desk.pass(0)
    desk.isLost = false
    await desk.restart()
    await desk.pass(5 * minutes)
    expect(desk.lists).toBe(0)
  })
})
