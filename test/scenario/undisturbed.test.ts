import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes } from './stage.ts'
import { playIncident, wholeConfig } from './whole-incident.ts'

/** After every act everything at hand is compared with GitHub: where nobody disturbs anything, that writes nothing. */
const raise = scenes({ config: wholeConfig, checksUp: true })

const expectNothing = ({ world }: Scene): void => {
  expect(world.needlesslyWritten).toEqual([])
  expect(world.log).toEqual([])
}

it('a whole incident', async () => {
  const scene = await raise()
  await playIncident(scene)
  expect(scene.seen.labels(2)).toContain('incident/closed')
  expectNothing(scene)
})

const severities = { P1: { freeze: 'reviewed', responders: ['maintainers'] } }

it.each([
  [
    'by rules of review, lifted by hand',
    { severities, freeze: { lift: 'manual' }, hotfix: { branches: ['hotfix/*'] } },
  ],
  ['through classic protection', { freeze: { mechanism: 'branch-protection' } }],
  ['with stages', { 'roll-out': { stages: [{ name: 'production', environment: 'production' }] } }],
])('an incident that is frozen, changed, resolved, reopened and written up: %s', async (_, change) => {
  const scene = await raise({ config: configured(change) })
  const { alice, emergency, pull, say, settle, seen, world } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  for (const command of [
    'ack',
    'commander @bob',
    'update We look into it',
    'freeze locked',
    'severity P1',
    'note Found it',
  ]) {
    await say(number, `/incident ${command}`)
    await world.fastForward('2m')
  }
  alice.review(hotfix, 'APPROVED')
  await settle()
  for (const command of ['thaw', 'freeze', 'resolve Done', 'reopen It is back', 'resolve Now it is']) {
    await say(number, `/incident ${command}`)
    await world.fastForward('2m')
  }
  alice.close(number)
  await settle()
  const [postmortem] = seen.issues(/^Post-mortem/)
  if (postmortem) alice.close(postmortem.number)
  await world.fastForward('1d')
  expectNothing(scene)
})

it('two at once, one of them cancelled, and one that nobody answers', async () => {
  const scene = await raise()
  const { emergency, say, world } = scene
  const [first] = [await emergency('[EMERGENCY] One'), await emergency('[EMERGENCY] Two')]
  await world.fastForward('2h')
  await say(first, '/incident cancel It was nothing')
  await world.fastForward('1d')
  expectNothing(scene)
})
