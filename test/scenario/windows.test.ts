import { describe, expect, it } from 'vitest'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const path = '.github/incident.yml'
/** Tests begin on 2 March 2026 at 09:00 UTC. The clocks of London go forward on 29 March. */
const release = {
  name: 'Spring release',
  from: '2026-03-02T12:00',
  to: '2026-03-04T12:00',
  timezone: 'Europe/London',
}
const check = 'firebreak/freeze-w-spring-release'
const ruleset =
  'Firebreak freeze w-spring-release (hotfix-only until 2026-03-04 12:00 Europe/London): an admin may delete this ruleset to lift it'

/** Changes of the configuration itself pass the freeze. */
const exempt = { paths: ['.github/**'] }
const withWindows = (windows: readonly object[], freeze: object = {}): string =>
  configured({ freeze: { branches: ['main'], exempt, windows, ...freeze } })
const config = withWindows([release])
const raise = scenes({ config })
const raiseToBreak = scenes({ config }, { breaksConfiguration: true })

/** The file is pushed as it is: from then on the App knows it. */
async function read({ alice, settle }: Scene, text = config): Promise<void> {
  alice.pushTo('main', { [path]: `${text}\n` })
  await settle()
}

/** In a freeze the file is changed by a pull request. */
async function change(scene: Scene, text: string): Promise<void> {
  const { carol, settle, seen } = scene
  const head = `windows-${seen.pulls(/^Windows$/).length}`
  const { number } = carol.openPull({ title: 'Windows', head, files: { [path]: `${text}\n` } })
  await settle()
  expect(carol.merge(number)).toMatchObject({ merged: true })
  await settle()
}

/** Raised and in the middle of the window. */
async function inWindow(options: Parameters<typeof raise>[0] = {}, begin = raise): Promise<Scene> {
  const scene = await begin(options)
  await read(scene, options.config ?? config)
  await scene.world.fastForward('4h')
  return scene
}

const queue = ({ alice }: Scene): void => {
  const parameters = {
    ...{ check_response_timeout_minutes: 60, grouping_strategy: 'ALLGREEN', merge_method: 'MERGE' },
    ...{ max_entries_to_build: 1, max_entries_to_merge: 1 },
    ...{ min_entries_to_merge: 1, min_entries_to_merge_wait_minutes: 5 },
  }
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  const rules = [{ type: 'merge_queue', parameters }]
  alice.createRuleset({ name: 'Queue', target: 'branch', enforcement: 'active', conditions, rules })
}

const notices = ({ seen }: Scene) => seen.issues(/^The planned freeze/)

