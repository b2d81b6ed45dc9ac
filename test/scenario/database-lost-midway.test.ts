import { expect, it } from 'vitest'
import { type Scene, scenes } from './stage.ts'
import { pictureOf, playIncident, wholeConfig } from './whole-incident.ts'

const raise = scenes({ config: wholeConfig, rebuilds: true, sweeps: true })

/** The picture without what is said about the loss. */
const story = (scene: Scene) => {
  const { issues, runs: _runs, ...rest } = pictureOf(scene)
  // A command may be on record twice, and a tick without a name, when the loss came before the card was edited.
  const lines = (text: string) =>
    [...new Set(text.split('\n'))]
      .filter((line) => !line.includes("Firebreak's database was lost"))
      .map((line) => line.replace(/Timeline \(\d+ lines\)/u, 'Timeline'))
      .map((line) => line.replace('somebody ticked', 'alice ticked').replace('It is real (alice)', 'It is real'))
      .sort()
      .join('\n')
  return {
    ...rest,
    issues: issues.map((issue) => ({
      ...issue,
      body: issue.body && lines(issue.body),
      comments: issue.comments.filter((comment) => !comment.includes('Firebreak lost its database')).map(lines),
    })),
  }
}

/** Plays the incident; at one request of the App the process stops, and its database is gone when it starts again. */
async function playWithLoss(scene: Scene, lossAt: number): Promise<number> {
  const { world, github } = scene
  const begun = github.requests.length
  let stopping: Promise<void> | undefined
  const unhook = github.faults.beforeRequest(() => {
    if (github.requests.length - begun >= lossAt) stopping ??= world.loseDatabase()
  })
  const revive = async () => {
    if (!stopping) return
    await stopping
    unhook()
    stopping = undefined
    await world.restart()
    await world.fastForward('10m')
  }
  await playIncident(scene, async (act) => {
    act()
    await scene.settle()
    await revive()
  })
  await revive()
  unhook()
  return github.requests.length - begun
}

/** Every few requests one, so that it falls into another phase of the incident each time; all of them hold. */
const points = [1, 4, 11, 17, 20, 25, 32, 39, 48]

it.each(points)('an incident ends the same when the database is lost at request %i', async (lossAt) => {
  const undisturbed = await raise()
  await playIncident(undisturbed)
  const scene = await raise()
  await playWithLoss(scene, lossAt)
  expect(story(scene)).toEqual(story(undisturbed))
})
