import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ config: configured({ freeze: { lift: 'hotfix-merged' } }), reconciles: true })

const anHour = ({ world }: Scene): Promise<void> => world.fastForward('1h1m')

/** What somebody does is told, or is not: then whatever GitHub tells of it is lost for good. */
async function unless(isHeard: boolean, scene: Scene, act: () => unknown): Promise<void> {
  if (!isHeard) scene.github.faults.deliveries.swallow(1000)
  await act()
  await scene.settle()
  scene.github.faults.deliveries.clear()
}

const heardOrNot = [
  ['heard', true],
  ['unheard', false],
] as const

const writes = ({ github }: Scene): number =>
  github.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('access_tokens')).length

it('where nothing happened, nothing is written, said or called for, and a few reads are all it costs', async () => {
  const scene = await raise()
  const { github, emergency, pull, alice, settle, seen, world } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  alice.review(hotfix, 'APPROVED')
  await settle()
  await anHour(scene)
  const before = { writes: writes(scene), comments: seen.comments(number), reads: github.requests.length }
  await anHour(scene)
  expect(writes(scene)).toBe(before.writes)
  expect(seen.comments(number)).toEqual(before.comments)
  const calls = github.requests.slice(before.reads).filter(({ path }) => !path.includes('access_tokens'))
  expect(calls.length, calls.map(({ path }) => path).join('\n')).toBeLessThanOrEqual(7)
  expect(world.log).toEqual([])
})

it('a repository without an incident costs no call', async () => {
  const scene = await raise()
  const before = scene.github.requests.length
  await scene.world.fastForward('3h')
  expect(scene.github.requests.length).toBe(before)
})

it.each(heardOrNot)('labels that somebody takes off are put back once, and then left (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { alice, seen, emergency, say } = scene
  const number = await emergency()
  const off = () => unless(isHeard, scene, () => alice.unlabel(number, 'incident/declared'))
  await off()
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/declared')
  await off()
  await anHour(scene)
  await anHour(scene)
  expect(seen.labels(number)).not.toContain('incident/declared')
  await say(number, '/incident ack')
  expect(seen.labels(number)).toContain('incident/acknowledged')
  expect(seen.card(number)).toMatch(/incident\/declared was not there any more, and put back/)
  expect(seen.card(number)).toMatch(/incident\/declared was taken off once more, and left/)
})

it('the mark that is taken off unheard is answered in words, once', async () => {
  const scene = await raise()
  const { trudy, alice, seen, settle } = scene
  const { number } = trudy.openIssue({ title: 'Everything is down', labels: ['emergency'] })
  await settle()
  await unless(false, scene, () => alice.unlabel(number, 'emergency'))
  await anHour(scene)
  await anHour(scene)
  expect(seen.said(number, /nothing is unfrozen by that/)).toHaveLength(1)
})

it('a card that somebody deleted is put back once', async () => {
  const scene = await raise()
  const { github, seen, emergency } = scene
  const number = await emergency()
  const remove = () => {
    const repository = github.repository(shop)
    repository.comments = repository.comments.filter(({ body }) => !body.includes('<!-- firebreak:card:'))
  }
  remove()
  await anHour(scene)
  expect(seen.card(number)).not.toBe('')
  remove()
  await anHour(scene)
  await anHour(scene)
  expect(seen.card(number)).toBe('')
})

it.each(heardOrNot)('a merged hotfix mitigates (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { carol, alice, seen, emergency, pull, settle } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  alice.review(hotfix, 'APPROVED')
  await settle()
  await unless(isHeard, scene, () => carol.merge(hotfix))
  await anHour(scene)
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/mitigated')
  expect(seen.said(number, /is mitigated/)).toHaveLength(1)
  expect(seen.rulesets()).toEqual([])
})

it.each(heardOrNot)('a hotfix that is closed, and opened again, is followed (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { carol, seen, emergency, pull } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  await unless(isHeard, scene, () => carol.close(hotfix))
  await anHour(scene)
  expect(seen.card(number)).toMatch(/#2.*closed/)
  await unless(isHeard, scene, () => carol.reopen(hotfix))
  await anHour(scene)
  expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('failure')
})

it('an approval that was given unheard turns the check green within the hour', async () => {
  const scene = await raise()
  const { alice, seen, emergency, pull, mayMerge } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  expect(mayMerge(hotfix)).toBe(false)
  await anHour(scene)
  await unless(false, scene, () => alice.review(hotfix, 'APPROVED'))
  await anHour(scene)
  expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('success')
  expect(mayMerge(hotfix)).toBe(true)
})

