import { expect, it } from 'vitest'
import { mostReports } from '../../src/incident/steps/report-flood.ts'
import { configured, type Scene, scenes } from '../scenario/stage.ts'

const checklists = { before: { title: 'Before', on: 'declared', items: ['It is real'] } }
const raise = scenes({ config: configured({ checklists }) })

const crowd = 100
const more = 30
const summary = /^More reports than anybody/

async function flood({ mallory, settle }: Scene, mark = '[EMERGENCY] ', count = crowd): Promise<readonly number[]> {
  const numbers = Array.from({ length: count }, (_, at) => mallory.openIssue({ title: `${mark}Trust me ${at}` }).number)
  await settle()
  return numbers
}

const writes = ({ github }: Scene): number => github.requests.filter(({ method }) => method !== 'GET').length

it('a hundred reports by an outsider freeze nothing, call nobody beyond the first five, and make one issue of one line', {
  timeout: 60_000,
}, async () => {
  const scene = await raise()
  const { github, seen, world } = scene
  const numbers = await flood(scene)
  expect(seen.rulesets()).toEqual([])
  const touched = numbers.filter((number) => seen.labels(number).length > 0 || seen.card(number) !== '')
  expect(touched).toEqual(numbers.slice(0, mostReports))
  expect(seen.issues(summary)).toHaveLength(1)
  expect(seen.issues(summary)[0]?.body).not.toContain('@')

  const writing = writes(scene)
  const reading = github.requests.length
  const rows = world.rows()
  await flood(scene, '[EMERGENCY] Again ', more)
  expect(writes(scene)).toBe(writing)
  // Who reported it has to be asked of GitHub, each time: nothing else is.
  expect(github.requests.length - reading).toBeLessThanOrEqual(more)
  // The delivery alone, so that it is not taken in a second time.
  expect(world.rows() - rows).toBeLessThanOrEqual(more)

  await world.fastForward('5h')
  const paged = github.requests.filter(({ requestBody }) => JSON.stringify(requestBody ?? '').includes('@bob'))
  expect(new Set(paged.map(({ path }) => path)).size).toBeLessThanOrEqual(mostReports)
  expect(seen.issues(summary)).toHaveLength(1)
})

it('pull requests of outsiders are counted with their issues', async () => {
  const { seen, mallory, settle } = await raise()
  const numbers: number[] = []
  for (let at = 0; at < 20; at++) {
    const pull = { title: '[EMERGENCY] Merge me', head: `emergency-${at}`, fork: true, files: { [`${at}.ts`]: '' } }
    numbers.push(mallory.openPull(pull).number, mallory.openIssue({ title: '[EMERGENCY] Look at it' }).number)
  }
  await settle()
  expect(seen.rulesets()).toEqual([])
  expect(numbers.filter((number) => seen.card(number) !== '')).toHaveLength(mostReports)
})

it('a real emergency in the middle of a flood is declared as ever: by the one who may, and by the label on another’s', async () => {
  const scene = await raise()
  const numbers = await flood(scene, '[EMERGENCY] ', more)
  const real = await scene.emergency('[EMERGENCY] Checkout is down', 'trudy')
  expect(scene.seen.labels(real)).toContain('incident/declared')
  expect(scene.seen.rulesets()).toHaveLength(1)

  const buried = numbers.at(-1) ?? 0
  scene.trudy.label(buried, 'emergency')
  await scene.settle()
  expect(scene.seen.labels(buried)).toContain('incident/declared')
})

it('when the reports are answered there is room again', async () => {
  const scene = await raise()
  const numbers = await flood(scene, '[EMERGENCY] ', more)
  for (const number of numbers.slice(0, mostReports)) await scene.say(number, '/incident cancel "Nobody is there."')
  const next = await scene.emergency('[EMERGENCY] Now really', 'mallory')
  expect(scene.seen.labels(next)).toContain('incident/reported')
})

it('five hundred ordinary issues and comments of outsiders cost no call and no row', async () => {
  const scene = await raise()
  await scene.emergency('[EMERGENCY] Everything is down')
  const calls = scene.github.requests.length
  const rows = scene.world.rows()
  await flood(scene, 'Please help ', 500)
  expect(scene.github.requests.length).toBe(calls)
  expect(scene.world.rows()).toBe(rows)
})
