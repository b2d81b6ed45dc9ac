import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const config = configured({
  freeze: { lift: 'hotfix-merged' },
  'post-mortem': { open: 'hotfix-merged' },
  hotfix: { branches: ['hotfix/*'], require: ['branch'] },
})
const raise = scenes({ config, rebuilds: true })

/** The database is lost in the moment after everything was said and before the card was edited. */
async function loseBeforeCard({ world, github }: Scene, happens: () => Promise<unknown>): Promise<void> {
  github.faults.answer({ method: 'PATCH', path: /\/issues\/comments\/\d+$/, times: 500 }, { status: 502 })
  await happens()
  await world.loseDatabase()
  github.faults.clear()
  await world.restart()
  await world.fastForward('1m')
}

it('a merge, its thaw and its post-mortem are told of once, though the card had not heard of them', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  const hotfix = await scene.pull('hotfix/repair', { title: '[EMERGENCY] Repair', body: described(number) })
  await loseBeforeCard(scene, async () => {
    scene.alice.merge(hotfix)
    await scene.settle()
  })
  const told = (text: RegExp) => scene.seen.comments(number).filter((comment) => text.test(comment))
  expect(told(/\*\*The freeze is lifted/)).toHaveLength(1)
  expect(told(/🔵 \*\*Hotfix #\d+ is merged/)).toHaveLength(1)
  expect(told(/📝 The post-mortem is open/)).toHaveLength(1)
  expect(scene.seen.card(number)).toContain('mitigated')
})

it('a command is answered with 👍 when the card tells of it, so that none that was answered is lost', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  let note = 0
  await loseBeforeCard(scene, async () => {
    note = await scene.say(number, '/incident note The moon is full')
    const { reactions } = scene.github.repository(shop).comments.find(({ id }) => id === note) ?? {}
    expect(reactions).toEqual([])
  })
  expect(scene.seen.card(number)).toContain('The moon is full')
})

it('a command is answered with 👍 soon after where the card is only slow', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  scene.github.faults.answer({ method: 'PATCH', path: /\/issues\/comments\/\d+$/, times: 2 }, { status: 502 })
  const note = await scene.say(number, '/incident note The moon is full')
  await scene.world.fastForward('30s')
  const { reactions } = scene.github.repository(shop).comments.find(({ id }) => id === note) ?? {}
  expect(reactions).toMatchObject([{ content: '+1' }])
})

it.each<readonly [string, RegExp, (scene: Scene, number: number) => Promise<unknown>]>([
  ['a resolution', /\*\*Resolved/, (scene, number) => scene.say(number, '/incident resolve It works again')],
  ['a false alarm', /\*\*Cancelled/, (scene, number) => scene.say(number, '/incident cancel A mistake')],
  [
    'an anchor that was closed',
    /\*\*Resolved/,
    async (scene, number) => {
      scene.alice.close(number)
      await scene.settle()
    },
  ],
])('%s is told of once, though the card had not heard of it', async (_what, text, happens) => {
  const scene = await raise()
  const number = await scene.emergency()
  await loseBeforeCard(scene, () => happens(scene, number))
  expect(scene.seen.said(number, text)).toHaveLength(1)
  expect(scene.seen.labels(number)).not.toContain('incident/declared')
  expect(scene.seen.rulesets()).toEqual([])
})

it('a return is told of once, though the card had not heard of it, and the next one as well', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  await scene.say(number, '/incident resolve It works again')
  await loseBeforeCard(scene, () => scene.say(number, '/incident reopen It does not'))
  expect(scene.seen.said(number, /It does not/)).toHaveLength(1)
  await scene.say(number, '/incident resolve Now it does')
  await scene.say(number, '/incident reopen It does not')
  expect(scene.seen.said(number, /It does not/)).toHaveLength(2)
})

it('another mode of the freeze is told of once, though the card had not heard of it, and the next one as well', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  const told = () => scene.seen.said(number, /\*\*Frozen\*\*/)
  await loseBeforeCard(scene, () => scene.say(number, '/incident freeze locked'))
  expect(told()).toHaveLength(1)
  expect(scene.seen.card(number)).toContain('locked')
  await scene.say(number, '/incident freeze reviewed')
  await scene.say(number, '/incident freeze locked')
  expect(told()).toHaveLength(3)
})