it.each([
  ['reset', { status: 'queued', conclusion: null }],
  ['turned', { conclusion: 'success' }],
] as const)('checks of a hotfix that were %s say what was decided again', async (_, change) => {
  const scene = await raise()
  const { github, seen, emergency, pull } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
  for (const run of github.repository(shop).checkRuns) Object.assign(run, change)
  await anHour(scene)
  expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('failure')
  expect(seen.check(hotfix, `firebreak/freeze-${number}`)?.conclusion).toBe('failure')
  const before = writes(scene)
  await anHour(scene)
  expect(writes(scene)).toBe(before)
})

it.each(heardOrNot)('an issue that somebody trusted closes resolves its incident (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { alice, seen, emergency } = scene
  const number = await emergency()
  await unless(isHeard, scene, () => alice.close(number))
  await anHour(scene)
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/resolved')
  expect(seen.issues(/^Post-mortem/)).toHaveLength(1)
  await unless(isHeard, scene, () => alice.reopen(number))
  await anHour(scene)
  await anHour(scene)
  expect(seen.said(number, /\/incident reopen/)).toHaveLength(1)
})

it.each(heardOrNot)('an issue that somebody untrusted closes does not, which is said once (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { mallory, alice, seen, settle, say } = scene
  const { number } = mallory.openIssue({ title: '[EMERGENCY] Help' })
  await settle()
  await say(number, '/incident confirm')
  await unless(isHeard, scene, () => mallory.close(number))
  await anHour(scene)
  await anHour(scene)
  expect(seen.said(number, /closed this page/i)).toHaveLength(1)
  expect(seen.labels(number)).toContain('incident/declared')
  alice.reopen(number)
  await settle()
  await anHour(scene)
  expect(seen.said(number, /closed this page/i)).toHaveLength(1)
})

it('an issue that was closed before the incident was reopened does not resolve it again', async () => {
  const scene = await raise()
  const { alice, seen, emergency, say, settle } = scene
  const number = await emergency()
  await say(number, '/incident resolve Done')
  alice.close(number)
  await settle()
  await scene.world.fastForward('5m')
  await say(number, '/incident reopen It is back')
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/acknowledged')
})

const losses: readonly [string, (scene: Scene, number: number) => unknown, RegExp][] = [
  ['deleted', ({ alice }, number) => alice.deleteIssue(number), /deleted/],
  ['transferred', ({ alice }, number) => alice.transferIssue(number, 'acme/other'), /transferred to .acme\/other#1/],
  [
    'made a discussion, answered 404',
    ({ alice }, number) => alice.convertToDiscussion(number, 404),
    /made a discussion/,
  ],
  [
    'made a discussion, answered 410',
    ({ alice }, number) => alice.convertToDiscussion(number, 410),
    /made a discussion/,
  ],
]

it.each(losses)('an issue that was %s unheard is replaced, and the freeze stays', async (_, lose, words) => {
  const scene = await raise()
  const { github, seen, emergency, say } = scene
  github.addRepository('acme/other', { collaborators: { alice: 'admin' } })
  const number = await emergency()
  await unless(false, scene, () => lose(scene, number))
  await anHour(scene)
  await anHour(scene)
  const [replacement, ...more] = seen.issues(/lost its issue/)
  expect(more).toEqual([])
  expect(replacement?.body).toMatch(words)
  expect(seen.rulesets()).toHaveLength(1)
  // The one in its place is lost too.
  await unless(false, scene, () => scene.alice.deleteIssue(replacement?.number ?? 0))
  await anHour(scene)
  await anHour(scene)
  const [second] = seen.issues(/lost its issue/)
  expect(second?.number).not.toBe(replacement?.number)
  await say(second?.number ?? 0, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
})

it('issues that are not to be seen are not taken for deleted', async () => {
  const scene = await raise()
  const { github, seen, emergency } = scene
  const number = await emergency()
  const hidden = { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } }
  for (let times = 0; times < 50; times++) github.faults.answer({ method: 'GET', path: /\/issues(\/\d+)?$/ }, hidden)
  await anHour(scene)
  expect(seen.issues(/lost its issue/)).toEqual([])
  expect(seen.card(number)).not.toBe('')
})

it.each(heardOrNot)('a post-mortem that is closed closes the incident (%s)', async (_, isHeard) => {
  const scene = await raise()
  const { alice, seen, emergency, say } = scene
  const number = await emergency()
  await say(number, '/incident resolve Done')
  const [postmortem] = seen.issues(/^Post-mortem/)
  await unless(isHeard, scene, () => alice.close(postmortem?.number ?? 0))
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/closed')
})

it('a post-mortem that is deleted unheard closes the incident', async () => {
  const scene = await raise()
  const { alice, seen, emergency, say } = scene
  const number = await emergency()
  await say(number, '/incident resolve Done')
  const [postmortem] = seen.issues(/^Post-mortem/)
  await unless(false, scene, () => alice.deleteIssue(postmortem?.number ?? 0))
  await anHour(scene)
  expect(seen.labels(number)).toContain('incident/closed')
})
