import { describe, expect, it } from 'vitest'
import { noMeter } from '../../src/engine/meter.ts'
import { type Deliveries, type DeliveryAttempt, TryLater } from '../../src/engine/ports.ts'
import { Sweep } from '../../src/engine/sweep.ts'
import { hours, minutes, RecordingLog, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const days = 24 * hours
const givenUp = 'A MISSED DELIVERY WAS GIVEN UP'

/** GitHub's log, with a server at its other end that may be up or down. */
class Deliverer implements Deliveries {
  readonly clock: VirtualClock
  /** Newest first. */
  log: DeliveryAttempt[] = []
  readonly reads: number[] = []
  readonly redelivered: { readonly guid: string; readonly at: number }[] = []
  isUp = true
  onRead = (): void => undefined
  onRedeliver = (_guid: string): void => undefined

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  deliver(guid: string, succeeded = false): void {
    const id = String(this.log.length + 1)
    this.log.unshift({ guid, id, event: 'issues', deliveredAt: this.clock.now(), succeeded })
  }

  async since(moment: number): Promise<readonly DeliveryAttempt[]> {
    this.reads.push(moment)
    this.onRead()
    return this.log.filter(({ deliveredAt }) => deliveredAt >= Math.max(moment, this.clock.now() - 3 * days))
  }

  async redeliver(id: string): Promise<void> {
    const guid = this.log.find((attempt) => attempt.id === id)?.guid ?? 'unknown'
    this.onRedeliver(guid)
    this.redelivered.push({ guid, at: this.clock.now() })
    this.deliver(guid, this.isUp)
  }

  get guids(): string[] {
    return this.redelivered.map(({ guid }) => guid)
  }
}

/** One process that sweeps, and what outlives it. */
class Desk {
  readonly clock = new VirtualClock()
  readonly disk = new Disk()
  readonly deliverer = new Deliverer(this.clock)
  readonly log = new RecordingLog()
  readonly meter = { ...noMeter, round: (_: string, at: number): void => void this.ended.push(at) }
  /** When a sweep came to a good end. */
  readonly ended: number[] = []
  /** Another process looks into the log at the moment. */
  isElsewhere = false
  sweep = this.#create()

  #create(): Sweep {
    const { clock, log, disk, deliverer: deliveries } = this
    const store = new MemoryStore(disk)
    store.takeOffice = async () => !this.isElsewhere
    return new Sweep({ clock, log, deliveries, meter: this.meter, store })
  }

  async start(): Promise<void> {
    this.sweep.start()
    await this.sweep.idle()
  }

  async restart(): Promise<void> {
    await this.sweep.drain()
    this.sweep = this.#create()
    await this.start()
  }

  pass(milliseconds: number): Promise<void> {
    return this.clock.pass(milliseconds, () => this.sweep.idle())
  }
}

/** Deliveries that were missed, one each minute. */
async function missing(desk: Desk, ...guids: readonly string[]): Promise<void> {
  for (const guid of guids) {
    desk.deliverer.deliver(guid)
    await desk.pass(minutes)
  }
}

