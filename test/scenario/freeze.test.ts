import { expect, it } from 'vitest'
import { configured, described, ordinary, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

const freezing = (mode: string, freeze: object = {}): string =>
  configured({ severities: { P1: { ...ordinary.severities.P1, freeze: mode } }, freeze })

/** A pull request that keeps every rule. */
async function validHotfix({ alice, pull, settle }: Scene, incident: number, head = 'hotfix/one'): Promise<number> {
  const number = await pull(head, { title: '[EMERGENCY] Repair', body: described(incident) })
  alice.review(number, 'APPROVED')
  await settle()
  return number
}

it('hotfix-only: a valid hotfix may be merged, an administrator may override, nothing else gets in', async () => {
  const scene = await raise()
  const { seen, emergency, mayMerge, mayPush, pull } = scene
  const before = await pull('before')
  const number = await emergency()
  const after = await pull('after')
  expect(seen.card(number)).toContain('`hotfix-only` on `main` (read back from GitHub)')
  expect([before, after].map((each) => mayMerge(each))).toEqual([false, false])
  expect([before, after].map((each) => seen.check(each, `firebreak/freeze-${number}`)?.conclusion)).toEqual([
    undefined,
    'failure',
  ])
  expect(mayMerge(before, 'alice')).toBe(true)
  expect([mayPush('main'), mayPush('main', 'alice')]).toEqual([false, false])
  expect(mayPush('elsewhere')).toBe(true)
  const hotfix = await validHotfix(scene, number)
  expect(mayMerge(hotfix)).toBe(true)
  expect(mayMerge(before)).toBe(false)
})

it('reviewed: approvals open the branch to anybody’s pull request, administrators included', async () => {
  const { emergency, mayMerge, pull, alice, bob, settle, mayPush } = await raise({ config: freezing('reviewed') })
  const ordinaryPull = await pull('before')
  await emergency()
  expect([mayMerge(ordinaryPull), mayMerge(ordinaryPull, 'alice'), mayPush('main', 'alice')]).toEqual([
    false,
    false,
    false,
  ])
  alice.review(ordinaryPull, 'APPROVED')
  await settle()
  expect(mayMerge(ordinaryPull)).toBe(false)
  bob.review(ordinaryPull, 'APPROVED')
  await settle()
  expect(mayMerge(ordinaryPull)).toBe(true)
})

it('locked: nothing gets in, hotfixes and administrators neither, until the mode changes', async () => {
  const scene = await raise({ config: freezing('locked') })
  const { seen, emergency, mayMerge, mayPush, say } = scene
  const number = await emergency()
  const hotfix = await validHotfix(scene, number)
  expect([mayMerge(hotfix), mayMerge(hotfix, 'alice'), mayPush('main', 'alice')]).toEqual([false, false, false])
  expect(seen.rulesets()[0]).toContain('(locked): an admin may delete this ruleset to lift it')

  expect(seen.reactions(await say(number, '/incident freeze hotfix-only'))).toEqual(['+1'])
  expect(seen.rulesets()).toHaveLength(1)
  expect(mayMerge(hotfix)).toBe(true)
  await say(number, '/incident freeze locked')
  expect(mayMerge(hotfix)).toBe(false)
  expect(seen.card(number)).toContain('`locked` on `main`')
})

it('a freeze of named branches holds those alone, and those that come to match later', async () => {
  const { alice, seen, emergency, mayMerge, pull, say, settle } = await raise()
  alice.createBranch('release/1')
  const number = await emergency()
  await say(number, '/incident thaw')
  await say(number, '/incident freeze release/*')
  expect(seen.comment(number, /🧊[\s\S]*release\/1/)).not.toContain('`main`')
  alice.createBranch('release/2')
  await settle()
  expect(mayMerge(await pull('to-main'))).toBe(true)
  expect(mayMerge(await pull('to-one', { base: 'release/1' }))).toBe(false)
  expect(mayMerge(await pull('to-two', { base: 'release/2' }))).toBe(false)
})

it('what is exempt by label or author was open before the freeze and is passed; what is opened later too', async () => {
  const exempt = { labels: ['freeze-exempt'], authors: ['bob'] }
  const { alice, emergency, mayMerge, pull, settle, seen } = await raise({
    config: freezing('hotfix-only', { exempt }),
  })
  const [labelled, authored, other] = [await pull('one'), await pull('two', { login: 'bob' }), await pull('three')]
  alice.createLabel({ name: 'Freeze-Exempt', color: '00ff00', description: 'May be merged' })
  alice.label(labelled, 'Freeze-Exempt')
  const number = await emergency()
  expect([labelled, authored, other].map((each) => mayMerge(each))).toEqual([true, true, false])
  expect(seen.check(labelled, `firebreak/freeze-${number}`)?.summary).toContain('freeze-exempt')
  expect(mayMerge(await pull('four', { login: 'bob' }))).toBe(true)
  alice.label(other, 'freeze-exempt')
  await settle()
  expect(mayMerge(other)).toBe(true)
  alice.unlabel(other, 'freeze-exempt')
  await settle()
  expect(mayMerge(other)).toBe(false)
})

it('exemption by paths is judged on the next touch, or on request', async () => {
  const exempt = { paths: ['docs/**'] }
  const { carol, emergency, mayMerge, pull, settle, say } = await raise({ config: freezing('hotfix-only', { exempt }) })
  const open = (head: string, files: Record<string, string>) => carol.openPull({ title: 'Docs', head, files }).number
  const [asked, touched] = [open('one', { 'docs/a.md': 'a' }), open('two', { 'docs/b.md': 'b' })]
  const mixed = open('three', { 'docs/c.md': 'c', 'code.ts': 'c' })
  await settle()
  await emergency()
  expect([asked, touched, mixed].map((each) => mayMerge(each))).toEqual([false, false, false])
  await say(asked, '/incident status', 'mallory')
  carol.editPull(touched, { title: 'Docs, better' })
  carol.editPull(mixed, { title: 'Docs and more' })
  await settle()
  expect([asked, touched, mixed].map((each) => mayMerge(each))).toEqual([true, true, false])
  carol.pushTo('two', { 'code.ts': 'smuggled' })
  await settle()
  expect(mayMerge(touched)).toBe(false)
  expect(await pull('four')).toBeGreaterThan(0)
})

it('two incidents do not block each other’s hotfix, and the branch opens with the last thaw', async () => {
  const scene = await raise({ config: freezing('hotfix-only', { lift: 'hotfix-merged' }) })
  const { carol, seen, emergency, mayMerge, pull, settle } = scene
  const [first, second] = [await emergency('[EMERGENCY] One'), await emergency('[EMERGENCY] Two')]
  const other = await pull('other')
  const [one, two] = [await validHotfix(scene, first, 'hotfix/one'), await validHotfix(scene, second, 'hotfix/two')]
  expect(seen.rulesets()).toHaveLength(2)
  expect([mayMerge(one), mayMerge(two)]).toEqual([true, true])
  carol.merge(one)
  await settle()
  expect(seen.rulesets()).toHaveLength(1)
  expect(mayMerge(other)).toBe(false)
  carol.merge(two)
  await settle()
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(other)).toBe(true)
  expect([first, second].map((each) => seen.comments(each).join().includes('past the freeze'))).toEqual([false, false])
})

