import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ config: configured({ freeze: { lift: 'hotfix-merged' } }) })

async function hotfixed(scene: Scene, body = described): Promise<{ incident: number; hotfix: number }> {
  const incident = await scene.emergency()
  const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: body(incident) })
  scene.alice.review(hotfix, 'APPROVED')
  await scene.settle()
  return { incident, hotfix }
}

const queue = (scene: Scene): void => {
  const rules = [
    {
      type: 'merge_queue',
      parameters: {
        check_response_timeout_minutes: 60,
        grouping_strategy: 'ALLGREEN',
        max_entries_to_build: 5,
        max_entries_to_merge: 5,
        merge_method: 'MERGE',
        min_entries_to_merge: 1,
        min_entries_to_merge_wait_minutes: 5,
      },
    },
  ]
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  scene.alice.createRuleset({ name: 'Queue', target: 'branch', enforcement: 'active', conditions, rules })
}

it.each(['merge', 'squash', 'rebase'] as const)(
  'a hotfix merged by %s mitigates: thaw, checklist, post-mortem, no bypass',
  async (method) => {
    const scene = await raise()
    const { carol, seen, settle, world } = scene
    const { incident, hotfix } = await hotfixed(scene)
    expect(carol.merge(hotfix, { method }).merged).toBe(true)
    await settle()
    await world.fastForward('1m')
    expect(seen.labels(incident)).toContain('incident/mitigated')
    expect(seen.rulesets()).toEqual([])
    expect(seen.comment(incident, /Hotfix #2 is merged/)).toContain('The freeze is lifted')
    seen.comment(incident, /After the emergency pull request/)
    expect(seen.issues(/^Post-mortem/)).toHaveLength(1)
    expect(seen.card(incident)).not.toContain('Bypasses')
  },
)

it('with lift: resolved the freeze stays after the merge, and no push is taken for a bypass', async () => {
  const scene = await raise({ config: configured() })
  const { carol, seen, settle, world, mayMerge, pull, say } = scene
  const { incident, hotfix } = await hotfixed(scene)
  carol.merge(hotfix, { method: 'squash' })
  await settle()
  await world.fastForward('1h')
  expect(seen.said(incident, /past the freeze/)).toEqual([])
  expect(seen.comment(incident, /is merged/)).toContain('The freeze stays on until the incident is resolved')
  const other = await pull('other')
  expect(mayMerge(other)).toBe(false)
  await say(incident, '/incident resolve Done')
  expect(mayMerge(other)).toBe(true)
})

it('"Fixes #N" closes the issue on GitHub and only mitigates the incident', async () => {
  const scene = await raise()
  const { carol, seen, settle, github } = scene
  const fixes = (number: number) => described(number).replace('Incident:', 'Fixes')
  const { incident, hotfix } = await hotfixed(scene, fixes)
  carol.merge(hotfix)
  await settle()
  expect(github.repository(shop).issues.find(({ number }) => number === incident)?.state).toBe('closed')
  expect(seen.labels(incident)).toContain('incident/mitigated')
  expect(seen.said(incident, /Resolved/)).toEqual([])
})

it('a hotfix into a branch that is no base, or one that is closed, mitigates nothing', async () => {
  const scene = await raise()
  const { alice, carol, seen, settle } = scene
  alice.createBranch('feature')
  const incident = await scene.emergency()
  const stacked = await scene.pull('hotfix/one', { body: described(incident), base: 'feature' })
  expect(carol.merge(stacked).merged).toBe(true)
  const closed = await scene.pull('hotfix/two', { body: described(incident) })
  carol.close(closed)
  await settle()
  expect(seen.labels(incident)).toContain('incident/declared')
  expect(seen.rulesets()).toHaveLength(1)
})

it('an administrator’s merge past the check is recorded; its reason is asked for and stands in the post-mortem', async () => {
  const scene = await raise({ config: configured() })
  const { alice, seen, settle, pull, say, github } = scene
  const incident = await scene.emergency()
  const other = await pull('other')
  expect(alice.merge(other).merged).toBe(true)
  await settle()
  expect(seen.comment(incident, /past the freeze/)).toMatch(
    /pull request #2 was merged without its freeze check; by alice/,
  )
  expect(seen.card(incident)).toContain('1 without a reason')
  expect(seen.rulesets()).toHaveLength(1)
  expect(seen.labels(incident)).toContain('incident/declared')
  expect(seen.reactions(await say(incident, '/incident bypass'))).toEqual(['confused'])
  await say(incident, '/incident bypass The certificate had to go in')
  expect(seen.card(incident)).toContain('all explained')
  await say(incident, '/incident resolve Done')
  const [postmortem] = seen.issues(/^Post-mortem/)
  expect(postmortem?.body).toContain('The certificate had to go in')
  expect(github.repository(shop).issues.filter(({ title }) => title.startsWith('Post-mortem'))).toHaveLength(1)
})

it('a direct push that the rules let through is recorded when nothing explains it', async () => {
  const scene = await raise({ config: configured() })
  const { alice, seen, settle, world, github } = scene
  const incident = await scene.emergency()
  const [ruleset] = github.repository(shop).rulesets
  const bypass_actors = [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }]
  alice.editRuleset(ruleset?.id ?? 0, { bypass_actors })
  expect(alice.pushTo('main', { 'secret.ts': 'rotated' }).accepted).toBe(true)
  await settle()
  expect(seen.said(incident, /past the freeze/)).toEqual([])
  await world.fastForward('10s')
  expect(seen.comment(incident, /past the freeze/)).toMatch(/pushed directly; by alice/)
})

it('a frozen branch that is overwritten or deleted is said at once', async () => {
  const scene = await raise({ config: configured({ freeze: { branches: ['release/*'] } }) })
  const { alice, seen, settle, github } = scene
  alice.pushTo('release/1', { a: 'a' })
  alice.pushTo('release/1', { a: 'b' })
  const incident = await scene.emergency()
  const administrators = { actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'always' }
  alice.editRuleset(github.repository(shop).rulesets[0]?.id ?? 0, { bypass_actors: [administrators] })
  await settle()
  expect(alice.pushTo('release/1', { a: 'c' }, { force: true }).accepted).toBe(true)
  await settle()
  seen.comment(incident, /overwritten by a forced push; by alice/)
  expect(alice.deleteBranch('release/1').accepted).toBe(true)
  await settle()
  seen.comment(incident, /the branch was deleted; by alice/)
})

it('a merge queue is answered: a group of valid hotfixes merges', async () => {
  const scene = await raise()
  queue(scene)
  const { incident, hotfix } = await hotfixed(scene)
  scene.carol.enqueue(hotfix)
  await scene.settle()
  expect(scene.github.repository(shop).queue).toEqual([])
  expect(scene.seen.labels(incident)).toContain('incident/mitigated')
  await scene.world.fastForward('1m')
  expect(scene.seen.said(incident, /past the freeze/)).toEqual([])
})

it('a merge queue is answered: one that may not pass fails the group, and the others go on without it', async () => {
  const scene = await raise({ config: configured() })
  queue(scene)
  const { incident, hotfix } = await hotfixed(scene)
  const other = await scene.pull('other')
  scene.carol.enqueue(other)
  scene.carol.enqueue(hotfix)
  await scene.settle()
  const { checkRuns, issues } = scene.github.repository(shop)
  const groups = checkRuns.filter(({ externalId }) => externalId === `group:${incident}`)
  expect(groups.map(({ conclusion }) => conclusion)).toContain('failure')
  expect(issues.find(({ number }) => number === other)?.pull?.merged).toBe(false)
  expect(issues.find(({ number }) => number === hotfix)?.pull?.merged).toBe(true)
  expect(scene.seen.labels(incident)).toContain('incident/mitigated')
})

it('a pull request that says "Fixes #N" and was no hotfix mitigates too, as a bypass', async () => {
  const scene = await raise()
  const { alice, seen, settle, pull } = scene
  const incident = await scene.emergency()
  const quick = await pull('quick', { body: `Fixes #${incident}` })
  expect(alice.merge(quick).merged).toBe(true)
  await settle()
  seen.comment(incident, /past the freeze/)
  expect(seen.labels(incident)).toContain('incident/mitigated')
})

it('a reopened hotfix goes on; a late one after the mitigation is judged like the first', async () => {
  const scene = await raise({ config: configured() })
  const { carol, alice, seen, settle, mayMerge, pull } = scene
  const { incident, hotfix } = await hotfixed(scene)
  carol.close(hotfix)
  carol.reopen(hotfix)
  await settle()
  expect(mayMerge(hotfix)).toBe(true)
  carol.merge(hotfix)
  await settle()
  const second = await pull('hotfix/two', { title: '[EMERGENCY] More', body: described(incident) })
  alice.review(second, 'APPROVED')
  await settle()
  expect(mayMerge(second)).toBe(true)
  carol.merge(second)
  await settle()
  expect(seen.issues(/^Post-mortem/)).toHaveLength(1)
  expect(seen.said(incident, /past the freeze/)).toEqual([])
})
