import { expect, it } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { configured, described, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

const issue = ({ github }: Scene, number: number) => github.repository(shop).issues.find((one) => one.number === number)

const postmortems = ({ seen }: Scene) => seen.issues(/^Post-mortem/)

it('resolve lifts the freeze, says how long it took, opens the post-mortem, and its closing closes the incident', async () => {
  const scene = await raise()
  const { world, seen, alice, emergency, say, settle } = scene
  const number = await emergency()
  await world.fastForward('90m')
  await say(number, '/incident resolve It was the cache')
  expect(seen.comment(number, /Resolved/)).toMatch(/after 1 h\w* 30 min\w*, by alice[\s\S]*It was the cache/)
  expect(seen.rulesets()).toEqual([])
  const [postmortem, ...others] = postmortems(scene)
  expect(others).toEqual([])
  expect(postmortem?.title).toBe('Post-mortem: [EMERGENCY] Everything is down')
  expect(postmortem?.body).toContain('It was the cache')
  seen.comment(number, new RegExp(`The post-mortem is open: #${postmortem?.number}`))
  expect(seen.labels(number)).toContain('incident/resolved')
  alice.close(postmortem?.number ?? 0)
  await settle()
  expect(seen.labels(number)).toEqual(['emergency', 'incident/closed', 'severity/P1'])
  expect(issue(scene, number)?.state).toBe('open')
})

it('where no post-mortem is wanted, the incident is closed with its resolution', async () => {
  const scene = await raise({ config: configured({ 'post-mortem': { open: false } }) })
  const number = await scene.emergency()
  await scene.say(number, '/incident resolve')
  expect(scene.seen.labels(number)).toContain('incident/closed')
  expect(scene.seen.comment(number, /Resolved/)).toContain('What ended it?')
  expect(postmortems(scene)).toEqual([])
  expect(scene.seen.reactions(await scene.say(number, '/incident post-mortem'))).toEqual(['+1'])
  expect(postmortems(scene)).toHaveLength(1)
})

it('cancel gives everything back and asks for no post-mortem; reopen freezes nothing by itself', async () => {
  const scene = await raise()
  const { seen, emergency, say, mayMerge, pull } = scene
  const number = await emergency()
  const other = await pull('other')
  await say(number, '/incident cancel A monitoring hiccup')
  expect(mayMerge(other)).toBe(true)
  expect(seen.comment(number, /Cancelled/)).toContain('A monitoring hiccup')
  expect(postmortems(scene)).toEqual([])
  expect(seen.reactions(await say(number, '/incident ack'))).toEqual(['confused'])
  await say(number, '/incident reopen It is real')
  expect(seen.labels(number)).toContain('incident/acknowledged')
  expect(seen.comment(number, /Reopened/)).toContain('`/incident freeze`')
  expect(mayMerge(other)).toBe(true)
  await say(number, '/incident freeze')
  expect(mayMerge(other)).toBe(false)
  await say(number, '/incident resolve Now it is')
  expect(mayMerge(other)).toBe(true)
})

it('a trusted close resolves and asks for the reason; an untrusted one changes nothing but is answered', async () => {
  const scene = await raise()
  const { seen, mallory, trudy, settle, emergency, say } = scene
  const number = await emergency('[EMERGENCY] Mine', 'mallory')
  await say(number, '/incident confirm', 'trudy')
  mallory.close(number)
  await settle()
  expect(seen.comment(number, /The incident goes on/)).toContain('closing ends it only when somebody with triage')
  expect(seen.labels(number)).toContain('incident/declared')
  expect(seen.rulesets()).toHaveLength(1)
  trudy.reopen(number)
  trudy.close(number)
  await settle()
  expect(seen.comment(number, /Resolved/)).toContain('What ended it?')
  expect(seen.rulesets()).toEqual([])
  trudy.reopen(number)
  await settle()
  expect(seen.comment(number, /reopened this page/)).toContain('/incident reopen REASON')
  expect(seen.labels(number)).toContain('incident/resolved')
})

it('a report that somebody trusted closes is cancelled', async () => {
  const scene = await raise()
  const number = await scene.emergency('[EMERGENCY] Spam', 'mallory')
  scene.trudy.close(number)
  await scene.settle()
  expect(scene.seen.labels(number)).toContain('incident/cancelled')
})

it('a deleted anchor: the freeze stays, and one issue says so, with the way out', async () => {
  const scene = await raise()
  const { alice, seen, settle, emergency, mayMerge, pull } = scene
  const number = await emergency()
  const other = await pull('other')
  alice.deleteIssue(number)
  await settle()
  expect(mayMerge(other)).toBe(false)
  const [lost, ...more] = seen.issues(/lost its issue/)
  expect(more).toEqual([])
  expect(lost?.body).toMatch(/Its freeze of `~DEFAULT_BRANCH` stays[\s\S]*an administrator deletes the ruleset/)
  await scene.world.fastForward('2d')
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(other)).toBe(true)
})

