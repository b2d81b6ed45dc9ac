import { describe, expect, it } from 'vitest'
import type { ApplyFreeze, EffectOutcome, PutEffect } from '../../../src/incident/effect.ts'
import type { FreezeStatus } from '../../../src/incident/incident.ts'
import type { PlannedFreeze } from '../../../src/incident/planned-freeze.ts'
import type { Timer } from '../../../src/incident/timer.ts'
import type { FreezeWindow, Policy } from '../../../src/policy/policy.ts'
import { policyFrom } from '../policies.ts'
import { person } from '../procedure.ts'
import { hours, minutes, Story, shaOf } from '../story.ts'

/** The story begins on 2 March 2026 at 09:00 UTC. */
const usual: FreezeWindow = {
  name: 'Spring release',
  from: '2026-03-02T10:00',
  to: '2026-03-02T12:00',
  timezone: 'UTC',
  mode: 'hotfix-only',
}

const base = await policyFrom('freeze: { branches: [main] }')
const policyWith = (...windows: readonly FreezeWindow[]): Policy => ({
  ...base,
  freeze: { ...base.freeze, windows },
})

const applied = {
  mechanism: 'ruleset',
  rulesetId: 5,
  verified: ['main'],
  unverified: [],
  refused: [],
  notReadBack: 0,
} as const

/** A repository and its calendar, as the store keeps it. */
class Windows extends Story {
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

const typesOf = (puts: readonly PutEffect[]): readonly string[] => puts.map(({ effect }) => effect.type)
const lifted: EffectOutcome = { succeeded: true, result: { type: 'Lifted', comparison: [], wasMissing: false } }
const refused: EffectOutcome = {
  succeeded: true,
  result: { type: 'Advisory', reason: 'permission', commands: ['gh api'] },
}

describe('the calendar', () => {
  it('waits for the next boundary alone, and asks for each side of a window once', () => {
    const story = new Windows(usual)
    expect(story.ticks()).toEqual([])
    expect(story.waiting).toEqual([{ name: 'boundary', at: Date.parse('2026-03-02T10:00:00Z') }])
    expect(story.ticks()).toEqual([])
    const puts = story.passes(hours(1))
    expect(typesOf(puts)).toEqual(['ApplyFreeze'])
    expect(puts[0]?.effect).toMatchObject({
      window: { slug: 'spring-release', to: usual.to, timezone: 'UTC' },
      ...{ mode: 'hotfix-only', branches: ['main'], checkName: 'firebreak/freeze-w-spring-release' },
    } satisfies Partial<ApplyFreeze>)
    expect(story.ticks()).toEqual([])
    story.ends(puts[0], { succeeded: true, result: { type: 'Frozen', applied } })
    expect(typesOf(story.passes(hours(2)))).toEqual(['LiftFreeze'])
    expect(story.ticks()).toEqual([])
  })

  it('has the same key for what is asked for twice, and another for the next window', () => {
    const story = new Windows(usual)
    story.ticks()
    story.now += hours(1)
    const decide = () =>
      story.decides({ type: 'TimerFired', incident: '7/windows', timer: 'boundary', dueAt: story.now }).effects
    expect(decide()).toEqual(decide())
    const [first] = story.ticks()
    story.ends(first, { succeeded: true, result: { type: 'Frozen', applied } })
    const [lift] = story.passes(hours(2))
    story.ends(lift, lifted)
    const [second] = story.reads({ ...usual, from: '2026-03-02T11:30', to: '2026-03-02T18:00' })
    expect(second?.effect.type).toBe('ApplyFreeze')
    expect(second?.key).not.toBe(first?.key)
  })

  it('forgets what is over, as long as no check of it may stand anywhere', () => {
    const story = new Windows(usual).isOn()
    const [lift] = story.passes(hours(2))
    story.ends(lift, lifted)
    story.ticks()
    expect(story.planned.freezes).toEqual([])
  })

  it('does nothing in a repository that is out of reach', () => {
    const story = new Windows(usual)
    story.now += hours(1)
    const gone = { type: 'InstallationChanged', change: 'removed', actor: person('alice') } as const
    expect(story.keep(story.happens(gone)).filter(({ effect }) => effect.type === 'ApplyFreeze')).toEqual([])
  })

  it('moves nothing where there are no windows', () => {
    const story = new Windows()
    expect(story.decides({ type: 'RepositoryChanged', change: 'renamed', actor: person('alice') })).toMatchObject({
      planned: undefined,
      timers: [],
    })
  })
})

describe('a window that is edited while it is on', () => {
  it.each([
    ['its end', { to: '2026-03-02T13:00' }],
    ['its time zone', { timezone: 'Europe/Berlin' }],
    ['its mode', { mode: 'locked' }],
  ] as const)('is applied anew for %s, in the place of what stands', (_, change) => {
    const story = new Windows(usual).isOn()
    const key = story.one.freeze?.firstKey
    const [put, ...others] = story.reads({ ...usual, ...change })
    expect(others).toEqual([])
    expect(put?.effect).toMatchObject({ type: 'ApplyFreeze', replaces: applied, firstKey: key })
  })

  it('stands as it did where GitHub refuses the change, and that is said', () => {
    const story = new Windows(usual).isOn()
    const [put] = story.reads({ ...usual, mode: 'locked' })
    expect(typesOf(story.ends(put, refused))).toEqual(['KeepIssue'])
    expect(story.one.freeze).toMatchObject({ status: 'on', mode: 'hotfix-only' })
    expect(story.ticks()).toEqual([])
  })

  it('is lifted when it is taken away, and by another name is another', () => {
    const story = new Windows(usual).isOn()
    expect(typesOf(story.reads({ ...usual, name: 'Autumn release' }))).toEqual(['LiftFreeze', 'ApplyFreeze'])
  })

  it('goes by its new exemptions without a change on GitHub', () => {
    const story = new Windows(usual).isOn()
    story.policy = {
      ...story.policy,
      freeze: { ...story.policy.freeze, exempt: { ...base.freeze.exempt, labels: ['x'] } },
    }
    expect(story.ticks()).toEqual([])
    expect(story.one.policy.freeze.exempt.labels).toEqual(['x'])
  })

  it('is lifted first where branches are frozen one by one and one is given back', () => {
    const story = new Windows(usual)
    story.policy = { ...story.policy, freeze: { ...story.policy.freeze, branches: ['main', 'release'] } }
    story.ticks()
    const [put] = story.passes(hours(1))
    const classic = { ...applied, mechanism: 'branch-protection', rulesetId: undefined } as const
    story.ends(put, { succeeded: true, result: { type: 'Frozen', applied: classic } })
    expect(typesOf(story.reads(usual))).toEqual(['LiftFreeze', 'ApplyFreeze'])
    expect(story.status).toBe('applying')
  })
})

describe('a planned freeze that fails', () => {
  it('is said once, is tried again when the App is given more, and its notice is closed when it holds', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    const [notice] = story.ends(put, refused)
    expect(notice?.effect).toMatchObject({ type: 'KeepIssue', open: true, message: { type: 'PlannedNotice' } })
    expect(story.ticks()).toEqual([])
    const granted = { type: 'InstallationChanged', change: 'permissions', actor: person('alice') } as const
    const [again] = story.keep(story.happens(granted))
    expect(again?.effect.type).toBe('ApplyFreeze')
    const [closing] = story.ends(again, { succeeded: true, result: { type: 'Frozen', applied } })
    expect(closing).toMatchObject({ key: notice?.key, effect: { type: 'KeepIssue', open: false } })
  })

  it('does not undo what came after it', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    story.reads()
    expect(story.ends(put, { succeeded: true, result: { type: 'Frozen', applied } })).toEqual([])
    expect(story.status).toBe('lifting')
  })

