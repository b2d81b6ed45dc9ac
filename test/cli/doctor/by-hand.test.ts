import { expect, it, vi } from 'vitest'
import { configured, type Scene, scenes, shop } from '../../scenario/stage.ts'
import { blocksBelow, Gh } from '../../support/gh.ts'
import { doctor } from './doctor.ts'

// Real programs are started, one for each request.
vi.setConfig({ testTimeout: 60_000 })

const branches = ['~DEFAULT_BRANCH', 'release/*']
const raise = scenes({ config: configured({ freeze: { branches } }) })

/** The page as it is printed, and somebody who runs a section of it. */
async function byHand(scene: Scene) {
  const { code, text } = await doctor(scene, ['--by-hand'])
  expect(code).toBe(0)
  const as = (login: string) => {
    const gh = new Gh(scene.world.apiUrl, scene.github.signIn(login))
    return async (heading: string, change: (block: string) => string = (block) => block) => {
      const printed: string[] = []
      for (const block of blocksBelow(text, heading)) printed.push(await gh.run(change(block)))
      return printed.join('\n')
    }
  }
  return { page: text, as }
}

const isMerged = ({ github }: Scene, number: number) =>
  github.repository(shop).issues.find((issue) => issue.number === number)?.pull?.merged

it('freezes by a ruleset, lets one hotfix through, and leaves everything as it was', async () => {
  const scene = await raise()
  const strange = "release/it's-$HOME"
  scene.alice.pushTo('release/1', { 'release.txt': '1' })
  scene.alice.pushTo(strange, { 'release.txt': '2' })
  const rules = { target: 'branch', enforcement: 'active', rules: [{ type: 'deletion' }] } as const
  scene.alice.createRuleset({ name: 'House', ...rules, conditions: { ref_name: { include: ['~ALL'], exclude: [] } } })
  const hotfix = await scene.pull('hotfix/one')
  const other = await scene.pull('other')
  const { as } = await byHand(scene)
  await scene.world.stop()
  const alice = as('alice')
  await alice('1.')
  await alice('2.')
  for (const branch of ['main', 'release/1', strange]) expect(scene.mayPush(branch)).toBe(false)
  expect([scene.mayMerge(hotfix), scene.mayMerge(other)]).toEqual([false, false])
  expect(await alice('3.')).toBe('freeze-by-hand\nfreeze-by-hand\nfreeze-by-hand')
  await alice('4.', (block) => block.replace('NUMBER', `${hotfix}`))
  expect(isMerged(scene, hotfix)).toBe(true)
  expect(scene.mayMerge(other)).toBe(false)
  await alice('5.')
  expect(await alice('6.')).toBe('as before\nas before\nas before')
  expect(scene.seen.rulesets()).toEqual(['House'])
  expect(scene.mayMerge(other)).toBe(true)
})

it('keeps what stood, however often it is begun again', async () => {
  const scene = await raise()
  const { as } = await byHand(scene)
  await scene.world.stop()
  const alice = as('alice')
  await alice('1.')
  await alice('2.')
  await alice('1.')
  await alice('5.')
  expect(await alice('6.')).toBe('as before')
})

it('lets nothing through while no number was put in', async () => {
  const scene = await raise()
  const { page, as } = await byHand(scene)
  expect(blocksBelow(page, '4.')[0]).toMatch(/^N=NUMBER$/m)
  await expect(as('alice')('4.', (block) => block.replace('NUMBER', '999'))).rejects.toThrow('404')
  expect(scene.github.repository(shop).statuses).toEqual([])
})

it.each(['squash', 'rebase'] as const)(
  'merges where only %s is allowed, which the App is not shown',
  async (method) => {
    const scene = await raise()
    scene.alice.allowMergeMethods([method])
    const hotfix = await scene.pull('hotfix/one')
    const { as } = await byHand(scene)
    const alice = as('alice')
    await alice('2.')
    await alice('4.', (block) => block.replace('NUMBER', `${hotfix}`))
    expect(isMerged(scene, hotfix)).toBe(true)
  },
)

it('merges in the one way that the rules of the branch leave', async () => {
  const scene = await raise()
  const rules = [{ type: 'pull_request', parameters: { ...reviews, allowed_merge_methods: ['rebase'] } }]
  const conditions = { ref_name: { include: ['~ALL'], exclude: [] } }
  scene.alice.createRuleset({ name: 'House', target: 'branch', enforcement: 'active', rules, conditions })
  const hotfix = await scene.pull('hotfix/one')
  const { page, as } = await byHand(scene)
  expect(blocksBelow(page, '4.').join()).toContain('-f merge_method=rebase')
  await as('alice')('2.')
  await as('carol')('4.', (block) => block.replace('NUMBER', `${hotfix}`))
  expect(isMerged(scene, hotfix)).toBe(true)
})

const reviews = {
  ...{ dismiss_stale_reviews_on_push: false, require_code_owner_review: false, require_last_push_approval: false },
  ...{ required_approving_review_count: 0, required_review_thread_resolution: false },
}

it('takes an administrator', async () => {
  const scene = await raise()
  const { page, as } = await byHand(scene)
  expect(page).toContain('those were alice.')
  await expect(as('bob')('2.')).rejects.toThrow('404')
  expect(scene.seen.rulesets()).toEqual([])
})