describe('what was missed', () => {
  it('is asked for at the start, oldest first, one each second', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b', 'c')
    const began = desk.clock.now()
    await desk.start()
    expect(desk.deliverer.guids).toEqual(['a'])
    await desk.pass(minutes)
    expect(desk.deliverer.redelivered).toEqual([
      { guid: 'a', at: began },
      { guid: 'b', at: began + seconds },
      { guid: 'c', at: began + 2 * seconds },
    ])
    expect(desk.log.at('info')).toHaveLength(1)
  })

  it('is asked for by one process of all', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b')
    await desk.start()
    expect(desk.deliverer.guids).toEqual(['a'])
    desk.isElsewhere = true
    await desk.pass(hours)
    expect(desk.deliverer.guids).toEqual(['a'])
    desk.isElsewhere = false
    await desk.pass(5 * minutes)
    expect(desk.deliverer.guids).toEqual(['a', 'b'])
  })

  it('within one second is asked for in the order of the log', async () => {
    const desk = new Desk()
    for (const guid of ['a', 'b', 'c']) desk.deliverer.deliver(guid)
    await desk.start()
    await desk.pass(minutes)
    expect(desk.deliverer.guids).toEqual(['a', 'b', 'c'])
  })

  it('is asked for every hour, once each', async () => {
    const desk = new Desk()
    await desk.start()
    await desk.pass(10 * minutes)
    await missing(desk, 'a')
    expect(desk.deliverer.guids).toEqual([])
    await desk.pass(hours)
    expect(desk.deliverer.guids).toEqual(['a'])
    await desk.pass(2 * days)
    expect(desk.deliverer.guids).toEqual(['a'])
    expect(desk.log.at('warn')).toEqual([])
  })

  it('were looked for: whoever watches is told of each sweep that was complete, and of no other', async () => {
    const desk = new Desk()
    const began = desk.clock.now()
    await desk.start()
    expect(desk.ended).toEqual([began])
    desk.deliverer.onRead = () => {
      throw new TryLater('GitHub is down', 0)
    }
    await desk.pass(hours)
    expect(desk.ended).toEqual([began])
  })

  it('is none of which one attempt succeeded, whichever', async () => {
    const desk = new Desk()
    for (const succeeded of [true, false]) desk.deliverer.deliver('later failed', succeeded)
    for (const succeeded of [false, true]) desk.deliverer.deliver('later well', succeeded)
    await desk.start()
    await desk.pass(days)
    expect(desk.deliverer.redelivered).toEqual([])
  })

  it('is none that was stored, though GitHub did not hear so', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b')
    desk.disk.deliveries.add('a')
    await desk.start()
    await desk.pass(days)
    expect(desk.deliverer.guids).toEqual(['b'])
  })

  it('is asked for once although the log lists it twice', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b')
    desk.deliverer.log.push(...desk.deliverer.log)
    await desk.start()
    await desk.pass(days)
    expect(desk.deliverer.guids).toEqual(['a', 'b'])
  })

  it('is asked for a hundred at a time, the rest five minutes later', async () => {
    const desk = new Desk()
    const guids = Array.from({ length: 150 }, (_, index) => `delivery ${index}`)
    for (const guid of guids) desk.deliverer.deliver(guid)
    await desk.start()
    await desk.pass(6 * minutes)
    expect(desk.deliverer.guids).toEqual(guids.slice(0, 100))
    await desk.pass(3 * minutes)
    expect(desk.deliverer.guids).toEqual(guids)
  })
})

describe('the log is read', () => {
  it('three days back at first, then since the last sweep that was complete, and a little more', async () => {
    const desk = new Desk()
    const began = desk.clock.now()
    await desk.start()
    await desk.pass(2 * hours)
    await desk.restart()
    const overlap = 10 * minutes
    const sweeps = [began - 3 * days, began - overlap, began + hours - overlap, began + 2 * hours - overlap]
    expect(desk.deliverer.reads).toEqual(sweeps)
  })

  it('as far back as something is still missed', async () => {
    const desk = new Desk()
    await missing(desk, 'a')
    desk.deliverer.isUp = false
    await desk.start()
    await desk.pass(5 * hours)
    desk.deliverer.log = desk.deliverer.log.filter(({ id }) => id === '1')
    desk.deliverer.isUp = true
    await desk.pass(12 * hours)
    expect(desk.deliverer.log.find(({ succeeded }) => succeeded)?.guid).toBe('a')
  })

  it.each([
    ['a limit of ten minutes', new TryLater('slow down', 10 * minutes), 10 * minutes],
    ['an outage', new TryLater('502', 5 * seconds), 5 * minutes],
    ['a server that has none', new Error('Not Found'), hours],
  ])('again after %s, and nothing is lost', async (_trouble, error, wait) => {
    const desk = new Desk()
    await missing(desk, 'a')
    desk.deliverer.onRead = () => {
      throw error
    }
    await desk.start()
    desk.deliverer.onRead = () => undefined
    await desk.pass(wait - 1)
    expect(desk.deliverer.redelivered).toEqual([])
    await desk.pass(1)
    expect(desk.deliverer.guids).toEqual(['a'])
    expect(desk.log.at('warn')).toEqual(['Missed deliveries could not be fetched'])
  })
})

