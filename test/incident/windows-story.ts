import type { EffectOutcome, PutEffect } from '../../src/incident/effect.ts'
import type { FreezeStatus } from '../../src/incident/incident.ts'
import type { PlannedFreeze } from '../../src/incident/planned-freeze.ts'
import type { Timer } from '../../src/incident/timer.ts'
import type { FreezeWindow, Policy } from '../../src/policy/policy.ts'
import { policyFrom } from './policies.ts'
import { person } from './procedure.ts'
import { hours, Story } from './story.ts'

/** The story begins on 2 March 2026 at 09:00 UTC. */
export const usual: FreezeWindow = {
  name: 'Spring release',
  from: '2026-03-02T10:00',
  to: '2026-03-02T12:00',
  timezone: 'UTC',
  mode: 'hotfix-only',
}

export const base = await policyFrom('freeze: { branches: [main] }')
const policyWith = (...windows: readonly FreezeWindow[]): Policy => ({
  ...base,
  freeze: { ...base.freeze, windows },
})

export const applied = {
  mechanism: 'ruleset',
  rulesetId: 5,
  verified: ['main'],
  unverified: [],
  refused: [],
  notReadBack: 0,
} as const

/** A repository and its calendar, as the store keeps it. */
export class Windows extends Story {
  waiting: readonly Timer[] = []

  constructor(...windows: readonly FreezeWindow[]) {
    super(policyWith(...windows))
  }

  /** Something happens that has nothing to do with freezes. */
  ticks(): readonly PutEffect[] {
    return this.keep(this.happens({ type: 'RepositoryChanged', change: 'renamed', actor: person('alice') }))
  }

  reads(...windows: readonly FreezeWindow[]): readonly PutEffect[] {
    this.policy = policyWith(...windows)
    return this.ticks()
  }

  /** The clock goes on, and whatever is due fires. */
  passes(time: number): readonly PutEffect[] {
    this.now += time
    const due = this.waiting.filter(({ at }) => at <= this.now)
    this.waiting = this.waiting.filter(({ at }) => at > this.now)
    return due.flatMap(({ name, at }) =>
      this.keep(this.happens({ type: 'TimerFired', incident: '7/windows', timer: name, dueAt: at })),
    )
  }

  keep({ timers, effects }: ReturnType<Story['happens']>): readonly PutEffect[] {
    this.waiting = timers.find(({ incident }) => incident === '7/windows')?.timers ?? this.waiting
    return effects
  }

  ends(put: PutEffect | undefined, outcome: EffectOutcome): readonly PutEffect[] {
    if (!put) throw new Error('nothing was asked for')
    return this.keep(this.settles(put, outcome))
  }

  /** In the middle of the window, and seen to hold. */
  isOn(): this {
    this.ticks()
    const [put] = this.passes(hours(1))
    this.ends(put, { succeeded: true, result: { type: 'Frozen', applied } })
    return this
  }

  get one(): PlannedFreeze {
    const [planned, ...others] = this.planned.freezes
    if (!planned || others.length > 0) throw new Error(`there are ${this.planned.freezes.length} planned freezes`)
    return planned
  }

  get status(): FreezeStatus | undefined {
    return this.one.freeze?.status
  }
}

export const typesOf = (puts: readonly PutEffect[]): readonly string[] => puts.map(({ effect }) => effect.type)
export const lifted: EffectOutcome = { succeeded: true, result: { type: 'Lifted', comparison: [], wasMissing: false } }
export const refused: EffectOutcome = {
  succeeded: true,
  result: { type: 'Advisory', reason: 'permission', commands: ['gh api'] },
}
