import { expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ config: configured(), reconciles: true })

const ruleset = ({ github }: Scene) => {
  const [found] = github.repository(shop).rulesets
  if (!found) throw new Error('there is no ruleset')
  return found
}

/** Whatever GitHub tells from now on is lost, and no redelivery brings it back. */
const swallow = ({ github }: Scene): void => github.faults.deliveries.swallow(1000)

/** By then everything was compared. */
const anHour = ({ world }: Scene): Promise<void> => world.fastForward('1h1m')

const ways: readonly [string, (scene: Scene) => void, RegExp][] = [
  ['deleted', (scene) => scene.alice.deleteRuleset(ruleset(scene).id), /somebody deleted the ruleset/i],
  ['disabled', (scene) => scene.alice.disableRuleset(ruleset(scene).id), /alice edited the ruleset.*set to disabled/],
  [
    'pointed elsewhere',
    (scene) =>
      scene.alice.editRuleset(ruleset(scene).id, {
        conditions: { ref_name: { include: ['refs/heads/other'], exclude: [] } },
      }),
    /alice edited the ruleset.*leaves out the default branch/i,
  ],
  [
    'emptied of its check',
    (scene) => scene.alice.editRuleset(ruleset(scene).id, { rules: [{ type: 'deletion' }] }),
    /alice edited the ruleset.*does not ask for the checks/i,
  ],
]

it.each(ways)(
  'a freeze that was %s unheard is found within the hour: it is said once, and not put back',
  async (_, tamper, words) => {
    const scene = await raise()
    const { seen, emergency, pull, mayMerge, say, github, world } = scene
    const number = await emergency()
    const other = await pull('other')
    await anHour(scene)
    expect(seen.said(number, /freeze is gone/)).toEqual([])
    swallow(scene)
    tamper(scene)
    await anHour(scene)
    expect(seen.comment(number, /The freeze is gone/)).toMatch(words)
    expect(seen.card(number)).toContain('**gone**')
    expect(mayMerge(other)).toBe(true)
    await world.fastForward('5h')
    await world.restart()
    await anHour(scene)
    expect(seen.said(number, /The freeze is gone/)).toHaveLength(1)
    expect(mayMerge(other)).toBe(true)
    github.faults.deliveries.clear()
    await say(number, '/incident freeze')
    expect(mayMerge(other)).toBe(false)
    await say(number, '/incident resolve Done')
    expect(seen.rulesets()).toEqual([])
  },
)

it.each(ways)('the same is said at once where it is heard: %s', async (_, tamper) => {
  const scene = await raise()
  const { seen, emergency, settle } = scene
  const number = await emergency()
  tamper(scene)
  await settle()
  expect(seen.comment(number, /The freeze is gone/)).toMatch(/alice/i)
  await anHour(scene)
  await anHour(scene)
  expect(seen.said(number, /The freeze is gone/)).toHaveLength(1)
})

it.each([true, false])(
  'whoever opens a way past the freeze is named, and it counts as on (heard: %s)',
  async (isHeard) => {
    const scene = await raise()
    const { alice, seen, emergency, settle } = scene
    const number = await emergency()
    await anHour(scene)
    if (!isHeard) swallow(scene)
    const more = { actor_type: 'RepositoryRole', actor_id: 4, bypass_mode: 'always' }
    alice.editRuleset(ruleset(scene).id, { bypass_actors: [...bypassing(scene), more] })
    await settle()
    await anHour(scene)
    await anHour(scene)
    expect(seen.comment(number, /edited the ruleset/)).toMatch(/alice.*more people or Apps may go past it/i)
    expect(seen.card(number)).toContain('**on**')
  },
)

const bypassing = (scene: Scene) => ruleset(scene).bypassActors

it('a freeze that somebody switches on again counts as on, and is lifted at the end', async () => {
  const scene = await raise()
  const { alice, seen, emergency, settle, say, mayMerge, pull } = scene
  const number = await emergency()
  const other = await pull('other')
  alice.disableRuleset(ruleset(scene).id)
  await settle()
  expect(seen.card(number)).toContain('**gone**')
  swallow(scene)
  alice.editRuleset(ruleset(scene).id, { enforcement: 'active' })
  await anHour(scene)
  expect(seen.card(number)).toContain('**on**')
  expect(mayMerge(other)).toBe(false)
  scene.github.faults.deliveries.clear()
  await say(number, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
})

it('a tool that takes the freeze away again within minutes is asked about, whoever’s name it has', async () => {
  const scene = await raise()
  const { alice, seen, emergency, settle, say, world } = scene
  const number = await emergency()
  for (let time = 0; time < 2; time++) {
    await world.fastForward('2m')
    alice.deleteRuleset(ruleset(scene).id)
    await settle()
    if (time === 0) await say(number, '/incident freeze')
  }
  const [first, second] = seen.said(number, /The freeze is gone/)
  expect(first).toContain('taken for a decision')
  expect(second).toMatch(/@alice .*2 times.*looks like a tool.*shall it leave/)
  await world.fastForward('3h')
  expect(seen.rulesets()).toEqual([])
})

it('the permission to administer is taken away: people are told that the freeze cannot be lifted, and it is when it is back', async () => {
  const scene = await raise()
  const { github, seen, emergency, say, settle } = scene
  const number = await emergency()
  const [installation] = github.state.installations
  if (!installation) throw new Error('nothing is installed')
  const { administration, ...others } = installation.permissions
  swallow(scene)
  github.grant(installation, others, 'alice')
  await anHour(scene)
  expect(seen.comment(number, /cannot lift this freeze/)).toContain('Settings → Rules')
  await anHour(scene)
  expect(seen.said(number, /cannot lift this freeze/)).toHaveLength(1)
  github.faults.deliveries.clear()
  await say(number, '/incident resolve Done')
  expect(seen.said(number, /could not be lifted/)).toHaveLength(1)
  github.grant(installation, { ...others, administration: 'write' }, 'alice')
  await settle()
  await anHour(scene)
  expect(seen.rulesets()).toEqual([])
  expect(seen.said(number, /could not be lifted/)).toHaveLength(1)
})

it('a freeze that could not be lifted, and that an administrator lifted by hand, is told as lifted', async () => {
  const scene = await raise()
  const { alice, github, seen, emergency, say } = scene
  const number = await emergency()
  github.faults.answer(
    { method: 'DELETE', path: /rulesets/ },
    {
      status: 403,
      body: { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest' },
    },
  )
  await say(number, '/incident thaw')
  expect(seen.said(number, /could not be lifted/)).toHaveLength(1)
  swallow(scene)
  alice.deleteRuleset(ruleset(scene).id)
  await anHour(scene)
  expect(seen.comment(number, /The freeze is lifted/)).toBeTruthy()
})

it.each([
  ['removed', (scene: Scene) => scene.alice.removeProtection('main'), /freeze is gone/],
  [
    'weakened',
    (scene: Scene) =>
      scene.alice.setProtection('main', {
        required_status_checks: null,
        enforce_admins: null,
        required_pull_request_reviews: null,
        restrictions: null,
      }),
    /freeze is gone/,
  ],
] as const)('classic protection that was %s unheard', async (_, tamper, words) => {
  const scene = await raise({ config: configured({ freeze: { mechanism: 'branch-protection' } }) })
  const { seen, emergency } = scene
  const number = await emergency()
  await anHour(scene)
  swallow(scene)
  tamper(scene)
  await anHour(scene)
  expect(seen.said(number, words)).toHaveLength(1)
  await anHour(scene)
  expect(seen.said(number, words)).toHaveLength(1)
})
