import { describe, expect, it } from 'vitest'
import { described, shop } from './stage.ts'
import { check, inWindow, notices, queue, raise, read, release, ruleset, withWindows } from './windows-stage.ts'

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
