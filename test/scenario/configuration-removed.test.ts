import { describe, expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const path = '.github/incident.yml'
const name = 'firebreak/config'
const gone = { conclusion: 'success', title: 'There is no configuration on this commit' }
const raise = scenes({ config: configured() })

const remove = ({ carol }: Scene, options: object = {}) =>
  carol.openPull({ title: 'Tidy up', head: 'tidy', files: { [path]: null }, ...options }).number

describe('a pull request that takes the configuration away', () => {
  it.each([
    ['from a branch', {}],
    ['from a fork', { fork: true }],
  ])('%s is told what that means', async (_, options) => {
    const scene = await raise()
    const number = remove(scene, options)
    await scene.settle()
    const check = scene.seen.check(number, name)
    expect(check).toMatchObject(gone)
    expect(check?.summary).toContain('**nobody is called and nothing is frozen**')
  })

  it('and puts it back again is judged as ever', async () => {
    const scene = await raise()
    const number = remove(scene)
    await scene.settle()
    scene.carol.pushTo('tidy', { [path]: configured() })
    await scene.settle()
    expect(scene.seen.check(number, name)?.title).toMatch(/^Valid/u)
  })

  it('and is merged leaves the same on the default branch', async () => {
    const scene = await raise()
    scene.alice.pushTo('main', { [path]: null })
    await scene.settle()
    const runs = scene.github.repository(shop).checkRuns.filter((run) => run.name === name)
    expect(runs.at(-1)?.output).toMatchObject({ title: gone.title })
  })
})

it('where there never was one, a forced push tells nobody that there is none', async () => {
  const scene = await raise({ config: undefined })
  scene.alice.pushTo('main', { 'a.txt': 'a' })
  scene.alice.pushTo('main', { 'b.txt': 'b' }, { force: true })
  await scene.settle()
  expect(scene.github.repository(shop).checkRuns).toEqual([])
})
