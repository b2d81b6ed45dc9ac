import { describe, expect, it } from 'vitest'
import { configured, shop } from './stage.ts'
import {
  change,
  check,
  config,
  inWindow,
  notices,
  raise,
  raiseToBreak,
  read,
  release,
  ruleset,
  withWindows,
} from './windows-stage.ts'

describe('the process was down', () => {
  it('at a boundary: what was due is done at the next start', async () => {
    const scene = await raise()
    const { world, seen } = scene
    await read(scene)
    await world.stop()
    await world.fastForward('5h')
    expect(seen.rulesets()).toEqual([])
    await world.restart()
    expect(seen.rulesets()).toEqual([ruleset])
    await world.stop()
    await world.fastForward('3d')
    expect(seen.rulesets()).toEqual([ruleset])
    await world.restart()
    expect(seen.rulesets()).toEqual([])
  })

  it('for the whole window: nothing is frozen', async () => {
    const scene = await raise()
    await read(scene)
    await scene.world.stop()
    await scene.world.fastForward('4d')
    await scene.world.restart()
    expect(scene.github.requests.filter(({ path: asked }) => asked.includes('/rulesets'))).toEqual([])
  })
})

describe('the configuration', () => {
  it('that comes in the middle of a window freezes at once; one of the past does nothing', async () => {
    const scene = await raise({ config: configured() })
    const past = { ...release, name: 'Past', from: '2026-02-01T00:00', to: '2026-02-02T00:00' }
    const on = { ...release, from: '2026-03-01T00:00' }
    await read(scene, withWindows([past, on]))
    expect(scene.seen.rulesets()).toEqual([ruleset])
  })

  it('that extends, shortens or takes a window away is followed while it is on', async () => {
    const scene = await inWindow()
    const { seen, world, pull } = scene
    const number = await pull('feature/x')
    await change(scene, withWindows([{ ...release, to: '2026-03-05T12:00', mode: 'hotfix-only' }]))
    expect(seen.rulesets()).toEqual([ruleset.replace('03-04', '03-05')])
    expect(seen.check(number, check)?.title).toContain('until 2026-03-05 12:00')
    await world.fastForward('2d')
    expect(seen.rulesets()).toHaveLength(1)
    await change(scene, withWindows([{ ...release, to: '2026-03-03T12:00' }]))
    expect(seen.rulesets()).toEqual([])
    await change(scene, withWindows([{ ...release, to: '2026-03-06T12:00' }]))
    expect(seen.rulesets()).toHaveLength(1)
    expect(seen.check(number, check)?.conclusion).toBe('failure')
    await change(scene, withWindows([]))
    expect(seen.rulesets()).toEqual([])
    expect(seen.check(number, check)).toMatchObject({ conclusion: 'success' })
    await world.fastForward('10d')
    expect(seen.rulesets()).toEqual([])
  })

  it('that changes mode or branches is applied to the ruleset that stands', async () => {
    const scene = await inWindow()
    const { seen, github, pull, mayMerge } = scene
    const id = github.repository(shop).rulesets[0]?.id
    const number = await pull('feature/x')
    await change(scene, withWindows([{ ...release, mode: 'locked' }], { branches: ['main', 'release/*'] }))
    expect(seen.rulesets()[0]).toContain('(locked until')
    expect(github.repository(shop).rulesets).toMatchObject([
      { id, conditions: { ref_name: { include: ['refs/heads/main', 'refs/heads/release/*'] } } },
    ])
    expect(mayMerge(number, 'alice')).toBe(false)
  })

  it('that is broken leaves the window on that was valid', async () => {
    const scene = await inWindow({}, raiseToBreak)
    await change(scene, 'freeze: { windows: 7 }')
    expect(scene.seen.rulesets()).toEqual([ruleset])
    await change(scene, config)
    expect(scene.seen.rulesets()).toEqual([ruleset])
  })

  it('may have windows that overlap: each is a freeze of its own', async () => {
    const other = { ...release, name: 'Fair', to: '2026-03-03T12:00', mode: 'locked' }
    const scene = await inWindow({ config: withWindows([release, other]) })
    expect(scene.seen.rulesets()).toHaveLength(2)
    await scene.world.fastForward('1d')
    expect(scene.seen.rulesets()).toEqual([ruleset])
  })
})

