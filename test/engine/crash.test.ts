import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'
import type { EffectOutcome } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import type { Decision, Situation } from '../../src/incident/plan.ts'
import { Harness, ScriptedGitHub, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { comment, emergency, incidentOf, nothing } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

/** The calls between which a process can die. */
const steps = [
  'accept',
  'interest',
  'claim',
  'rememberRepository',
  'rememberPolicy',
  'activeIncidents',
  'commit',
  'memorise',
  'settle',
  'fireTimers',
] as const satisfies readonly (keyof Store)[]

class Died extends Error {
  override readonly name = 'Died'
}

interface Death {
  readonly at: (typeof steps)[number]
  readonly when: 'before' | 'after'
  /** At which of the calls. */
  readonly call: number
}

/** A store whose process dies at one call: from then on nothing comes through, as after a power cut. */
function mortalStore(disk: Disk, { at, when, call }: Death): Store {
  let isDead = false
  let calls = 0
  const die = (): never => {
    isDead = true
    throw new Died('the process is gone')
  }
  const passOn = async (name: PropertyKey, act: () => unknown): Promise<unknown> => {
    if (isDead) return die()
    const isLast = name === at && ++calls === call
    if (isLast && when === 'before') return die()
    const result = await act()
    return isLast || isDead ? die() : result
  }
  return new Proxy(new MemoryStore(disk), {
    get: (store, name) => {
      const method: unknown = Reflect.get(store, name, store)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => passOn(name, () => Reflect.apply(method, store, args))
    },
  })
}

/** Issue → incident, comment, timer; timer → a second comment. */
function procedure({ incidents, now }: Situation, event: Event): Decision {
  const [incident] = incidents
  if (event.type === 'IssueChanged' && !incident)
    return {
      ...nothing,
      incidents: [incidentOf(1)],
      effects: [comment('declared', { incident: '1#1' })],
      timers: [{ incident: '1#1', timers: [{ name: 'escalation', at: now + 10 * seconds }] }],
    }
  if (event.type === 'TimerFired' && incident)
    return {
      ...nothing,
      incidents: [{ ...incident, version: incident.version + 1 }],
      effects: [comment('escalated', { incident: '1#1', urgent: true })],
      timers: [{ incident: '1#1', timers: [] }],
    }
  return nothing
}

/** GitHub, where a comment stays posted whatever becomes of the one who posted it. */
class Comments extends ScriptedGitHub {
  readonly posted: string[] = []
  override onPerform = async ({
    put,
    triesBefore,
    memory,
  }: Parameters<ScriptedGitHub['perform']>[0]): Promise<EffectOutcome> => {
    await memory.memorise('about to post')
    const isThere = triesBefore > 0 && this.posted.includes(put.key)
    if (!isThere) this.posted.push(put.key)
    return { succeeded: true, result: { type: 'Done' } }
  }
}

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

const deaths = steps.flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => [1, 2, 3].map((call) => ({ at, when, call }))),
)

describe('a process that dies', () => {
  it.each(deaths)('$when call $call of $at loses nothing and does nothing twice', async (death) => {
    const disk = new Disk()
    const github = new Comments()
    const clock = new VirtualClock(emergency(1).at)
    await live(new Harness({ store: mortalStore(disk, death), github, clock, decide: procedure }))

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
    const mortal = mortalStore(disk, { at: 'settle', when: 'before', call: 1 })
    await live(new Harness({ store: mortal, github, clock, decide: procedure }))
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
