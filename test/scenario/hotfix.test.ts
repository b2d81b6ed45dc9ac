import { expect, it } from 'vitest'
import { configured, described, ordinary, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

const report = ({ seen }: Scene, number: number) => seen.check(number, 'firebreak/hotfix')

/** An incident, and a pull request that keeps every rule of a hotfix. */
async function hotfixed(scene: Scene): Promise<{ incident: number; hotfix: number }> {
  const incident = await scene.emergency()
  const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(incident) })
  scene.alice.review(hotfix, 'APPROVED')
  await scene.settle()
  return { incident, hotfix }
}

const rules = ['title', 'branch', 'base', 'incident', 'impact', 'bypass-reason', 'approvals', 'checklist']

it('every rule has its line, passed or not, with what was found and how to mend it', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['It is real'] } }
  const scene = await raise({ config: configured({ hotfix: { require: rules }, checklists }) })
  const { alice, carol, github, seen, settle, emergency, mayMerge, pull } = scene
  alice.createBranch('release')
  const incident = await emergency()
  const hotfix = await pull('repair', { title: 'Repair', body: 'It is broken', base: 'release' })
  await scene.say(hotfix, `/incident link #${incident}`)
  const first = report(scene, hotfix)
  expect(first?.conclusion).toBe('failure')
  expect(first?.title).toBe('7 rules to go')
  expect(
    first?.summary
      .split('\n')
      .filter((line) => line.startsWith('- '))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "- **Title**: has no emergency prefix. Start the title with \`[EMERGENCY]\`.
    - **Branch**: is named repair. Name the branch \`hotfix/*\` and open the pull request from it.
    - **Base branch**: goes into release. Change the base branch to \`main\`.
    - **Impact**: has no section "Impact". Write a few words under a heading "Impact" in the description.
    - **Reason for bypass**: has no section "Reason for bypass". Write a few words under a heading "Reason for bypass" in the description.
    - **Approvals**: no approvals of this head, 1 needed. Ask for a review by maintainers.
    - **Checklist**: 1 item is open. Tick what is done; on \`#1\` the first is "It is real"."
  `)

  carol.editPull(hotfix, { title: '[EMERGENCY] Repair', body: described(incident), base: 'main' })
  alice.review(hotfix, 'APPROVED')
  const list = github.repository(shop).comments.find(({ body }) => body.includes('### Before'))
  alice.tick(list?.id ?? 0, 'It is real')
  await settle()
  expect(report(scene, hotfix)?.summary).toContain('**Branch**: is named repair')
  expect(report(scene, hotfix)?.title).toBe('1 rule to go')
  expect(mayMerge(hotfix)).toBe(false)

  const again = await pull('hotfix/repair', { title: '[EMERGENCY] Repair', body: described(incident) })
  alice.review(again, 'APPROVED')
  await settle()
  expect(report(scene, again)).toMatchObject({
    conclusion: 'success',
    title: `A valid hotfix of incident #${incident}`,
  })
  expect(seen.check(again, `firebreak/freeze-${incident}`)?.conclusion).toBe('success')
  expect(mayMerge(again)).toBe(true)
})

const breakers: [string, (scene: Scene, hotfix: number) => void, RegExp][] = [
  ['its title loses the mark', ({ carol }, hotfix) => carol.editPull(hotfix, { title: 'Repair' }), /\*\*Title\*\*/],
  [
    'its impact is taken out',
    ({ carol }, hotfix) => carol.editPull(hotfix, { body: 'Incident: #1' }),
    /\*\*Impact\*\*/,
  ],
  ['its base is changed', ({ carol }, hotfix) => carol.editPull(hotfix, { base: 'release' }), /\*\*Base branch\*\*/],
  ['its head is pushed to', ({ carol }) => void carol.pushTo('hotfix/one', { more: 'x' }), /\*\*Approvals\*\*/],
  ['the approval is dismissed', ({ alice, github }) => dismissAll(alice, github), /\*\*Approvals\*\*/],
  ['changes are requested', ({ alice }, hotfix) => void alice.review(hotfix, 'CHANGES_REQUESTED'), /\*\*Approvals\*\*/],
  ['its incident is cancelled', ({ alice }) => void alice.comment(1, '/incident cancel No'), /\*\*Incident\*\*/],
]

function dismissAll(alice: Scene['alice'], github: Scene['github']): void {
  for (const { id } of github.repository(shop).reviews) alice.dismissReview(id)
}

it.each(breakers)('a valid hotfix is judged again when %s', async (_when, breakIt, line) => {
  const scene = await raise()
  scene.alice.createBranch('release')
  const { incident, hotfix } = await hotfixed(scene)
  expect(incident).toBe(1)
  expect(report(scene, hotfix)?.conclusion).toBe('success')
  breakIt(scene, hotfix)
  await scene.settle()
  expect(report(scene, hotfix)).toMatchObject({ conclusion: 'failure', title: '1 rule to go' })
  expect(report(scene, hotfix)?.summary).toMatch(line)
  const frozen = scene.seen.rulesets().length > 0
  if (frozen) expect(scene.seen.check(hotfix, 'firebreak/freeze-1')?.conclusion).not.toBe('success')
})