  it('to be lifted is said, tried again with new permissions, and over when somebody does it by hand', () => {
    const story = new Windows(usual).isOn()
    const [lift] = story.passes(hours(2))
    const [notice] = story.ends(lift, { succeeded: false, reason: 'GitHub said no' })
    expect(notice?.effect).toMatchObject({
      open: true,
      title: 'The planned freeze "Spring release" could not be lifted',
    })
    const granted = { type: 'InstallationChanged', change: 'permissions', actor: person('alice') } as const
    const [again] = story.keep(story.happens(granted))
    expect(again?.effect.type).toBe('LiftFreeze')
    story.ends(again, { succeeded: false, reason: 'GitHub said no' })
    const closing = story.keep(story.happens(rulesetChange('deleted')))
    expect(closing.at(-1)?.effect).toMatchObject({ type: 'KeepIssue', open: false })
  })
})

const rulesetChange = (change: 'deleted' | 'edited', enforcement = 'active') =>
  ({ type: 'RulesetChanged', change, rulesetId: 5, name: 'x', enforcement, actor: person('bob') }) as const

describe('a window of the same name as an earlier one', () => {
  it('takes back what passed then before it begins, on the heads that still stand', () => {
    const story = new Windows(usual)
    story.policy = {
      ...story.policy,
      freeze: { ...story.policy.freeze, exempt: { ...base.freeze.exempt, labels: ['x'] } },
    }
    story.isOn()
    const pull = (number: number, letter: string) => ({
      ...{ number, title: 'Docs', labels: ['x'], author: 'carol' },
      head: { ref: `docs-${number}`, sha: shaOf(letter), repository: 'acme/shop' },
    })
    story.changesPull('opened', 'carol', pull(20, 'd'))
    story.changesPull('opened', 'carol', pull(21, 'e'))
    const check = 'firebreak/freeze-w-spring-release'
    expect(story.checks(check)).toEqual({ [shaOf('d')]: 'success', [shaOf('e')]: 'success' })
    const [lift] = story.passes(hours(2))
    story.ends(lift, lifted)
    story.pullRequests.delete(21)
    const puts = story.reads({ ...usual, from: '2026-03-02T11:00', to: '2026-03-02T18:00' })
    expect(typesOf(puts)).toEqual(['ApplyFreeze', 'PublishCheck'])
    expect(story.checks(check)).toEqual({ [shaOf('d')]: 'failure', [shaOf('e')]: 'success' })
    expect(Object.keys(story.one.freeze?.checks ?? {})).toEqual([shaOf('d')])
  })
})

