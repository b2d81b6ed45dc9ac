import { describe, expect, it } from 'vitest'
import type { Beacon } from '../../src/engine/heartbeat.ts'
import { noMeter } from '../../src/engine/meter.ts'
import { type Store, TryLater } from '../../src/engine/ports.ts'
import { Harness, minutes, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { emergency, nothing, repository } from './support/samples.ts'

/** Who listens outside, and GitHub when it is asked who we are. */
class Listener implements Beacon {
  beats = 0
  questions = 0
  onBeat = async (): Promise<void> => undefined
  onQuestion = async (): Promise<void> => undefined

  async beat(): Promise<void> {
    await this.onBeat()
    this.beats += 1
  }

  async identify(): Promise<void> {
    this.questions += 1
    await this.onQuestion()
  }
}

function alive(store: Store = new MemoryStore(), parts: object = {}) {
  const listener = new Listener()
  const heard: number[] = []
  const meter = { ...noMeter, round: (_: string, at: number): void => void heard.push(at) }
  const app = new Harness({ store, parts: { beacon: listener, meter, ...parts } })
  return { app, listener, heard }
}

const failing = async (): Promise<never> => {
  throw new Error('no')
}

describe('the heartbeat', () => {
  it('beats once a minute while all is well, and not at the start: a server that dies at once would look alive', async () => {
    const { app, listener, heard } = alive()
    await app.pass(59 * seconds)
    expect(listener.beats).toBe(0)
    await app.pass(10 * minutes)
    expect(listener.beats).toBe(10)
    expect(heard.at(-1)).toBe(app.clock.now() - 59 * seconds)
    expect(app.log.at('error')).toEqual([])
  })

  it('falls silent when the database cannot be written to, says so once, and comes back', async () => {
    const store = new MemoryStore()
    const { app, listener } = alive(store)
    const ping = store.ping.bind(store)
    store.ping = failing
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(0)
    expect(app.log.at('error')).toEqual(['NO HEARTBEAT'])
    expect(app.log.text).toContain('store: the database cannot be written to')
    store.ping = ping
    await app.pass(2 * minutes)
    expect(listener.beats).toBe(2)
    expect(app.log.at('info')).toContain('The heartbeat is heard again')
  })

  it('falls silent when the database hangs', async () => {
    const store = new MemoryStore()
    const { app, listener } = alive(store)
    store.ping = () => new Promise(() => undefined)
    await app.clock.pass(3 * minutes, () => new Promise((resolve) => setImmediate(resolve)))
    expect(listener.beats).toBe(0)
    expect(app.log.text).toContain('store: the database does not answer')
  })

  it('falls silent when an event waits for more than ten minutes, and beats when it is dealt with', async () => {
    const store = new MemoryStore()
    const { app, listener } = alive(store)
    let isStuck = true
    app.decide = () => {
      if (isStuck) throw new TryLater('GitHub does not answer', 0)
      return nothing
    }
    await app.deliver(emergency(1))
    await app.pass(10 * minutes)
    expect(listener.beats).toBe(10)
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(10)
    expect(app.log.text).toContain('queue: an event has waited for more than ten minutes')
    isStuck = false
    await app.pass(10 * minutes)
    expect(listener.beats).toBeGreaterThan(13)
  })

  it('falls silent when a timer is late', async () => {
    const store = new MemoryStore()
    const { app, listener } = alive(store)
    store.fireTimers = async () => 0
    const incident = `${repository.id}#1`
    store.disk.timers.set('x', { incident, name: 'x', at: app.clock.now() + 1, repository })
    store.nextDue = async () => undefined
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(2)
    expect(app.log.text).toContain('timers: a timer is more than two minutes late')
  })

  it('falls silent when the loop stands still', async () => {
    const store = new MemoryStore()
    const { app, listener } = alive(store)
    await app.engine.idle()
    store.fireTimers = failing
    await app.pass(6 * minutes)
    expect(listener.beats).toBe(2)
    expect(app.log.text).toContain('loop: the loop stands still')
  })

  it('falls silent at once when GitHub does not know us', async () => {
    const { app, listener } = alive()
    await app.pass(2 * minutes)
    listener.onQuestion = failing
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(5)
    expect(app.log.text).toContain('github: GitHub does not accept the credentials')
    listener.onQuestion = async () => undefined
    await app.pass(1 * minutes)
    expect(listener.beats).toBe(6)
  })

  it('bears with GitHub for fifteen minutes, and asks every five', async () => {
    const { app, listener } = alive()
    await app.pass(16 * minutes)
    expect([listener.beats, listener.questions]).toEqual([16, 4])
    listener.onQuestion = async () => {
      throw new TryLater('down', 0)
    }
    await app.pass(15 * minutes)
    expect(listener.beats).toBe(31)
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(31)
    expect(app.log.text).toContain('GitHub has not answered for fifteen minutes')
  })

  it('is nobody’s burden: what it is answered changes nothing else, and it is tried again', async () => {
    const { app, listener } = alive()
    listener.onBeat = async () => {
      throw new TryLater('The receiver of the heartbeat answered 500', 1)
    }
    await app.pass(3 * minutes)
    expect(app.log.at('error')).toEqual(['NO HEARTBEAT'])
    await app.deliver(emergency(1))
    expect(app.decided).toHaveLength(1)
    listener.onBeat = async () => undefined
    await app.pass(minutes)
    expect(listener.beats).toBe(1)
  })

  it('ends with the engine', async () => {
    const { app, listener } = alive()
    await app.engine.drain()
    await app.pass(5 * minutes)
    expect(listener.beats).toBe(0)
    expect(await app.engine.vitals.look()).toMatchObject({
      loop: 'the work has not begun, or was stopped',
      store: 'ok',
    })
  })
})
