import { expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ config: configured(), reconciles: true })

const anHour = ({ world }: Scene): Promise<void> => world.fastForward('1h1m')

async function unless(isHeard: boolean, scene: Scene, act: () => unknown): Promise<void> {
  if (!isHeard) scene.github.faults.deliveries.swallow(1000)
  await act()
  await scene.settle()
  scene.github.faults.deliveries.clear()
}

const installed = ({ github }: Scene) => {
  const [installation] = github.state.installations
  if (!installation) throw new Error('nothing is installed')
  return installation
}

interface Way {
  readonly stop: (scene: Scene) => unknown
  readonly goOn: (scene: Scene) => unknown
  readonly words: RegExp
}

const ways: readonly [string, Way][] = [
  [
    'archived',
    {
      stop: ({ alice }) => alice.archive(),
      goOn: ({ alice }) => alice.archive(false),
      words: /repository was archived/,
    },
  ],
  [
    'suspended',
    {
      stop: (scene) => scene.github.suspend(installed(scene), 'alice'),
      goOn: (scene) => scene.github.unsuspend(installed(scene), 'alice'),
      words: /App was suspended/,
    },
  ],
  [
    'taken out of the installation',
    {
      stop: (scene) => scene.github.deselect(installed(scene), shop, 'alice'),
      goOn: (scene) => scene.github.select(installed(scene), shop, 'alice'),
      words: /App was not installed/,
    },
  ],
  [
    'uninstalled',
    {
      stop: (scene) => {
        const installation = installed(scene)
        kept.set(scene, { permissions: installation.permissions, events: installation.events })
        scene.github.uninstall(installation, 'alice')
      },
      goOn: (scene) => scene.github.install('acme', { ...kept.get(scene), by: 'alice' }),
      words: /App was not installed/,
    },
  ],
]
const kept = new WeakMap<Scene, Pick<ReturnType<typeof installed>, 'permissions' | 'events'>>()

const heardOrNot = ways.flatMap(([name, way]) => [
  [name, 'heard', way, true] as const,
  [name, 'unheard', way, false] as const,
])

it.each(heardOrNot)(
  '%s in the middle of a freeze (%s): the clocks stand still, nothing storms, and then it goes on',
  async (_, __, way, isHeard) => {
    const scene = await raise()
    const { github, seen, emergency, pull, mayMerge, say, world } = scene
    const number = await emergency()
    const other = await pull('other')
    await anHour(scene)
    await unless(isHeard, scene, () => way.stop(scene))
    await anHour(scene)
    expect(world.log.filter((line) => line.includes('NOTHING CAN BE DONE'))).toHaveLength(1)
    const before = github.requests.length
    await world.fastForward('6h')
    // Bob would have been told after four hours.
    expect(github.requests.length - before).toBeLessThan(6 * 3)
    await unless(isHeard, scene, () => way.goOn(scene))
    await anHour(scene)
    await anHour(scene)
    expect(seen.comment(number, /Firebreak is back/)).toMatch(way.words)
    expect(seen.comment(number, /Firebreak is back/)).toContain('counts as on')
    expect(seen.said(number, /@bob/)).toHaveLength(1)
    expect(seen.card(number)).toContain('**on**')
    expect(mayMerge(other)).toBe(false)
    await say(number, '/incident resolve Done')
    expect(seen.rulesets()).toEqual([])
    expect(mayMerge(other)).toBe(true)
  },
)

it.each(ways)('what was done by hand meanwhile is found when it goes on: %s', async (_, way) => {
  const scene = await raise()
  const { alice, github, seen, emergency } = scene
  const number = await emergency()
  await unless(true, scene, () => way.stop(scene))
  const remove = () => alice.deleteRuleset(github.repository(shop).rulesets[0]?.id ?? 0)
  if (github.repository(shop).archived) {
    alice.archive(false)
    remove()
  } else {
    remove()
    await way.goOn(scene)
  }
  await anHour(scene)
  expect(seen.comment(number, /The freeze is gone/)).toMatch(/(somebody|alice) deleted/i)
})

it.each(ways.filter(([name]) => name !== 'suspended'))(
  '%s unheard, and an alarm falls due before it is noticed: it does not count as given, and is given afterwards',
  async (_, way) => {
    const scene = await raise()
    const { seen, emergency, world } = scene
    const number = await emergency()
    await world.fastForward('3h30m')
    await unless(false, scene, () => way.stop(scene))
    // Bob is due at four hours.
    await world.fastForward('32m')
    await unless(false, scene, () => way.goOn(scene))
    await anHour(scene)
    expect(seen.card(number)).toContain('Escalation step 2 reached nobody')
    expect(seen.comment(number, /Firebreak is back/)).toMatch(way.words)
    expect(seen.said(number, /@bob/)).toHaveLength(1)
    await world.fastForward('10h')
    expect(seen.said(number, /@bob/)).toHaveLength(1)
  },
)