describe('what others do to a planned freeze', () => {
  it.each([
    ['deletes it', rulesetChange('deleted'), 'deleted the ruleset'],
    ['switches it off', rulesetChange('edited', 'disabled'), 'set the ruleset to disabled'],
  ])('somebody %s: it is lost, and stays so until another window', (_, event, how) => {
    const story = new Windows(usual).isOn()
    expect(typesOf(story.keep(story.happens(event)))).toEqual(['KeepIssue'])
    expect(story.one).toMatchObject({ freeze: { status: 'lost' }, bypasses: [{ by: 'bob', how }] })
    expect(story.reads({ ...usual, to: '2026-03-02T14:00' })).toEqual([])
    expect(typesOf(story.reads({ ...usual, from: '2026-03-02T09:30' }))).toEqual(['ApplyFreeze'])
    expect(story.one.bypasses).toEqual([])
  })

  it('an edit that weakens it is said once, with what came of it', () => {
    const story = new Windows(usual).isOn()
    story.facts['freeze-standing'] = () => ({
      ...{ is: 'changed', changes: ['it has lost the rule deletion'], by: undefined, administered: true },
    })
    expect(typesOf(story.keep(story.happens(rulesetChange('edited'))))).toEqual(['KeepIssue'])
    expect(story.keep(story.happens(rulesetChange('edited')))).toEqual([])
    expect(story.one.edits).toMatchObject([{ by: 'bob', how: 'edited the ruleset: it has lost the rule deletion' }])
  })

  it('a check-up finds what no delivery told', () => {
    const story = new Windows(usual).isOn()
    story.now += minutes(5)
    story.facts['freeze-standing'] = () => ({ is: 'gone', changes: [], by: undefined, administered: true })
    const due = { type: 'CheckUpDue', since: undefined, interruption: undefined } as const
    expect(typesOf(story.keep(story.happens(due)))).toEqual(['KeepIssue'])
    expect(story.status).toBe('lost')
  })

  it('a push that nothing explains is looked at again, and then on the record', () => {
    const story = new Windows(usual).isOn()
    story.keep(story.pushes({ after: shaOf('b'), by: 'bob' }))
    expect(story.one.suspects).toHaveLength(1)
    const puts = story.passes(10_000)
    expect(typesOf(puts)).toEqual(['KeepIssue'])
    expect(story.one).toMatchObject({ suspects: [], bypasses: [{ by: 'bob', how: 'commits were pushed directly' }] })
  })
})

describe('a lost database', () => {
  it('has windows lifted that have ended since, and those that are on looked for', () => {
    const ended = { ...usual, name: 'Ended', from: '2026-02-01T00:00', to: '2026-03-01T00:00' }
    const long = { ...ended, name: 'Long ago', from: '2025-01-01T00:00', to: '2025-02-01T00:00' }
    const story = new Windows(ended, long, { ...usual, from: '2026-03-01T00:00' })
    story.facts['kept-state'] = () => ({ incidents: [], strays: [], comments: [], lists: [] })
    const puts = story.keep(story.happens({ type: 'DatabaseLost' }))
    expect(puts.map(({ effect }) => [effect.type, 'again' in effect])).toEqual(
      expect.arrayContaining([
        ['ApplyFreeze', true],
        ['LiftFreeze', false],
      ]),
    )
    expect(puts.filter(({ effect }) => effect.type === 'LiftFreeze')).toHaveLength(1)
  })
})
