import { expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

/** Tests begin on 2 March 2026 at 09:00 UTC. */
const release = { name: 'Release', from: '2026-03-02T12:00', to: '2026-03-04T12:00', timezone: 'UTC' }
const frozen = { branches: ['~DEFAULT_BRANCH'], windows: [release] }
const drill = { name: 'Fire', cron: '0 10 * * *', scenarios: ['fire.yml'], assign: ['@alice'] }
const raise = scenes({
  config: configured({ freeze: frozen }),
  files: { 'fire.yml': 'title: Fire\ndescription: It burns.\n' },
  reconciles: true,
})

/** An owner adds the repository to what the App may see, and nothing else happens in it. */
function add({ github }: Scene): void {
  const [installation] = github.state.installations
  if (!installation) throw new Error('the App is not installed')
  github.select(installation, shop, 'alice')
}

it('a repository that was added has its windows, although nothing else ever happened in it', async () => {
  const scene = await raise()
  const { world, seen, mayMerge, pull } = scene
  add(scene)
  await world.fastForward('3h')
  expect(seen.rulesets()).toEqual([expect.stringContaining('Firebreak freeze w-release')])
  expect(mayMerge(await pull('feature/x'))).toBe(false)
  expect(seen.issues(/planned freeze/)).toEqual([])
  await world.fastForward('48h')
  expect(seen.rulesets()).toEqual([])
})

it('and its drills', async () => {
  const scene = await raise({ config: configured({ drills: [drill] }) })
  add(scene)
  await scene.world.fastForward('1h')
  expect(scene.seen.issues(/Fire/)).toHaveLength(1)
})

it('until it is added nothing is read', async () => {
  const { world, seen } = await raise()
  await world.fastForward('4h')
  expect([seen.rulesets(), seen.issues(/./)]).toEqual([[], []])
})
