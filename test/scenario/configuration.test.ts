import { expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const path = '.github/incident.yml'
const raise = scenes(undefined, { breaksConfiguration: true })

const broken = 'version: 1\nseverities:\n  P1:\n    freeze: hotfix-ony\nfreeze:\n  brunches: [main]\n'

const report = ({ github }: Scene, sha: string) =>
  github.repository(shop).checkRuns.findLast((run) => run.headSha === sha && run.name === 'firebreak/config')

/** The annotations that the check of a commit was sent with. */
const annotations = ({ github }: Scene, sha: string): unknown[] =>
  github.requests.flatMap(({ method, path: at, requestBody }) => {
    const body = requestBody as { head_sha?: string; output?: { annotations?: unknown[] } } | undefined
    return method === 'POST' && at.endsWith('/check-runs') && body?.head_sha === sha
      ? (body.output?.annotations ?? [])
      : []
  })

const actions = ({ seen }: Scene) => seen.issues(/^Action required: fix \.github\/incident\.yml/)

it('a broken file on the default branch: a check on the commit, line by line, and one issue; mended, it is closed', async () => {
  const scene = await raise()
  const { alice, settle } = scene
  const { sha } = alice.pushTo('main', { [path]: broken })
  await settle()
  expect(report(scene, sha)).toMatchObject({ conclusion: 'failure' })
  expect(annotations(scene, sha)).toMatchObject([
    { path, start_line: 4, annotation_level: 'failure', message: expect.stringContaining('hotfix-only') },
    { path, start_line: 6, annotation_level: 'failure', message: expect.stringContaining('branches') },
  ])
  const [action] = actions(scene)
  expect(action?.body).toMatch(/2 errors[^\n]*does not take effect[\s\S]*last valid version stays in force/)

  alice.pushTo('main', { [path]: broken.replace('hotfix-ony', 'locked') })
  await settle()
  expect(actions(scene)).toHaveLength(1)
  expect(actions(scene)[0]?.body).toContain('1 error')

  const mended = alice.pushTo('main', { [path]: configured() })
  await settle()
  expect(report(scene, mended.sha)?.conclusion).toBe('success')
  expect(actions(scene).map(({ state }) => state)).toEqual(['closed'])

  alice.pushTo('main', { [path]: broken })
  await settle()
  expect(actions(scene).map(({ state }) => state)).toEqual(['open'])
})

it('while the file is broken the last good version is in force', async () => {
  const scene = await raise()
  const { alice, settle, emergency, mayMerge, pull, world, seen } = scene
  const first = await emergency()
  await scene.say(first, '/incident resolve Done')
  alice.pushTo('main', { [path]: broken })
  await settle()
  await world.restart()
  await world.fastForward('2d')
  const second = await emergency('[EMERGENCY] Again')
  expect(seen.labels(second)).toContain('severity/P1')
  expect(mayMerge(await pull('other'))).toBe(false)
})

it('a first file that is broken: as without a file, the card says why, and the maintainers are told', async () => {
  const scene = await raise({ config: broken })
  const number = await scene.emergency()
  expect(scene.seen.labels(number)).toContain('incident/declared')
  expect(scene.seen.card(number)).toContain('`.github/incident.yml` has errors and is not in force')
  expect(scene.seen.card(number)).not.toContain('no roles are configured')
  expect(scene.seen.rulesets()).toEqual([])
  await scene.say(number, '/incident freeze')
  expect(scene.seen.rulesets()).toHaveLength(1)
  expect(scene.seen.card(number)).not.toContain('nothing is frozen')
  expect(actions(scene)).toHaveLength(1)
})

it('the file is deleted or changed during an incident: that incident and its freeze go on as they were', async () => {
  const scene = await raise({ config: configured({ freeze: { lift: 'resolved' } }) })
  const { alice, emergency, mayMerge, pull, say, settle, seen, github, carol } = scene
  const number = await emergency()
  const [rule] = github.repository(shop).rulesets
  if (rule) rule.enforcement = 'disabled'
  alice.pushTo('main', {
    [path]: configured({ roles: { maintainers: ['@carol'], backup: ['@trudy'] }, severities: { P9: {} } }),
  })
  if (rule) rule.enforcement = 'active'
  await settle()
  expect(mayMerge(await pull('other'))).toBe(false)
  await scene.world.fastForward('4h')
  expect(seen.comment(number, /nobody has responded/)).toContain('@trudy')
  carol.comment(number, 'Looking')
  await settle()
  expect(seen.card(number)).toContain('stopped, because somebody responded')
  await say(number, '/incident resolve Done')
  expect(seen.rulesets()).toEqual([])
  expect(seen.labels(await emergency('[EMERGENCY] Next'))).toContain('severity/P9')
})

it('a pull request’s branch with a broken file gets the check on its head, and changes no rule', async () => {
  const scene = await raise()
  const { carol, settle, emergency, seen, mayMerge } = scene
  const { number, pull } = carol.openPull({ title: 'Rules', head: 'rules', files: { [path]: broken } })
  await settle()
  expect(seen.check(number, 'firebreak/config')?.title).toContain('2 problems')
  const { sha } = carol.pushTo('rules', { [path]: configured({ detection: { 'title-prefixes': ['SEV:'] } }) })
  await settle()
  expect(sha).not.toBe(pull?.base.sha)
  expect(report(scene, sha)?.conclusion).toBe('success')
  expect(actions(scene)).toEqual([])
  expect(seen.labels(await emergency('SEV: Down'))).toEqual([])
  expect(seen.labels(await emergency())).toContain('incident/declared')
  expect(mayMerge(number)).toBe(false)
})

it('a fork’s pull request that changes the file gets the check too; one that does not costs no check', async () => {
  const scene = await raise()
  const { mallory, settle, seen } = scene
  const rules = mallory.openPull({ title: 'Rules', head: 'rules', fork: true, files: { [path]: broken } }).number
  const docs = mallory.openPull({ title: 'Docs', head: 'docs', fork: true, files: { 'docs.md': 'x' } }).number
  await settle()
  expect(seen.check(rules, 'firebreak/config')?.conclusion).toBe('failure')
  expect(seen.check(docs, 'firebreak/config')).toBeUndefined()
  expect(actions(scene)).toEqual([])
})

it('what takes effect and is probably a slip is told in the check, where it stands', async () => {
  const scene = await raise()
  const text = 'version: 1\n\nfreeze:\n  windows: [{ name: Year end, from: 2026-12-20T18:00, to: 2028-01-05T08:00 }]\n'
  const { sha } = scene.carol.pushTo('rules', { [path]: text })
  await scene.settle()
  expect(report(scene, sha)?.conclusion).toBe('success')
  expect(annotations(scene, sha)).toMatchObject([
    { start_line: 4, annotation_level: 'warning', message: expect.stringContaining('more than a year') },
  ])
})

it('a hostile file is answered, and takes nothing down', async () => {
  const scene = await raise()
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]},`.repeat(9)}]`)
    .join('\n')}\n`
  const nasty = [
    '\u0000',
    bomb,
    '- [',
    `roles: { "@everyone <img>": ["@${'x'.repeat(5000)}"] }`,
    'hotfix: { branches: ["/(a+)+$/"] }',
  ]
  for (const [index, text] of nasty.entries()) {
    const { sha } = scene.carol.pushTo(`nasty-${index}`, { [path]: text })
    await scene.settle()
    expect(report(scene, sha)?.conclusion).toBe(index === 4 ? 'success' : 'failure')
  }
  expect(scene.seen.labels(await scene.emergency())).toContain('incident/declared')
})

it('extends another repository: its file counts, and its mistakes are named there', async () => {
  const scene = await raise({ config: 'version: 1\nextends: acme/rules\nroles: { maintainers: ["@bob"] }\n' })
  const { github, emergency, seen, settle } = scene
  const collaborators = { alice: 'admin' } as const
  github.addRepository('acme/rules', { files: { [path]: configured() }, collaborators })
  const number = await emergency()
  expect(seen.labels(number)).toContain('severity/P1')
  expect(seen.card(number)).toContain('@bob')
  expect(seen.rulesets()).toHaveLength(1)

  const { sha } = scene.carol.pushTo('rules', { [path]: 'version: 1\nextends: acme/nowhere\n' })
  await settle()
  expect(report(scene, sha)?.output.text ?? '').toContain('acme/nowhere')
  expect(report(scene, sha)?.conclusion).toBe('failure')
})

it('"Re-run" on the check judges the commit again', async () => {
  const scene = await raise({ config: configured() })
  const { carol, github, settle } = scene
  const { sha } = carol.pushTo('rules', { [path]: 'version: 1\nextends: acme/rules\n' })
  await settle()
  expect(report(scene, sha)?.conclusion).toBe('failure')
  github.addRepository('acme/rules', { files: { [path]: configured() } })
  carol.rerequestCheck(report(scene, sha)?.id ?? 0)
  await settle()
  expect(report(scene, sha)?.conclusion).toBe('success')
})