describe('a redelivery', () => {
  it('that GitHub refuses is logged and holds up nothing; it is tried again', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b')
    desk.deliverer.onRedeliver = (guid) => {
      if (guid === 'a') throw new Error('GitHub answered 422')
    }
    await desk.start()
    await desk.pass(minutes)
    expect(desk.deliverer.guids).toEqual(['b'])
    expect(desk.log.at('warn')).toEqual(['GitHub does not redeliver what was missed'])
    desk.deliverer.onRedeliver = () => undefined
    await desk.pass(hours)
    expect(desk.deliverer.guids).toEqual(['b', 'a'])
  })

  it('that fails each time is given up after three, and that is told once', async () => {
    const desk = new Desk()
    await missing(desk, 'a')
    desk.deliverer.isUp = false
    await desk.start()
    await desk.pass(4 * hours)
    expect(desk.deliverer.guids).toEqual(['a', 'a'])
    await desk.restart()
    await desk.pass(10 * hours)
    expect(desk.deliverer.guids).toEqual(['a', 'a', 'a'])
    await desk.restart()
    await desk.pass(4 * days)
    expect(desk.deliverer.guids).toHaveLength(3)
    expect(desk.log.at('error')).toEqual([givenUp])
    expect(desk.disk.memory.get('sweep')).toEqual({ sweptUntil: expect.any(Number), tried: {} })
  })

  it('that an outage of GitHub stops is no try', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b')
    desk.deliverer.onRedeliver = () => {
      throw new TryLater('GitHub is down', minutes)
    }
    await desk.start()
    await desk.pass(2 * days)
    desk.deliverer.onRedeliver = () => undefined
    await desk.pass(6 * minutes)
    expect(desk.deliverer.guids).toEqual(['a', 'b'])
    expect(desk.log.at('error')).toEqual([])
  })
})

describe('a process that ends in the middle of a sweep', () => {
  it('asks for nothing more, and the next one goes on', async () => {
    const desk = new Desk()
    await missing(desk, 'a', 'b', 'c')
    await desk.start()
    await desk.sweep.drain()
    await desk.pass(hours)
    expect(desk.deliverer.guids).toEqual(['a'])
    expect(desk.clock.waiting).toBe(0)
    await desk.restart()
    await desk.pass(minutes)
    expect(desk.deliverer.guids).toEqual(['a', 'b', 'c'])
  })

  it('while the log is being read asks for nothing at all', async () => {
    const desk = new Desk()
    await missing(desk, 'a')
    desk.sweep.start()
    await desk.sweep.drain()
    expect(desk.deliverer.reads).toHaveLength(1)
    expect(desk.deliverer.redelivered).toEqual([])
    expect(desk.clock.waiting).toBe(0)
    await desk.restart()
    expect(desk.deliverer.guids).toEqual(['a'])
  })

  it('because of one delivery does not for ever', async () => {
    const desk = new Desk()
    await missing(desk, 'a')
    desk.deliverer.isUp = false
    for (let start = 0; start < 10; start++) await desk.restart()
    expect(desk.deliverer.guids).toEqual(['a', 'a'])
  })
})

it('a store that fails stops the sweep until the next hour', async () => {
  const desk = new Desk()
  await missing(desk, 'a')
  const store = new MemoryStore(desk.disk)
  let isFull = true
  const full = new Proxy(store, {
    get: (target, name) => {
      if (name === 'memorise' && isFull) return () => Promise.reject(new Error('disk full'))
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const { clock, log, meter, deliverer: deliveries } = desk
  desk.sweep = new Sweep({ clock, log, deliveries, meter, store: full })
  await desk.start()
  expect(desk.deliverer.guids).toEqual([])
  isFull = false
  await desk.pass(hours)
  expect(desk.deliverer.guids).toEqual(['a'])
})