it('finds a freeze of the App that stayed, and deletes it and nothing else', async () => {
  const scene = await raise()
  const own = { target: 'branch', enforcement: 'active', rules: [{ type: 'deletion' }] } as const
  const conditions = { ref_name: { include: ['~ALL'], exclude: [] } }
  scene.alice.createRuleset({ name: 'Freeze by hand (emergency): mine', ...own, conditions })
  const number = await scene.emergency()
  const { page, as } = await byHand(scene)
  await scene.world.stop()
  expect(await as('alice')('Is a freeze')).toContain(`Firebreak freeze #${number} (`)
  expect(scene.seen.rulesets()).toEqual(['Freeze by hand (emergency): mine'])
  // What is kept for the comparison is without our freeze or with it: the page does not say which.
  expect(page).not.toContain(`firebreak/freeze-${number}`)
})

const settingsOf = ({ github }: Scene) =>
  github
    .repository(shop)
    .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)
    .sort((one, other) => one.pattern.localeCompare(other.pattern))

it('freezes by branch protection where the configuration asks for it, and gives it back to the letter', async () => {
  const config = configured({ freeze: { branches, mechanism: 'branch-protection' } })
  const scene = await raise({ config })
  scene.alice.pushTo('release/1', { 'release.txt': '1' })
  scene.alice.setProtection('main', {
    required_status_checks: { strict: true, checks: [{ context: 'ci', app_id: -1 }] },
    enforce_admins: false,
    required_pull_request_reviews: null,
    restrictions: { users: ['carol'], teams: [], apps: [] },
    required_linear_history: true,
  })
  scene.alice.requireSignatures('main', true)
  const before = structuredClone(settingsOf(scene))
  const hotfix = await scene.pull('hotfix/one')
  const other = await scene.pull('other', { base: 'release/1' })
  scene.alice.reportCheck({ name: 'ci', ref: 'hotfix/one', conclusion: 'success' })
  expect(scene.mayMerge(other)).toBe(true)
  const { as } = await byHand(scene)
  await scene.world.stop()
  const alice = as('alice')
  await alice('1.')
  await alice('2.')
  expect([scene.mayMerge(hotfix), scene.mayMerge(other), scene.mayPush('release/1')]).toEqual([false, false, false])
  expect(await alice('3.')).toBe('freeze-by-hand\nfreeze-by-hand')
  await as('carol')('4.', (block) => block.replace('NUMBER', `${hotfix}`))
  expect(isMerged(scene, hotfix)).toBe(true)
  await alice('5.')
  await expect(alice('6.')).rejects.toThrow('Branch not protected')
  expect(settingsOf(scene)).toEqual(before)
  expect(scene.mayMerge(other)).toBe(true)
})

it.each([
  ['hotfix-only', false],
  ['locked', true],
] as const)('gives back no freeze of the App that was on when it was made: %s', async (mode, locked) => {
  const severities = { P1: { freeze: mode, responders: ['maintainers'] } }
  const scene = await raise({ config: configured({ severities, freeze: { mechanism: 'branch-protection' } }) })
  scene.alice.setProtection('main', {
    required_status_checks: { strict: true, checks: [{ context: 'ci', app_id: -1 }] },
    ...{ enforce_admins: true, required_pull_request_reviews: null, restrictions: null },
  })
  const before = structuredClone(settingsOf(scene))
  const number = await scene.emergency()
  expect(settingsOf(scene)).toMatchObject([{ lockBranch: locked }])
  const { page, as } = await byHand(scene)
  expect(page).toContain(`A freeze of Firebreak was on \`main\` when this was made.`)
  expect(page.includes('and the lock')).toBe(locked)
  await scene.say(number, '/incident resolve It works again')
  await scene.say(number, '/incident thaw It works again')
  expect(settingsOf(scene)).toEqual(before)
  await as('alice')('2.')
  await as('alice')('5.')
  expect(settingsOf(scene)).toEqual(before)
})

it('names the branches beyond those that it has commands for', async () => {
  const scene = await raise({ config: configured({ freeze: { branches, mechanism: 'branch-protection' } }) })
  for (let index = 10; index <= 20; index++) scene.alice.pushTo(`release/${index}`, { 'release.txt': `${index}` })
  const { page } = await byHand(scene)
  const commands = blocksBelow(page, '2.').join('\n')
  for (let index = 10; index <= 20; index++)
    expect(commands.includes(`release%2F${index}/`) || page.includes(`\`release/${index}\``)).toBe(true)
  expect(page).toMatch(/> More branches are to be frozen, and there is no command for them: `release/)
})

it('leaves a branch alone whose protection it would damage, and says where to lock it', async () => {
  const scene = await raise({ config: configured({ freeze: { branches, mechanism: 'branch-protection' } }) })
  scene.alice.pushTo('release/1', { 'release.txt': '1' })
  const open = { required_status_checks: null, required_pull_request_reviews: null, restrictions: null }
  scene.alice.setProtection('release/*', { ...open, enforce_admins: true })
  const { page } = await byHand(scene)
  expect(page).toMatch(/> `release\/1` is not among them: it is protected by the wildcard rule `release\/\*`/)
  expect(page).toContain('*Lock branch*')
  expect(blocksBelow(page, '2.').join('\n')).not.toContain('release')
})

it('says that nothing can be enforced where the plan has neither', async () => {
  const scene = await raise({ private: true, plan: 'free' })
  const { page } = await byHand(scene)
  expect(page).toContain('**Nothing can be enforced here.**')
  expect(blocksBelow(page, '2.')).toEqual([])
})