it('an approval counts from those who are asked, for the very head, and never one’s own', async () => {
  const approvals = { required: 2, from: ['maintainers', 'security'], each: true }
  const roles = { ...ordinary.roles, maintainers: ['@alice', '@carol'], security: ['@acme/security'] }
  const severities = { P1: { freeze: 'hotfix-only', responders: ['maintainers'], approvals } }
  const scene = await raise({ config: configured({ roles, severities }) })
  scene.github.addTeam('acme', 'security', ['bob'])
  const incident = await scene.emergency()
  const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(incident) })
  scene.trudy.review(hotfix, 'APPROVED')
  scene.alice.review(hotfix, 'APPROVED')
  await scene.settle()
  expect(report(scene, hotfix)?.summary).toContain('1 approval of this head, 2 needed')
  expect(report(scene, hotfix)?.summary).toContain('Still missing: security')
  scene.bob.review(hotfix, 'APPROVED')
  await scene.settle()
  expect(report(scene, hotfix)?.conclusion).toBe('success')
})

it('a draft gets the report; its freeze check stays away until it is ready', async () => {
  const scene = await raise()
  const incident = await scene.emergency()
  const input = { title: '[EMERGENCY] Repair', body: described(incident), head: 'hotfix/one', files: { a: 'a' } }
  const { number } = scene.carol.openPull({ ...input, draft: true })
  scene.alice.review(number, 'APPROVED')
  await scene.settle()
  expect(report(scene, number)?.summary).toContain('It is a draft')
  expect(scene.seen.check(number, `firebreak/freeze-${incident}`)?.conclusion).not.toBe('success')
  scene.carol.markReady(number)
  await scene.settle()
  expect(scene.mayMerge(number)).toBe(true)
})

it('a fork’s pull request is never a hotfix by its names; a trusted link makes it one', async () => {
  const scene = await raise()
  const { alice, mallory, seen, settle, mayMerge, say } = scene
  const incident = await scene.emergency()
  const { number } = mallory.openPull({
    title: '[EMERGENCY] Repair',
    body: described(incident),
    head: 'hotfix/one',
    files: { a: 'a' },
    fork: true,
  })
  alice.review(number, 'APPROVED')
  await settle()
  expect(report(scene, number)?.summary).toContain('nobody trusted has tied it')
  expect(mayMerge(number)).toBe(false)
  expect(seen.reactions(await say(number, `/incident link #${incident}`, 'mallory'))).toEqual(['confused'])
  expect(mayMerge(number)).toBe(false)
  expect(seen.reactions(await say(number, `/incident link #${incident}`, 'trudy'))).toEqual(['+1'])
  expect(report(scene, number)?.conclusion).toBe('success')
  expect(mayMerge(number)).toBe(true)
})

it('an outsider’s emergency pull request is only reported, and passes nothing', async () => {
  const scene = await raise()
  const incident = await scene.emergency()
  const input = { title: '[EMERGENCY] Trust me', head: 'hotfix/one', files: { a: 'a' }, fork: true }
  const { number } = scene.mallory.openPull(input)
  await scene.settle()
  expect(scene.seen.labels(number)).toContain('incident/reported')
  expect(scene.mayMerge(number)).toBe(false)
  expect(scene.seen.check(number, `firebreak/freeze-${incident}`)?.conclusion).toBe('failure')
})

it('two pull requests with one head pass together or not at all', async () => {
  const scene = await raise({ config: configured({ freeze: { branches: ['~DEFAULT_BRANCH', 'release'] } }) })
  const { alice, carol, seen, settle, mayMerge } = scene
  alice.createBranch('release')
  const { incident, hotfix } = await hotfixed(scene)
  expect(mayMerge(hotfix)).toBe(true)
  const twin = carol.openPull({ title: 'Same head', head: 'hotfix/one', base: 'release' }).number
  await settle()
  expect([mayMerge(hotfix), mayMerge(twin)]).toEqual([false, false])
  expect(seen.check(hotfix, `firebreak/freeze-${incident}`)?.summary).toMatch(/neither a hotfix|same head|not pass/)
  carol.close(twin)
  await settle()
  expect(mayMerge(hotfix)).toBe(true)
})

it('an emergency pull request is its own incident, and its merge mitigates it', async () => {
  const scene = await raise({ config: configured({ freeze: { lift: 'hotfix-merged' } }) })
  const { alice, carol, seen, settle, mayMerge, pull } = scene
  const body = '## Impact\n\nEverybody.\n'
  const number = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body })
  const other = await pull('other')
  expect([mayMerge(number), mayMerge(other)]).toEqual([false, false])
  alice.review(number, 'APPROVED')
  await settle()
  expect(mayMerge(number)).toBe(true)
  expect(carol.merge(number).merged).toBe(true)
  await settle()
  expect(seen.labels(number)).toContain('incident/mitigated')
  expect(mayMerge(other)).toBe(true)
})

it('a hotfix that is closed without a merge passes nothing any more, nor does another with its head', async () => {
  const scene = await raise()
  const { carol, seen, settle, mayMerge } = scene
  const { incident, hotfix } = await hotfixed(scene)
  carol.close(hotfix)
  await settle()
  expect(seen.card(incident)).toContain('closed without a merge')
  expect(seen.labels(incident)).toContain('incident/declared')
  await scene.world.stop()
  const sneaky = carol.openPull({ title: 'Sneaky', head: 'hotfix/one' }).number
  expect(mayMerge(sneaky)).toBe(false)
  await scene.world.restart()
  carol.close(sneaky)
  carol.reopen(hotfix)
  await settle()
  expect(mayMerge(hotfix)).toBe(true)
})
