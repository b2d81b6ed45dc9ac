import { describe, expect, it } from 'vitest'
import { Comments, Died, deaths, mortal, procedure } from './support/death.ts'
import { Harness, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { emergency } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function live(harness: Harness): Promise<void> {
  try {
    await harness.engine.accept({ guid: 'the-one', name: 'issues' }, [emergency(1)])
  } catch (error) {
    if (!(error instanceof Died)) throw error
  }
  await settled()
  await harness.clock.pass(11 * seconds, settled)
}

describe('a process that dies', () => {
  it.each(deaths)('$when call $call of $at loses nothing and does nothing twice', async (death) => {
    const disk = new Disk()
    const github = new Comments()
    const clock = new VirtualClock(emergency(1).at)
    await live(new Harness({ store: mortal(new MemoryStore(disk), death).store, github, clock, decide: procedure }))

    // GitHub redelivers what was not answered with success; what was answered, nobody sends again.
    const store = new MemoryStore(disk)
    const next = new Harness({ store, github, clock: new VirtualClock(clock.now()), decide: procedure })
    await live(next)
    await next.engine.idle()

    expect(github.posted.toSorted()).toEqual(['declared', 'escalated'])
    expect(disk.incidents.get('1#1')?.version).toBe(2)
    expect(disk.events).toEqual([])
    expect(disk.timers.size).toBe(0)
    expect([...disk.effects.values()].map(({ status }) => status)).toEqual(['done', 'done'])
  })

  it('after an effect was begun leaves a trace, so that GitHub is looked at before it is tried again', async () => {
    const disk = new Disk()
    const github = new Comments()
    const clock = new VirtualClock(emergency(1).at)
    const { store } = mortal(new MemoryStore(disk), { at: 'settle', when: 'before', call: 1 })
    await live(new Harness({ store, github, clock, decide: procedure }))
    const next = new Harness({
      store: new MemoryStore(disk),
      github,
      clock: new VirtualClock(clock.now()),
      decide: procedure,
    })
    await next.engine.idle()
    expect(github.performed.filter(({ put }) => put.key === 'declared').map(({ triesBefore }) => triesBefore)).toEqual([
      0, 1,
    ])
  })
})
