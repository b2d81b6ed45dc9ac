import { describe, expect, it } from 'vitest'
import type { ApplyFreeze } from '../../../src/incident/effect.ts'
import { person } from '../procedure.ts'
import { hours, shaOf } from '../story.ts'
import { applied, base, lifted, refused, typesOf, usual, Windows } from '../windows-story.ts'

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
