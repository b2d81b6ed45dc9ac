import type { Store } from '../../../src/engine/ports.ts'
import type { EffectOutcome } from '../../../src/incident/effect.ts'
import type { Event } from '../../../src/incident/event.ts'
import type { Decision, Situation } from '../../../src/incident/plan.ts'
import { ScriptedGitHub, seconds } from './harness.ts'
import { comment, incidentOf, nothing } from './samples.ts'

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

export class Died extends Error {
  override readonly name = 'Died'
}

export interface Death {
  readonly at: (typeof steps)[number]
  readonly when: 'before' | 'after'
  /** At which of the calls. */
  readonly call: number
}

/** A store whose process dies at one call: from then on nothing comes through, as after a power cut. */
export function mortal(inner: Store, { at, when, call }: Death): { store: Store; died: Promise<void> } {
  const { promise: died, resolve: tellDeath } = Promise.withResolvers<void>()
  let isDead = false
  let calls = 0
  const die = (): never => {
    isDead = true
    tellDeath()
    throw new Died('the process is gone')
  }
  const passOn = async (name: PropertyKey, act: () => unknown): Promise<unknown> => {
    if (isDead) return die()
    const isLast = name === at && ++calls === call
    if (isLast && when === 'before') return die()
    const result = await act()
    return isLast || isDead ? die() : result
  }
  const store = new Proxy(inner, {
    get: (_, name) => {
      const method: unknown = Reflect.get(inner, name, inner)
      if (typeof method !== 'function') return method
      // The two that answer at once and store nothing.
      if (name === 'mayAct' || name === 'onWork') return method.bind(inner)
      return (...args: unknown[]) => passOn(name, () => Reflect.apply(method, inner, args))
    },
  })
  return { store, died }
}

/** Issue → incident, comment, timer; timer → a second comment. */
export function procedure({ incidents, now }: Situation, event: Event): Decision {
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
export class Comments extends ScriptedGitHub {
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

/** Each of them, at its first few calls. */
export const deaths = steps.flatMap((at) =>
  (['before', 'after'] as const).flatMap((when) => [1, 2, 3].map((call) => ({ at, when, call }))),
)