it('a thaw turns the failures we gave into successes, and shows before and after', async () => {
  const { seen, emergency, mayMerge, pull, say } = await raise()
  const number = await emergency()
  const held = await pull('held')
  expect(seen.check(held, `firebreak/freeze-${number}`)?.conclusion).toBe('failure')
  expect(seen.reactions(await say(number, '/incident thaw', 'bob'))).toEqual(['+1'])
  expect(seen.check(held, `firebreak/freeze-${number}`)).toMatchObject({
    conclusion: 'success',
    title: 'The freeze is over',
  })
  expect(seen.comment(number, /The freeze is lifted/)).toContain('same rules as before')
  expect(mayMerge(held)).toBe(true)
  expect(seen.reactions(await say(number, '/incident thaw', 'bob'))).toEqual(['confused'])
  await say(number, '/incident freeze', 'bob')
  expect(mayMerge(held)).toBe(false)
})

it('a freeze costs one creating call however many pull requests are open', async () => {
  const { github, carol, emergency, mayMerge, settle } = await raise()
  for (let count = 0; count < 150; count++)
    carol.openPull({ title: `Number ${count}`, head: `branch-${count}`, files: { [`file-${count}`]: 'x' } })
  await settle()
  const before = github.requests.length
  await emergency()
  const written = github.requests
    .slice(before)
    .filter(({ method, route }) => method !== 'GET' && route?.includes('rulesets'))
  const checks = github.requests.slice(before).filter(({ route }) => route?.includes('check-runs'))
  expect(written.map(({ method }) => method)).toEqual(['POST'])
  expect(checks).toEqual([])
  expect(
    github
      .repository(shop)
      .issues.filter(({ pull }) => pull)
      .every(({ number }) => !mayMerge(number)),
  ).toBe(true)
})

it('GitHub takes the ruleset and does not show it: the freeze is said not to hold', async () => {
  const { world, github, seen, emergency, mayMerge, pull } = await raise()
  github.faults.answer({ method: 'GET', path: /rules\/branches/, times: 100 }, { status: 200, body: [] })
  const number = await emergency()
  expect(seen.comments(number).join()).not.toContain('🧊')
  await world.fastForward('1h')
  expect(seen.comment(number, /Nothing is enforced/)).toContain('gh api')
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(await pull('docs'))).toBe(true)
})