it('a transferred anchor: the freeze stays where it is, the alert says where it went, and there the incident goes on', async () => {
  const scene = await raise()
  const { alice, github, seen, settle, emergency } = scene
  const collaborators = { alice: 'admin' } as const
  github.addRepository('acme/other', { files: { '.github/incident.yml': configured() }, collaborators })
  const number = await emergency()
  const moved = alice.transferIssue(number, 'acme/other').number
  await settle()
  expect(seen.rulesets()).toHaveLength(1)
  expect(seen.issues(/lost its issue/)[0]?.body).toContain(`transferred to \`acme/other#${moved}\``)
  expect(readGitHub(github, 'acme/other').labels(moved)).toContain('incident/declared')
})

it('the post-mortem is opened exactly once: doubled and reordered deliveries, a restart, a second hotfix', async () => {
  const scene = await raise({ config: configured({ freeze: { lift: 'hotfix-merged' } }) })
  const { world, github, alice, carol, emergency, pull, settle, say } = scene
  const number = await emergency()
  const hotfixes = [await pull('hotfix/one', { title: '[EMERGENCY] 1', body: described(number) })]
  hotfixes.push(await pull('hotfix/two', { title: '[EMERGENCY] 2', body: described(number) }))
  for (const hotfix of hotfixes) alice.review(hotfix, 'APPROVED')
  await settle()
  github.faults.deliveries.reorder(2, { event: 'pull_request', action: 'closed' })
  github.faults.deliveries.duplicate(20)
  for (const hotfix of hotfixes) carol.merge(hotfix)
  await settle()
  await world.restart()
  await say(number, '/incident resolve Done')
  expect(postmortems(scene)).toHaveLength(1)
  expect(scene.seen.said(number, /The post-mortem is open/)).toHaveLength(1)
  expect(scene.seen.labels(number)).toContain('incident/resolved')
})

it('the repository’s own template is filled in; a broken one falls back and says what is wrong', async () => {
  const template =
    '# {{ incident.title }}\n\n{% for entry in timeline %}* {{ entry.what }}\n{% endfor %}\nSeverity {{ incident.severity }}\n'
  const files = { 'pm.md': template, 'broken.md': 'One\n{% for entry in %}\n' }
  const own = await raise({
    files,
    config: configured({ 'post-mortem': { template: 'pm.md', title: 'PM {{ incident.number }}' } }),
  })
  await own.say(await own.emergency('[EMERGENCY] @mallory <img>'), '/incident resolve Done')
  const [written] = own.seen.issues(/^PM 1$/)
  expect(written?.body).toContain('Severity P1')
  expect(written?.body).toContain('* trudy declared the incident')
  expect(written?.body).not.toMatch(/(?<!`)@mallory|<img>/)

  const broken = await raise({ files, config: configured({ 'post-mortem': { template: 'broken.md' } }) })
  await broken.say(await broken.emergency(), '/incident resolve Done')
  expect(postmortems(broken)[0]?.body).toMatch(/`broken.md` has an error in line 2[\s\S]*## Root cause/)

  const missing = await raise({ config: configured({ 'post-mortem': { template: 'nowhere.md' } }) })
  await missing.say(await missing.emergency(), '/incident resolve Done')
  expect(postmortems(missing)[0]?.body).toContain('was not found on the default branch')
})

it('ticks of a checklist go to the timeline and the post-mortem, with who ticked', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['One', 'Two @carol', 'Three'] } }
  const scene = await raise({ config: configured({ checklists }) })
  const { github, alice, carol, settle, emergency, say, seen } = scene
  const number = await emergency()
  const list = github.repository(shop).comments.find(({ body }) => body.includes('### Before'))?.id ?? 0
  carol.tick(list, 'One')
  alice.tick(list, 'Two')
  alice.untick(list, 'Two')
  await settle()
  expect(seen.card(number)).toMatch(/carol ticked[^\n]*One/)
  await say(number, '/incident resolve Done')
  expect(postmortems(scene)[0]?.body).toMatch(/\*\*Before\*\* \(1 of 3\)\s+- ✅ One \(carol\)\n- ⬜ Two/)
})

it('checklists come when their moment comes, each once, where they are of use', async () => {
  const list = (on: string) => ({ title: `On ${on}`, on, items: ['Do it'] })
  const moments = ['declared', 'hotfix-opened', 'hotfix-merged', 'resolved', 'post-mortem']
  const checklists = Object.fromEntries(moments.map((on) => [on, list(on)]))
  const scene = await raise({ config: configured({ checklists }) })
  const { alice, carol, seen, emergency, pull, settle, say } = scene
  const number = await emergency()
  const hotfix = await pull('hotfix/one', { title: '[EMERGENCY] 1', body: described(number) })
  await pull('hotfix/two', { title: '[EMERGENCY] 2', body: described(number) })
  alice.review(hotfix, 'APPROVED')
  await settle()
  carol.merge(hotfix)
  await settle()
  await say(number, '/incident resolve Done')
  await say(number, '/incident reopen No')
  await say(number, '/incident resolve Done')
  const [postmortem] = postmortems(scene)
  for (const on of ['declared', 'hotfix-merged', 'resolved']) seen.comment(number, new RegExp(`### On ${on}`))
  seen.comment(hotfix, /### On hotfix-opened/)
  seen.comment(postmortem?.number ?? 0, /### On post-mortem/)
})
