import { describe, expect, it } from 'vitest'
import type { EffectOutcome } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import type { Decision } from '../../src/incident/plan.ts'
import { Harness, hours, minutes, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { comment, emergency, incidentOf, nothing, repositoryOf } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const done: EffectOutcome = { succeeded: true, result: { type: 'Done' } }
const typesOf = ({ decided }: Harness): Event['type'][] => decided.map(({ event }) => event.type)

const oneComment = (event: Event): Decision => ({
  ...nothing,
  effects: event.type === 'IssueChanged' ? [comment(`${event.repository.id}/${event.issue.number}`)] : [],
})

/** A GitHub that answers when the test says so. */
function held(harness: Harness): { readonly begun: string[]; release(): void } {
  const begun: string[] = []
  const gate = Promise.withResolvers<void>()
  harness.github.onPerform = async ({ put }) => {
    begun.push(put.key)
    await gate.promise
    return done
  }
  return { begun, release: gate.resolve }
}

/** Lets everything that waits for nothing run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('lanes', () => {
  it('keep the order of a repository’s events', async () => {
    const harness = new Harness({ isStopped: true })
    for (let number = 1; number <= 20; number++) await harness.deliver(emergency(number))
    harness.engine.start()
    await harness.engine.idle()
    expect(harness.decided.map(({ event }) => (event.type === 'IssueChanged' ? event.issue.number : 0))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  it('do one thing at a time each, and different ones at the same time', async () => {
    const harness = new Harness({ decide: (_situation, event) => oneComment(event), isStopped: true })
    const { begun, release } = held(harness)
    for (const id of [1, 2, 3])
      for (const number of [1, 2]) await harness.deliver(emergency(number, { repository: repositoryOf(id) }))
    harness.engine.start()
    await settled()
    expect(begun.toSorted()).toEqual(['1/1', '2/1', '3/1'])
    release()
    await harness.engine.idle()
    expect(begun).toHaveLength(6)
  })

  it('are no more than configured', async () => {
    const harness = new Harness({
      decide: (_situation, event) => oneComment(event),
      parts: { lanes: 2 },
      isStopped: true,
    })
    const { begun, release } = held(harness)
    for (const id of [1, 2, 3]) await harness.deliver(emergency(1, { repository: repositoryOf(id) }))
    harness.engine.start()
    await settled()
    expect(begun).toHaveLength(2)
    release()
    await harness.engine.idle()
    expect(begun).toHaveLength(3)
  })
})

describe('timers', () => {
  const start = new VirtualClock().now()
  const waiting = (event: Event): Decision =>
    event.type === 'IssueChanged'
      ? {
          ...nothing,
          incidents: [incidentOf(1)],
          timers: [{ incident: '1#1', timers: [{ name: 'escalation', at: start + 4 * hours }] }],
        }
      : nothing

  it('fire once, when they are due', async () => {
    const harness = new Harness({ decide: (_situation, event) => waiting(event) })
    await harness.deliver(emergency(1))
    await harness.pass(4 * hours - 1)
    expect(typesOf(harness)).toEqual(['IssueChanged'])
    await harness.pass(1)
    await harness.pass(24 * hours)
    expect(harness.decided.slice(1).map(({ event }) => event)).toMatchObject([
      { type: 'TimerFired', incident: '1#1', timer: 'escalation', dueAt: start + 4 * hours, at: start + 4 * hours },
    ])
  })

  it('fire late, and say so, when the process was down', async () => {
    const store = new MemoryStore()
    const before = new Harness({ store, decide: (_situation, event) => waiting(event) })
    await before.deliver(emergency(1))
    await before.engine.drain()
    const after = new Harness({ store, clock: new VirtualClock(start + 9 * hours) })
    await after.engine.idle()
    await after.pass(24 * hours)
    expect(after.decided.map(({ event }) => event)).toMatchObject([
      { type: 'TimerFired', dueAt: start + 4 * hours, at: start + 9 * hours },
    ])
  })

  it('are harmless for an incident that is gone', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store, decide: (_situation, event) => waiting(event) })
    await harness.deliver(emergency(1))
    store.disk.incidents.clear()
    await harness.pass(4 * hours)
    expect(harness.decided.at(-1)).toMatchObject({ event: { type: 'TimerFired' }, situation: { incidents: [] } })
    expect(harness.log.at('error')).toEqual([])
  })
})

describe('the loop', () => {
  it('finds within half a minute what another process stored', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store })
    await harness.engine.idle()
    await store.accept({ guid: 'other', name: 'issues', receivedAt: 0 }, [emergency(1)])
    await harness.pass(30 * seconds)
    expect(typesOf(harness)).toEqual(['IssueChanged'])
  })

  it('goes on after the store failed to give work', async () => {
    const store = new MemoryStore()
    const claim = store.claim.bind(store)
    let failures = 3
    store.claim = async (now) => {
      if (failures-- > 0) throw new Error('locked')
      return claim(now)
    }
    const harness = new Harness({ store })
    await harness.deliver(emergency(1))
    await harness.pass(minutes)
    expect(typesOf(harness)).toEqual(['IssueChanged'])
    expect(harness.log.at('error')).toContain('The store gave no work')
  })

  it('stores an outcome as soon as the store can, and does nothing twice for it', async () => {
    const store = new MemoryStore()
    const settle = store.settle.bind(store)
    let failures = 3
    store.settle = async (...args) => {
      if (failures-- > 0) throw new Error('disk full')
      return settle(...args)
    }
    const harness = new Harness({ store, decide: (_situation, event) => oneComment(event) })
    await harness.engine.accept({ guid: 'a', name: 'issues' }, [emergency(1)])
    await settled()
    await harness.clock.pass(10 * seconds, settled)
    expect(harness.github.performed).toHaveLength(1)
    expect(typesOf(harness)).toEqual(['IssueChanged', 'EffectSettled'])
  })

  it('rests for a moment when the store cannot note that an event has to wait', async () => {
    const store = new MemoryStore()
    const retryEvent = store.retryEvent.bind(store)
    store.commit = async () => {
      throw new Error('disk full')
    }
    // A lease ends with the call that gives work back, whether or not it could be noted.
    store.retryEvent = async (work) => {
      await retryEvent(work, 0, '')
      throw new Error('disk full')
    }
    const harness = new Harness({ store, isStopped: true })
    await harness.deliver(emergency(1))
    harness.engine.start()
    await settled()
    expect(harness.decided).toHaveLength(1)
    await harness.clock.pass(5 * seconds, settled)
    expect(harness.decided.length).toBeLessThan(10)
  })

  it('does not spin when a store says that something was due and gives no work', async () => {
    const store = new MemoryStore()
    let claims = 0
    store.nextDue = async (now) => now - 1
    store.claim = async () => {
      claims++
      return undefined
    }
    const harness = new Harness({ store })
    await harness.engine.idle()
    await harness.pass(1 * seconds)
    expect(claims).toBeLessThan(15)
  })
})

describe('draining', () => {
  it('finishes what runs, begins nothing new, and leaves the rest for the next start', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store, decide: (_situation, event) => oneComment(event), parts: { lanes: 1 } })
    const { begun, release } = held(harness)
    await harness.engine.accept({ guid: 'a', name: 'issues' }, [emergency(1), emergency(2)])
    await settled()
    let isDrained = false
    const draining = harness.engine.drain().then(() => {
      isDrained = true
    })
    await settled()
    expect(isDrained).toBe(false)
    release()
    await draining
    expect(begun).toEqual(['1/1'])
    expect(store.disk.effects.get('1/1')?.status).toBe('done')
    expect(harness.clock.waiting).toBe(0)

    const next = new Harness({ store, decide: (_situation, event) => oneComment(event) })
    await next.engine.idle()
    expect(next.github.performed.map(({ put }) => put.key)).toEqual(['1/2'])
  })

  it('does not wait for a store that takes nothing', async () => {
    const store = new MemoryStore()
    store.settle = async () => {
      throw new Error('disk full')
    }
    const harness = new Harness({ store, decide: (_situation, event) => oneComment(event) })
    await harness.engine.accept({ guid: 'a', name: 'issues' }, [emergency(1)])
    await settled()
    await harness.engine.drain()
    expect(store.disk.effects.get('1/1')?.status).toBe('waiting')
  })
})