describe('a planned freeze', () => {
  it('holds from its beginning to its end and not a moment longer', async () => {
    const scene = await raise()
    const { world, seen, pull, mayMerge } = scene
    await read(scene)
    const open = await pull('feature/x')
    await world.fastForward('2h59m')
    expect(seen.rulesets()).toEqual([])
    expect(mayMerge(open)).toBe(true)

    await world.fastForward('1m')
    expect(seen.rulesets()).toEqual([ruleset])
    expect(mayMerge(open)).toBe(false)

    await world.fastForward('47h59m')
    expect(seen.rulesets()).toEqual([ruleset])
    await world.fastForward('1m')
    expect(seen.rulesets()).toEqual([])
    expect(mayMerge(open)).toBe(true)
    expect(notices(scene)).toEqual([])
  })

  it('tells a pull request which window it is, until when, and what passes', async () => {
    const { seen, pull, mayMerge, world } = await inWindow()
    const number = await pull('feature/x')
    expect(mayMerge(number)).toBe(false)
    const held = seen.check(number, check)
    expect(held).toMatchObject({
      conclusion: 'failure',
      title: 'Frozen by the calendar until 2026-03-04 12:00 (Europe/London)',
    })
    expect(held?.summary).toContain('The planned freeze "Spring release" holds `main` from 2026-03-02 12:00')
    expect(held?.summary).toContain('only valid hotfixes and exempt pull requests may be merged')
    expect(held?.summary).toContain('A valid hotfix of an open incident passes this freeze too.')
    await world.fastForward('2d')
    expect(seen.check(number, check)).toMatchObject({ conclusion: 'success', title: 'The freeze is over' })
  })

  it('keeps local time where clocks change', async () => {
    const window = { ...release, from: '2026-03-28T12:00', to: '2026-03-29T12:00' }
    const scene = await raise({ config: withWindows([window]), start: '2026-03-28T10:00:00Z' })
    await read(scene, withWindows([window]))
    await scene.world.fastForward('2h')
    expect(scene.seen.rulesets()).toHaveLength(1)
    // Noon in London is 11:00 UTC by then.
    await scene.world.fastForward('22h59m')
    expect(scene.seen.rulesets()).toHaveLength(1)
    await scene.world.fastForward('1m')
    expect(scene.seen.rulesets()).toEqual([])
  })

  it('lets through what is exempt, also what was open before', async () => {
    const ways = { labels: ['freeze-exempt'], authors: ['bob'], paths: ['docs/**'] }
    const text = withWindows([release], { exempt: ways })
    const scene = await raise({ config: text })
    const { world, seen, pull, bob, carol, mayMerge, settle, say } = scene
    await read(scene, text)
    const labelled = await pull('feature/labelled')
    carol.label(labelled, 'freeze-exempt')
    const bobs = bob.openPull({ title: 'Mine', head: 'feature/bobs', files: { 'a.ts': 'a' } }).number
    const docs = carol.openPull({ title: 'Docs', head: 'feature/docs', files: { 'docs/a.md': 'a' } }).number
    const other = await pull('feature/other')
    await world.fastForward('4h')
    expect([labelled, bobs, docs, other].map((number) => mayMerge(number))).toEqual([true, true, false, false])
    // Exempt by its paths: that takes a look at its files, when it is touched or on request.
    await say(docs, '/incident status', 'carol')
    await settle()
    expect(mayMerge(docs)).toBe(true)
    expect(seen.said(docs, /planned freeze "Spring release" holds `main`/)).toHaveLength(1)
    await say(other, '/incident status', 'carol')
    expect(seen.check(other, check)?.conclusion).toBe('failure')
  })

  it('is passed by a valid hotfix of an open incident, and outlasts the freeze of that incident', async () => {
    const { seen, emergency, as, alice, settle, mayMerge, pull, say } = await inWindow()
    const incident = await emergency()
    expect(seen.rulesets()).toHaveLength(2)
    const hotfix = await pull('hotfix/down', { title: '[EMERGENCY] Repair', body: described(incident) })
    alice.review(hotfix, 'APPROVED')
    await settle()
    expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('success')
    expect(seen.check(hotfix, check)?.conclusion).toBe('success')
    expect(seen.check(hotfix, `firebreak/freeze-${incident}`)?.conclusion).toBe('success')
    expect(mayMerge(hotfix)).toBe(true)
    as('carol').merge(hotfix)
    await settle()
    await say(incident, '/incident resolve It works again', 'bob')
    expect(seen.rulesets()).toEqual([ruleset])
    expect(seen.comment(incident, /The freeze is lifted/)).toContain(
      'The planned freeze "Spring release" is still on, until 2026-03-04 12:00 (Europe/London)',
    )
    expect(mayMerge(await pull('feature/x'))).toBe(false)
  })

  it('is lifted by no command, and whoever asks for a thaw is told what holds the branch', async () => {
    const { emergency, say, seen } = await inWindow()
    const incident = await emergency()
    await say(incident, '/incident thaw', 'bob')
    expect(seen.comment(incident, /The freeze is lifted/)).toContain('is still on, until 2026-03-04 12:00')
    await say(incident, '/incident thaw', 'bob')
    expect(seen.comment(incident, /was not carried out/)).toMatch(
      /no freeze to lift[\s\S]*The planned freeze "Spring release" is on until[\s\S]*change `freeze.windows`/,
    )
    expect(seen.rulesets()).toEqual([ruleset])
  })

  it('holds in each mode', async () => {
    for (const mode of ['reviewed', 'locked']) {
      const scene = await inWindow({ config: withWindows([{ ...release, mode }]) })
      expect(scene.seen.rulesets()[0]).toContain(`w-spring-release (${mode} until`)
      expect(scene.mayMerge(await scene.pull('feature/x'))).toBe(false)
      await scene.world.fastForward('2d')
      expect(scene.seen.rulesets()).toEqual([])
    }
  })

  it('answers a merge queue: who is exempt goes through, and who is not stays', async () => {
    const scene = await raise()
    queue(scene)
    await read(scene)
    await scene.world.fastForward('4h')
    const { carol, seen, pull, settle, github } = scene
    const exempted = carol.openPull({ title: 'Own', head: 'own', files: { '.github/labels.yml': 'a' } }).number
    await settle()
    const other = await pull('feature/x')
    carol.enqueue(exempted)
    carol.enqueue(other)
    await settle()
    const isMerged = (number: number) =>
      github.repository(shop).issues.find((one) => one.number === number)?.pull?.merged
    expect([isMerged(exempted), isMerged(other)]).toEqual([true, false])
    const groups = github.repository(shop).checkRuns.filter(({ externalId }) => externalId === 'group:w-spring-release')
    expect(groups.map(({ conclusion }) => conclusion).sort()).toEqual(['failure', 'success'])
    await scene.world.fastForward('1m')
    expect(notices(scene)).toEqual([])
    expect(seen.rulesets()).toContain(ruleset)
  })

  it('counts a success of an earlier window of the same name for nothing', async () => {
    const again = { ...release, from: '2026-03-09T12:00', to: '2026-03-10T12:00' }
    const scene = await inWindow()
    const { carol, seen, world, settle, mayMerge } = scene
    const number = carol.openPull({ title: 'Own', head: 'own', files: { '.github/labels.yml': 'a' } }).number
    await settle()
    expect(mayMerge(number)).toBe(true)
    await world.fastForward('2d')
    // What was exempt then is not any more.
    await read(scene, withWindows([again], { exempt: {} }))
    await world.fastForward('5d')
    expect(seen.rulesets()).toHaveLength(1)
    expect(seen.check(number, check)?.conclusion).toBe('failure')
    expect(mayMerge(number)).toBe(false)
  })

  it('is made once and lifted once, however often GitHub tells of the same thing', async () => {
    const scene = await raise()
    scene.github.faults.deliveries.duplicate(10_000)
    await read(scene)
    await scene.world.fastForward('4h')
    await scene.pull('feature/x')
    await scene.world.fastForward('3d')
    const made = scene.github.requests.filter(({ method, path: asked }) => method !== 'GET' && /rulesets/.test(asked))
    expect(made.map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  })

  it('can be made of classic branch protection, and leaves it as it was', async () => {
    const text = withWindows([release], { mechanism: 'branch-protection' })
    const scene = await inWindow({ config: text })
    const { github, pull, mayMerge, world } = scene
    const number = await pull('feature/x')
    expect(github.repository(shop).rulesets).toEqual([])
    expect(mayMerge(number)).toBe(false)
    await world.fastForward('2d')
    expect(github.repository(shop).classicRules).toEqual([])
    expect(mayMerge(number)).toBe(true)
  })
})

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