describe('what goes past a planned freeze', () => {
  it('an administrator’s merge is said in one issue with the name, and the next one beside it', async () => {
    const scene = await inWindow()
    const { alice, seen, pull, settle, world } = scene
    for (const head of ['feature/x', 'feature/y']) {
      const number = await pull(head)
      expect(alice.merge(number)).toMatchObject({ merged: true })
      await settle()
    }
    const [notice, ...others] = notices(scene)
    expect(others).toEqual([])
    expect(notice).toMatchObject({ title: 'The planned freeze "Spring release": what went past it', state: 'open' })
    expect(notice?.body?.match(/was merged without its freeze check; by alice/g)).toHaveLength(2)
    expect(seen.comments(notice?.number ?? 0)).toEqual([
      expect.stringMatching(/A change went past the planned freeze[\s\S]*by alice/),
    ])
    await world.fastForward('2d')
    expect(notices(scene)).toMatchObject([{ state: 'closed' }])
  })

  it('its ruleset is deleted while the App is down: the next comparison finds it', async () => {
    const scene = await inWindow()
    const { alice, github, world, seen } = scene
    await world.stop()
    alice.deleteRuleset(github.repository(shop).rulesets[0]?.id ?? 0)
    github.deliveries.splice(0)
    await world.fastForward('1h')
    await world.restart()
    await world.checkUp()
    expect(notices(scene)).toMatchObject([{ title: 'The planned freeze "Spring release" is not enforced' }])
    expect(notices(scene)[0]?.body).toContain('Somebody deleted the ruleset')
    await world.checkUp()
    expect(seen.comments(notices(scene)[0]?.number ?? 0)).toEqual([])
  })

  it('its ruleset is deleted: whoever did is believed, named, and it is not put back before the next window', async () => {
    const next = { ...release, name: 'Spring release', from: '2026-03-10T12:00', to: '2026-03-11T12:00' }
    const scene = await inWindow()
    const { alice, github, seen, world, pull, mayMerge } = scene
    const number = await pull('feature/x')
    alice.deleteRuleset(github.repository(shop).rulesets[0]?.id ?? 0)
    await world.settle()
    const [notice] = notices(scene)
    expect(notice).toMatchObject({ title: 'The planned freeze "Spring release" is not enforced', state: 'open' })
    expect(notice?.body).toContain('alice deleted the ruleset')
    expect(mayMerge(number)).toBe(true)
    expect(seen.check(number, check)?.conclusion).toBe('success')
    await world.fastForward('1h')
    await read(scene, withWindows([{ ...release, to: '2026-03-05T12:00' }]))
    expect(seen.rulesets()).toEqual([])
    await world.fastForward('4d')
    expect(notices(scene)).toMatchObject([{ state: 'closed' }])
    await read(scene, withWindows([next]))
    await world.fastForward('5d')
    expect(mayMerge(number)).toBe(true)
    expect(notices(scene)).toHaveLength(1)
  })
})

describe('a planned freeze that cannot be made', () => {
  const denied = { grants: { administration: 'read' } } as const

  it('is said in one issue, with what an administrator can do, until the window is over', async () => {
    const scene = await inWindow(denied)
    const { seen, world } = scene
    expect(seen.rulesets()).toEqual([])
    const [notice, ...others] = notices(scene)
    expect(others).toEqual([])
    expect(notice).toMatchObject({ title: 'The planned freeze "Spring release" is not enforced', state: 'open' })
    expect(notice?.body).toMatch(/Nothing is enforced[\s\S]*until 2026-03-04 12:00[\s\S]*gh api/)
    await world.fastForward('2d')
    expect(notices(scene)).toMatchObject([{ number: notice?.number, state: 'closed' }])
  })

  it('is made as soon as the App may', async () => {
    const scene = await inWindow(denied)
    const { github, seen, world, pull, mayMerge } = scene
    const [installation] = github.state.installations
    if (!installation) throw new Error('the App is not installed')
    github.grant(installation, { ...installation.permissions, administration: 'write' }, 'alice')
    await world.settle()
    expect(seen.rulesets()).toEqual([ruleset])
    expect(notices(scene)).toMatchObject([{ state: 'closed' }])
    expect(mayMerge(await pull('feature/x'))).toBe(false)
  })
})
