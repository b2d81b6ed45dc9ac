import { expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ rebuilds: false, sweeps: false })
const suggested = ({ seen }: Scene) => seen.issues(/^Configure Firebreak$/)
const dashboards = ({ seen }: Scene) => seen.issues(/^Firebreak: readiness$/)

function installationOf({ github }: Scene) {
  const [installation] = github.state.installations
  if (!installation) throw new Error('the App is not installed')
  return installation
}

/** The App is added to a repository without a configuration, when few calls of the hour are left. */
async function addedWithLittleLeft(): Promise<Scene> {
  const scene = await raise({ config: undefined, watched: { onboarding: 'selected' } })
  const installation = installationOf(scene)
  scene.github.limits.leave(installation.id, 480)
  scene.github.select(installation, shop, 'alice')
  await scene.world.fastForward('1m')
  return scene
}

it('a survey leaves the last calls of the hour to emergencies, and holds none of them up', async () => {
  const scene = await addedWithLittleLeft()
  const surveyed = () => scene.github.requests.filter(({ path }) => path.endsWith('/collaborators')).length
  expect([suggested(scene), surveyed()]).toEqual([[], 0])
  const number = await scene.emergency()
  expect(scene.seen.card(number)).toContain('declared')
  expect([suggested(scene), surveyed()]).toEqual([[], 0])
})

it('what is suggested for a repository waits for the next hour, and for the end of an emergency', async () => {
  const patient = await addedWithLittleLeft()
  await patient.world.fastForward('2h')
  expect(suggested(patient)).toHaveLength(1)
  const scene = await addedWithLittleLeft()
  const number = await scene.emergency()
  await scene.world.fastForward('3h')
  expect(suggested(scene)).toEqual([])
  await scene.say(number, '/incident cancel It was the monitoring')
  await scene.world.fastForward('2h')
  expect(suggested(scene)).toHaveLength(1)
})

it('an emergency does not wait for a look that waits for the next hour', async () => {
  const scene = await raise({ config: configured({ readiness: { dashboard: true } }) })
  scene.github.limits.leave(installationOf(scene).id, 480)
  scene.alice.pushTo('main', { '.github/incident.yml': `${configured({ readiness: { dashboard: true } })}\n\n` })
  await scene.settle()
  await scene.world.fastForward('2m')
  expect(dashboards(scene)).toEqual([])
  const number = await scene.emergency()
  expect(scene.seen.card(number)).toContain('declared')
  await scene.say(number, '/incident cancel It was the monitoring')
  await scene.world.fastForward('2h')
  expect(dashboards(scene)).toHaveLength(1)
})
