import { describe, expect, it } from 'vitest'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { firebreakDatabase } from '../support/postgres-template.ts'
import { Comments, type Death, Died, deaths, mortal, procedure } from './support/death.ts'
import { Harness, seconds } from './support/harness.ts'
import { emergency } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

interface World {
  readonly url: string
  readonly github: Comments
  readonly clock: VirtualClock
}

const never = new Promise<void>(() => undefined)

/** One process over the database, until it dies or has nothing left to do. @param death undefined: it lives */
async function live({ url, github, clock }: World, death?: Death): Promise<void> {
  const inner = await openPostgresStore({ url, now: () => clock.now() })
  const { store, died } = death ? mortal(inner, death) : { store: inner, died: never }
  const { engine } = new Harness({ store, github, clock, decide: procedure })
  const rest = (): Promise<void> => Promise.race([died, engine.idle()])
  await engine.accept({ guid: 'the-one', name: 'issues' }, [emergency(1)]).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error
  })
  await rest()
  await clock.pass(11 * seconds, rest)
  // Leases run out by themselves in real time, which is tried with real processes; here they are given back.
  await inner.close()
}

describe('a process over PostgreSQL that dies', () => {
  it.each(deaths)('$when call $call of $at loses nothing and does nothing twice', async (death) => {
    await using database = await firebreakDatabase()
    const { url } = database
    const github = new Comments()
    const clock = new VirtualClock(emergency(1).at)
    await live({ url, github, clock }, death)
    // GitHub redelivers what was not answered with success; what was answered, nobody sends again.
    await live({ url, github, clock: new VirtualClock(clock.now()) })

    expect(github.posted.toSorted()).toEqual(['declared', 'escalated'])
    const store = await openPostgresStore({ url })
    expect((await store.incidentById('1#1'))?.version).toBe(2)
    expect(await store.workload()).toMatchObject({ events: 0, buried: 0, effects: 0, timers: 0 })
    expect(await store.effectsAskedFor('')).toEqual({ asked: 2, waiting: 0 })
    await store.close()
  })
})