it.each(ways.filter(([name]) => name === 'archived' || name === 'taken out of the installation'))(
  '%s before the freeze could be made: it is made afterwards',
  async (_, way) => {
    const scene = await raise()
    const { trudy, seen, settle } = scene
    const { number } = trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
    way.stop(scene)
    await settle()
    await unless(true, scene, () => way.goOn(scene))
    await anHour(scene)
    expect(seen.rulesets()).toHaveLength(1)
    expect(seen.card(number)).toContain('**on**')
  },
)

it('what waits when the App is suspended is done when it is back, and is not given up', async () => {
  const scene = await raise()
  const { github, trudy, seen, settle, world } = scene
  const { number } = trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
  github.suspend(installed(scene), 'alice')
  await settle()
  const before = github.requests.length
  await world.fastForward('2h')
  expect(github.requests.length - before).toBeLessThan(150)
  github.unsuspend(installed(scene), 'alice')
  await settle()
  // What was put off is looked at within seconds of the news.
  await world.fastForward('20s')
  expect(seen.rulesets()).toHaveLength(1)
  expect(seen.card(number)).toContain('**on**')
  expect(seen.card(number)).not.toContain('Given up')
})

it('a repository that was renamed unheard goes on under its new name', async () => {
  const scene = await raise()
  const { alice, github, emergency } = scene
  const number = await emergency()
  await unless(false, scene, () => alice.renameRepository('store'))
  await anHour(scene)
  const before = github.requests.length
  await anHour(scene)
  const paths = github.requests.slice(before).map(({ path }) => path)
  expect(paths.filter((path) => path.includes('/acme/shop'))).toEqual([])
  github.as('alice').in('acme/store').comment(number, '/incident resolve Done')
  await scene.settle()
  expect(github.repository('acme/store').rulesets).toEqual([])
})

it('a repository that was moved unheard to an owner with the App goes on there', async () => {
  const scene = await raise()
  const { alice, github, emergency } = scene
  github.addOrganization('umbrella', { owners: ['alice'] })
  const { permissions, events } = installed(scene)
  github.install('umbrella', { permissions, events, by: 'alice' })
  const number = await emergency()
  await unless(false, scene, () => alice.transferRepository('umbrella'))
  await anHour(scene)
  github.as('alice').in('umbrella/shop').comment(number, '/incident resolve Done')
  await scene.settle()
  expect(github.repository('umbrella/shop').rulesets).toEqual([])
})

it.each([true, false])(
  'a repository that was deleted (heard: %s) is left alone, and an operator hears of it',
  async (isHeard) => {
    const scene = await raise()
    const { alice, github, emergency, world } = scene
    await emergency()
    await unless(isHeard, scene, () => alice.deleteRepository())
    await anHour(scene)
    expect(world.log.filter((line) => line.includes('NOTHING CAN BE DONE'))).toHaveLength(1)
    const before = github.requests.length
    await world.fastForward('1d')
    expect(github.requests.length - before).toBeLessThan(24 * 4)
    expect(world.log.filter((line) => line.includes('NOTHING CAN BE DONE'))).toHaveLength(1)
  },
)

it('the default branch that was switched unheard is known within the hour', async () => {
  const scene = await raise()
  const { alice, carol, seen, emergency, mayMerge, pull, settle } = scene
  const number = await emergency()
  await unless(false, scene, () => alice.renameDefaultBranch('trunk'))
  await anHour(scene)
  expect(seen.said(number, /freeze is gone|edited the ruleset/)).toEqual([])
  const body = `Incident: #${number}\n\n## Impact\n\nEverybody.\n`
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body })
  alice.review(hotfix, 'APPROVED')
  await settle()
  expect(mayMerge(hotfix)).toBe(true)
  expect(carol.merge(hotfix).merged).toBe(true)
  await settle()
  expect(seen.labels(number)).toContain('incident/mitigated')
})

it.each([true, false])('a repository that changes its visibility (heard: %s) keeps its freeze', async (isHeard) => {
  const scene = await raise()
  const { alice, seen, emergency, say } = scene
  const number = await emergency()
  await unless(isHeard, scene, () => alice.setVisibility(true))
  await anHour(scene)
  expect(seen.card(number)).toContain('**on**')
  await say(number, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
})

it('timers that are not in the store any more are set anew', async () => {
  const scene = await raise()
  const { seen, emergency, world } = scene
  const number = await emergency()
  await world.restartWithoutTimers()
  await world.fastForward('5h')
  expect(seen.said(number, /@bob/)).toHaveLength(1)
})
