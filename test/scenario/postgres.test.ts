import { expect, it } from 'vitest'
import { scenes } from './stage.ts'
import { pictureOf, playIncident, wholeConfig } from './whole-incident.ts'

const raise = scenes({ config: wholeConfig })

it('a whole incident looks on GitHub the same, whichever store it is kept in', async () => {
  const [embedded, postgres] = [await raise(), await raise({ postgres: true })]
  await playIncident(embedded)
  await playIncident(postgres)
  expect(pictureOf(postgres)).toEqual(pictureOf(embedded))
  expect(postgres.world.log).toEqual([])
  expect(postgres.seen.labels(2)).toContain('incident/closed')
}, 60_000)

it('a restart between any two acts changes nothing', async () => {
  const scene = await raise({ postgres: true })
  await playIncident(scene, async (act) => {
    act()
    await scene.settle()
    await scene.world.restart()
  })
  expect(scene.seen.labels(2)).toContain('incident/closed')
  expect(scene.world.log).toEqual([])
}, 60_000)
