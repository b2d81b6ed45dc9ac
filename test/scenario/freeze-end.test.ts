import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

const freeze = (change: object) => ({ config: configured({ freeze: change }) })

const ruleset = ({ github }: Scene): number => github.repository(shop).rulesets[0]?.id ?? 0

it('a freeze that lasts too long is asked about, and lifted at twice that', async () => {
  const scene = await raise(freeze({ 'max-duration': '2h' }))
  const { world, seen, emergency, mayMerge, pull } = scene
  const number = await emergency()
  const other = await pull('other')
  await world.fastForward('1h59m')
  expect(seen.said(number, /Is it still needed/)).toEqual([])
  await world.fastForward('1m')
  expect(seen.comment(number, /Is it still needed/)).toMatch(/@alice[\s\S]*2026-03-02 13:00 UTC/)
  await world.fastForward('1h59m')
  expect(mayMerge(other)).toBe(false)
  await world.fastForward('1m')
  expect(mayMerge(other)).toBe(true)
  expect(seen.comment(number, /The freeze is lifted/)).toContain('max-duration')
  expect(seen.labels(number)).toContain('incident/declared')
})

it('whoever asks for the freeze again when it is asked about keeps it', async () => {
  const { world, seen, emergency, say } = await raise(freeze({ 'max-duration': '2h' }))
  const number = await emergency()
  await world.fastForward('2h')
  await say(number, '/incident freeze')
  await world.fastForward('1h59m')
  expect(seen.rulesets()).toHaveLength(1)
  await world.fastForward('1m')
  expect(seen.said(number, /Is it still needed/)).toHaveLength(2)
  expect(seen.rulesets()).toHaveLength(1)
})

it('with lift: manual the freeze outlives its incident, its clock runs on, and a command lifts it', async () => {
  const policy = { freeze: { lift: 'manual', 'max-duration': '2h' }, 'post-mortem': { open: false } }
  const { world, seen, emergency, mayMerge, pull, say } = await raise({ config: configured(policy) })
  const [first, second] = [await emergency('[EMERGENCY] One'), await emergency('[EMERGENCY] Two')]
  const other = await pull('other')
  for (const number of [first, second]) await say(number, '/incident resolve Done')
  expect(seen.labels(first)).toContain('incident/closed')
  expect(mayMerge(other)).toBe(false)
  expect(seen.card(first)).toContain('/incident thaw')
  expect(seen.reactions(await say(second, '/incident thaw', 'bob'))).toEqual(['+1'])
  expect(seen.rulesets()).toHaveLength(1)
  await world.fastForward('2h')
  expect(seen.comment(first, /Is it still needed/)).toContain('@alice')
  await world.fastForward('2h')
  expect(mayMerge(other)).toBe(true)
  expect(seen.labels(first)).toContain('incident/closed')
})

it.each<[string, (scene: Scene) => void, RegExp]>([
  ['deletes', (scene) => scene.alice.deleteRuleset(ruleset(scene)), /alice deleted the ruleset/],
  ['disables', (scene) => scene.alice.disableRuleset(ruleset(scene)), /alice set the ruleset to disabled/],
])('a person who %s the ruleset is believed: it is said, recorded and not put back', async (_how, tamper, words) => {
  const scene = await raise()
  const { seen, emergency, mayMerge, pull, say, world } = scene
  const number = await emergency()
  const other = await pull('other')
  tamper(scene)
  await world.settle()
  expect(seen.comment(number, /The freeze is gone/)).toMatch(words)
  expect(seen.check(other, `firebreak/freeze-${number}`)?.conclusion).toBe('success')
  await say(number, '/incident ack')
  await world.fastForward('5h')
  expect(mayMerge(other)).toBe(true)
  await say(number, '/incident freeze')
  expect(mayMerge(other)).toBe(false)
  await say(number, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(other)).toBe(true)
})

it.each(['/incident resolve Done', '/incident cancel A false alarm'])(
  'a ruleset of ours that somebody switched off is gone after %s',
  async (command) => {
    const scene = await raise()
    const { alice, seen, emergency, say, settle } = scene
    const number = await emergency()
    alice.disableRuleset(ruleset(scene))
    await settle()
    expect(seen.rulesets()).toHaveLength(1)
    await say(number, command)
    expect(seen.rulesets()).toEqual([])
    expect(seen.card(number)).toContain('which somebody had switched off, is removed')
  },
)

it('a freeze that is asked for while the one that was switched off is being removed stays', async () => {
  const scene = await raise()
  const { alice, github, seen, emergency, mayMerge, pull, settle, world } = scene
  const number = await emergency()
  const other = await pull('other')
  alice.disableRuleset(ruleset(scene))
  await settle()
  github.faults.answer({ method: 'DELETE', path: /rulesets/, times: 4 }, { status: 502 })
  alice.comment(number, '/incident resolve Done')
  await settle()
  alice.comment(number, '/incident reopen It is back')
  alice.comment(number, '/incident freeze')
  await settle()
  await world.fastForward('10m')
  expect(seen.rulesets()).toHaveLength(1)
  expect(mayMerge(other)).toBe(false)
})

it('a bot that edits the ruleset is named, and the maintainers are asked', async () => {
  const scene = await raise({ collaborators: { 'settings[bot]': 'admin' } })
  const { github, seen, emergency, settle, as } = scene
  const account = github.state.accounts.find(({ login }) => login === 'settings[bot]')
  if (account) account.type = 'Bot'
  const number = await emergency()
  as('settings[bot]').editRuleset(ruleset(scene), { name: 'Renamed' })
  await settle()
  expect(seen.comment(number, /edited the ruleset/)).toMatch(/bot settings.*bot/i)
  as('settings[bot]').deleteRuleset(ruleset(scene))
  await settle()
  expect(seen.comment(number, /The freeze is gone/)).toMatch(/@alice .*shall it leave/)
})

it('somebody else’s ruleset is nobody’s tampering, and stays', async () => {
  const { alice, emergency, say, seen, settle, github } = await raise()
  const rules = [{ type: 'non_fast_forward' }]
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  const { id } = alice.createRuleset({ name: 'Ours', target: 'branch', enforcement: 'active', conditions, rules })
  const number = await emergency()
  alice.editRuleset(id, { enforcement: 'disabled' })
  await settle()
  expect(seen.said(number, /ruleset/)).toEqual([])
  await say(number, '/incident resolve Done')
  expect(github.repository(shop).rulesets.map(({ name }) => name)).toEqual(['Ours'])
})

it('a freeze survives the App: while it is down nothing gets in, and it is lifted afterwards', async () => {
  const { world, carol, seen, emergency, mayMerge, say } = await raise()
  const number = await emergency()
  await world.stop()
  const { number: other } = carol.openPull({ title: 'Sneaky', head: 'sneaky', files: { a: 'a' } })
  expect(mayMerge(other)).toBe(false)
  await world.restart()
  await say(number, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(other)).toBe(true)
})

it('the default branch is renamed: the freeze goes along, and a hotfix into it counts', async () => {
  const scene = await raise(freeze({ lift: 'hotfix-merged' }))
  const { alice, carol, seen, emergency, mayMerge, pull, settle } = scene
  const number = await emergency()
  alice.renameDefaultBranch('trunk')
  await settle()
  expect(mayMerge(await pull('other'))).toBe(false)
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  alice.review(hotfix, 'APPROVED')
  await settle()
  expect(carol.merge(hotfix).merged).toBe(true)
  await settle()
  expect(seen.labels(number)).toContain('incident/mitigated')
  expect(seen.rulesets()).toEqual([])
})
